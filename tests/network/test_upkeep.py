"""What the clock does with posts: they expire, announced before; the weekly letter; what had its time is erased."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from coopnet.accounts.rules.people import Contact
from coopnet.foundation import district, personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post, PostReport
from coopnet.network.queries.finding import DIGEST, link_of, word_of
from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.states import Act, State
from coopnet.network.service import upkeep
from tests.factories.posts import NOW, after, get, own_of, page_of, published, report, written
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")
Letters = Callable[..., list[Dispatch]]
DAY = timedelta(days=1)
BOARD = "/ca/xarxa/tauler/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def at(moment: datetime, *jobs: Callable[[datetime], int]) -> None:
    for job in jobs:
        in_transaction(lambda job=job: job(moment))  # type: ignore[misc]


def wording(letter: Dispatch) -> Words:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words


def test_what_ends_is_announced_once_a_week_before_and_expires_after_its_last_day(letters: Letters) -> None:
    post = published(shown_days=30)
    assert post.shown_until == date(2026, 12, 24)
    for days in range(32):
        at(NOW + days * DAY, upkeep.expire, upkeep.announce)
        assert get(post.public_id).state == (State.EXPIRED if days > 30 else State.OPEN)
    kinds = [letter.kind for letter in letters()]
    assert kinds == ["post.asked", "post.approved", "post.expiring", "post.expired"]
    announced = letters("post.expiring")[0]
    assert announced.queued_at == NOW + 23 * DAY
    words = wording(announced)
    assert "24 de desembre" in words.subject
    assert f"/meu/{link_of(post)}/renova" in words.text


def test_what_is_promised_is_not_said_to_have_ended_and_comes_back_when_it_is_open_again(letters: Letters) -> None:
    post = after(published(shown_days=30), Act.PROMISE)
    at(NOW + 40 * DAY, upkeep.announce, upkeep.expire)
    assert get(post.public_id).state == State.PROMISED
    assert [one.kind for one in letters()] == ["post.asked", "post.approved"]
    back = after(post, Act.TAKE_BACK, now=NOW + 41 * DAY)
    assert (back.state, back.shown_until) == (State.OPEN, (NOW + 71 * DAY).date())
    after(back, Act.PROMISE, now=NOW + 42 * DAY)
    at(NOW + 200 * DAY, upkeep.expire)
    assert get(post.public_id).state == State.EXPIRED


def test_one_press_renews_also_what_has_expired(
    client: Reader, clock_at: Callable[[datetime], None], letters: Letters
) -> None:
    post = published(shown_days=30)
    later = NOW + 31 * DAY
    at(later, upkeep.expire)
    clock_at(later)
    assert client.get(page_of(post)).status_code == 404
    assert client.submit(f"{own_of(post)}renova").status_code == 303
    renewed = get(post.public_id)
    assert (renewed.state, renewed.shown_until) == ("published", date(2027, 1, 24))
    assert client.get(page_of(post)).status_code == 200
    at(later + 25 * DAY, upkeep.announce)
    assert len(letters("post.expiring")) == 1


def test_a_standing_offer_never_ends_by_itself(letters: Letters) -> None:
    post = published(kind=Kind.OFFER, shown_days=None)
    for years in range(1, 4):
        at(NOW + years * 365 * DAY, upkeep.expire, upkeep.announce, upkeep.erase_overdue)
    assert get(post.public_id).state == State.OPEN
    assert "renova" not in "".join(letter.kind for letter in letters())


def test_what_had_its_last_day_is_in_no_list_before_the_job_has_run(
    client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    post = published(title="Portàtil vermell", shown_days=30)
    clock_at(NOW + 31 * DAY)
    assert get(post.public_id).state == State.OPEN
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(page_of(post)).status_code == 404


def test_what_was_met_says_thank_you_and_leaves_after_a_week(
    client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    post = after(published(title="Portàtil vermell"), Act.FULFIL)
    clock_at(NOW + 6 * DAY)
    assert "gràcies" in client.get(BOARD).text.partition("Portàtil vermell")[2]
    clock_at(NOW + 7 * DAY)
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(page_of(post)).status_code == 404


def test_the_weekly_letter_brings_what_is_near_and_fits(letters: Letters) -> None:
    asks = published(wants_digest=True, languages=("ur", "es"))
    offer: dict[str, Any] = {"kind": Kind.OFFER, "languages": ("es",)}
    fits = published(**offer, title="Tauleta de Sants")
    beside = published(**offer, title="Tauleta de la Bordeta", barri="16")
    for unfit in (
        {**offer, "barri": "12"},
        {**offer, "category": "space"},
        {**offer, "languages": ("ca",)},
        {"kind": Kind.REQUEST, "languages": ("es",)},
    ):
        published(**unfit)
    written(**offer)  # the team has not read it
    after(published(**offer), Act.WITHDRAW)
    at(NOW + DAY, upkeep.send_digests)
    (letter,) = letters("post.digest")
    assert (letter.recipient, letter.values["found"]) == (asks.email, [beside.public_id, fits.public_id])
    words = wording(letter)
    assert "2 ofertes noves" in words.subject
    for text in (words.text, words.html):
        assert "Tauleta de la Bordeta" in text
        assert f"/tauler/{word_of(fits)}/" in text
        assert f"/xarxa/setmanal/{link_of(asks, purpose=DIGEST)}" in text


def test_it_comes_once_a_week_with_what_is_new_and_not_at_all_with_nothing(letters: Letters) -> None:
    published(wants_digest=True)
    published(kind=Kind.OFFER)
    for days in range(1, 9):
        at(NOW + days * DAY, upkeep.send_digests, upkeep.send_digests)
    assert len(letters("post.digest")) == 1
    published(kind=Kind.OFFER, now=NOW + 9 * DAY)
    for days in range(10, 20):
        at(NOW + days * DAY, upkeep.send_digests)
    assert len(letters("post.digest")) == 2


def test_who_offers_hears_of_requests_that_everybody_may_see_and_of_no_others(letters: Letters) -> None:
    published(kind=Kind.OFFER, wants_digest=True)
    for audience in Audience:
        published(audience=audience, title=f"Per a {audience.value}")
    at(NOW + DAY, upkeep.send_digests)
    (letter,) = letters("post.digest")
    assert "Per a everybody" in wording(letter).text
    assert "Per a volunteers" not in wording(letter).text


def test_it_is_turned_off_in_one_press_and_opening_the_link_changes_nothing(client: Reader, letters: Letters) -> None:
    post = published(wants_digest=True)
    off = f"/ca/xarxa/setmanal/{link_of(post, purpose=DIGEST)}"
    assert client.get(off).status_code == 200
    assert get(post.public_id).wants_digest
    assert client.submit(off).status_code == 303
    assert not get(post.public_id).wants_digest
    published(kind=Kind.OFFER)
    at(NOW + 8 * DAY, upkeep.send_digests)
    assert letters("post.digest") == []
    assert client.get(f"{BOARD}meu/{link_of(post, purpose=DIGEST)}/").status_code == 404


def test_a_mail_program_turns_it_off_with_one_post_and_nothing_else_that_way(client: Reader, letters: Letters) -> None:
    post = published(wants_digest=True)
    published(kind=Kind.OFFER)
    at(NOW + DAY, upkeep.send_digests)
    off = wording(letters("post.digest")[0]).stop
    assert off is not None
    path = urlsplit(off).path
    click = {"List-Unsubscribe": "One-Click"}
    assert client.post(path, data=click | {"more": "x"}).status_code == 422
    assert client.post(f"{own_of(post)}retira", data=click).status_code == 422
    assert (get(post.public_id).wants_digest, get(post.public_id).state) == (True, "published")
    for _press in range(2):
        assert client.post(path, data=click).status_code == 200
        assert not get(post.public_id).wants_digest


def test_a_weekly_letter_says_nothing_that_is_gone_by_then(letters: Letters) -> None:
    published(wants_digest=True)
    offer = published(kind=Kind.OFFER)
    at(NOW + DAY, upkeep.send_digests)
    after(offer, Act.WITHDRAW)
    (letter,) = letters("post.digest")
    with in_language("ca"):
        assert get_wording(letter.kind)(letter) is None


@pytest.mark.parametrize("acts", [(Act.REJECT,), (Act.APPROVE, Act.FULFIL), (Act.APPROVE, Act.WITHDRAW), ()])
def test_what_ended_long_ago_is_erased_and_that_it_was_there_stays(acts: tuple[Act, ...], letters: Letters) -> None:
    """So is what nobody has answered for as long."""
    post = after(written(name="Rosa Vidal"), *acts)
    days = district.current().legal.retention.post_days
    at(NOW + (days - 1) * DAY, upkeep.erase_overdue)
    assert get(post.public_id).name == "Rosa Vidal"
    assert overdue(NOW + days * DAY + 2 * DAY) == 1
    at(NOW + days * DAY, upkeep.erase_overdue)
    gone = get(post.public_id)
    assert (gone.name, gone.email, gone.title, gone.details, gone.reason) == ("", None, "", "", "")
    assert (gone.category, gone.barri) == ("device", "18")
    assert {letter.recipient for letter in letters()} == {None}
    assert overdue(NOW + 900 * DAY) == 0


def test_what_was_done_and_is_erased_comes_back_to_no_list(
    client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    post = after(published(kind=Kind.OFFER), Act.FULFIL)
    assert client.submit(f"{own_of(post)}no-soc-jo").status_code == 303
    old = after(published(), Act.FULFIL)
    later = NOW + 200 * DAY
    at(later, upkeep.erase_overdue)
    for moment, gone in ((NOW, post), (later, old)):
        clock_at(moment)
        assert get(gone.public_id).name == ""
        assert client.get(page_of(get(gone.public_id))).status_code == 404
        assert gone.public_id not in client.get(BOARD).text
        assert gone.public_id not in client.get("/sitemap.xml", buffered=True).text


def test_what_stands_is_not_erased(letters: Letters) -> None:
    post = published(shown_days=None, kind=Kind.OFFER)
    at(NOW + 900 * DAY, upkeep.erase_overdue)
    assert get(post.public_id).name
    assert overdue(NOW + 900 * DAY) == 0


def test_the_words_of_a_notice_go_after_a_year(letters: Letters) -> None:
    report(published(kind=Kind.OFFER, shown_days=None))
    assert overdue(NOW + 367 * DAY) == 1
    at(NOW + 365 * DAY, upkeep.erase_overdue)
    row = db.session.query(PostReport).one()
    assert (row.text, row.reader, row.reason) == ("", None, "rude")
    assert overdue(NOW + 900 * DAY) == 0


def test_the_jobs_are_done_by_the_clock_and_go_on_until_nothing_is_due(
    app: Flask, monkeypatch: pytest.MonkeyPatch, clock_at: Callable[[datetime], None], letters: Letters
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    posts = [published(shown_days=30) for _each in range(3)]
    clock_at(NOW + 40 * DAY)
    job = Dispatch(dedup_key="job:x", kind=upkeep.EXPIRE, values={}, due_at=NOW, subject_kind="job", subject_id="x")
    in_transaction(lambda: upkeep.expire_job(job))
    assert sum(get(post.public_id).state == State.EXPIRED for post in posts) == 2
    (following,) = letters(upkeep.EXPIRE)
    in_transaction(lambda: upkeep.expire_job(following))
    assert all(get(post.public_id).state == State.EXPIRED for post in posts)


def test_who_has_a_phone_is_told_in_a_message_of_plain_words(letters: Letters) -> None:
    post = published(contact=Contact(phone="+34612345678"), name="Rosa")
    for letter in letters():
        with in_language("ca"):
            text = get_wording(letter.kind)(letter)
        assert isinstance(text, str)
        assert text.startswith("Hola, Rosa:")
        assert f"/meu/{link_of(post)}/" in text


def test_letters_say_what_matters_for_ones_safety_and_carry_no_contact(letters: Letters) -> None:
    published()
    for letter in letters():
        words = wording(letter)
        for text in (words.text, words.html):
            assert "contrasenya" in text
            assert "lloc públic" in text
            assert "no-soc-jo" in text
            assert str(letter.recipient) not in text


def overdue(moment: datetime) -> int:
    return sum(line.overdue for line in personal_data.report(moment) if line.field.room == "network")


def test_a_post_that_was_forgotten_words_no_letter(letters: Letters) -> None:
    post = published()
    (first, *_rest) = letters()
    in_transaction(lambda: db.session.query(Post).filter_by(public_id=post.public_id).update({"name": ""}))
    with in_language("ca"):
        assert get_wording(first.kind)(first) is None
