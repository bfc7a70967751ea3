"""Once a year its people are asked whether all is right: the letter, its links, silence, and the way back."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, erasing, roles
from coopnet.foundation import jobs
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative, InitiativeAsk
from coopnet.initiatives.rules.drafts import Contact, Saved
from coopnet.initiatives.rules.freshness import ASK_AFTER, ASKED_A_DAY, FOLD_AFTER, MARK_AFTER, REMIND_AFTER
from coopnet.initiatives.service import freshness, publishing
from tests.factories.accounts import email_of, get, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, EMAIL, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

CONFIRMED = datetime(2026, 9, 1, 10, tzinfo=UTC)  # noon in Barcelona
DAY = timedelta(days=1)
ASKED = CONFIRMED + ASK_AFTER
REMINDED = ASKED + REMIND_AFTER
MARKED = REMINDED + MARK_AFTER
FOLDED = MARKED + FOLD_AFTER
STEPS = (ASKED, REMINDED, MARKED, FOLDED)


@pytest.fixture
def work_at(clock_at: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """The daily job at that moment; twice, since it must be safe."""

    def run(moment: datetime) -> None:
        for _time in range(2):
            clock_at(moment)
            in_transaction(lambda: run_part(0, moment))

    return run


def row_of(saved: Saved) -> Initiative:
    db.session.rollback()
    return db.session.get_one(Initiative, saved.initiative_id, populate_existing=True)


def asks(letters: Callable[..., list[Dispatch]]) -> list[tuple[str, str | None]]:
    return [(letter.kind, letter.recipient) for letter in letters() if letter.kind.startswith("initiative.")]


def links_in(letter: Dispatch) -> dict[str, str]:
    """What the letter leads to: the last word of each of our links to its path."""
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    found = re.findall(r"https?://[^/\s]+(/\S+/repas/\S+/(\w+))", words.text)
    assert all(path in words.html for path, _ in found)
    return {name: path for path, name in found}


def test_nobody_is_asked_before_the_year_is_over(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    save_public_profile()
    work_at(ASKED - timedelta(minutes=1))
    assert asks(letters) == []
    work_at(ASKED)
    assert asks(letters) == [("initiative.ask", EMAIL)]


def test_silence_is_reminded_marked_and_folded_away_and_nothing_is_lost(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    seen = []
    for moment in STEPS:
        work_at(moment - timedelta(minutes=1))
        before = row_of(saved).status
        work_at(moment)
        seen.append((before, row_of(saved).status))
    assert seen == [
        ("published", "published"),
        ("published", "published"),
        ("published", "stale"),
        ("stale", "folded"),
    ]
    assert [kind for kind, _ in asks(letters)] == ["initiative.ask", "initiative.ask_again", "initiative.folded"]
    work_at(FOLDED + 900 * DAY)
    assert row_of(saved).status == "folded"
    assert len(asks(letters)) == 3
    page = client.get(f"/ca/iniciatives/{saved.slug}/")
    assert page.status_code == 200
    assert "No sabem si això encara és cert" in page.text
    assert saved.slug not in client.get("/ca/iniciatives/").text
    found = client.get("/ca/iniciatives/?q=fusteria").text
    assert f"/ca/iniciatives/{saved.slug}/" in found
    assert "Ja no és a la llista" in found
    assert saved.slug not in client.get("/ca/iniciatives/?q=fusteria&barri=16").text


def test_a_marked_profile_says_so_in_the_list(client: Reader, work_at: Callable[[datetime], None]) -> None:
    save_public_profile()
    for moment in STEPS[:3]:
        work_at(moment)
    assert "Fa temps que ningú no ho confirma" in client.get("/ca/iniciatives/").text


def test_a_worker_that_stood_still_hurries_nobody(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    late = ASKED + 1000 * DAY
    work_at(late)
    assert [kind for kind, _ in asks(letters)] == ["initiative.ask"]
    work_at(late + REMIND_AFTER)
    work_at(late + REMIND_AFTER + MARK_AFTER - DAY)
    assert row_of(saved).status == "published"


def test_looking_at_a_link_changes_nothing_and_one_press_confirms(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    pages = links_in(letters("initiative.ask")[0])
    assert set(pages) == {"be", "edita", "tanca"}
    for path in pages.values():
        assert client.get(path).text.count("<button") == 1
    assert row_of(saved).confirmed_at == CONFIRMED
    answer = client.submit(pages["be"])
    assert (answer.status_code, answer.location) == (303, f"/ca/iniciatives/{saved.slug}/")
    row = row_of(saved)
    assert row.confirmed_at is not None
    assert row.confirmed_at >= ASKED
    assert (row.asked_at, row.reminded_at, row.stale_at) == (None, None, None)
    assert "Confirmada aquest mes" in client.get(f"/ca/iniciatives/{saved.slug}/").text
    assert "<button" not in client.get(pages["tanca"]).text.partition("<main")[2].partition("</main")[0]
    work_at(ASKED + REMIND_AFTER)
    assert len(asks(letters)) == 1


def test_a_link_counts_once(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    pages = links_in(letters("initiative.ask")[0])
    token = client.get(pages["tanca"]).text
    assert "data-main" in token
    client.submit(pages["be"])
    version = row_of(saved).version
    with pytest.raises(AssertionError, match="no <form"):
        client.submit(pages["tanca"])
    ask = db.session.scalars(select(InitiativeAsk)).one()
    assert (ask.answer, ask.recipient) == ("right", None)
    public_id = ask.public_id
    for answer in (freshness.close_by_link, freshness.confirm_by_link):
        with pytest.raises(RuleBroken, match="ask_ended"):
            in_transaction(lambda answer=answer: answer(public_id, now=ASKED))  # type: ignore[misc]
    assert row_of(saved).version == version


def test_a_forged_or_old_link_is_no_page(
    client: Reader,
    work_at: Callable[[datetime], None],
    clock_at: Callable[[datetime], None],
    letters: Callable[..., list[Dispatch]],
) -> None:
    save_public_profile()
    work_at(ASKED)
    path = links_in(letters("initiative.ask")[0])["be"]
    assert client.get(path).status_code == 200
    assert client.get(path.replace("/be", "x/be")).status_code == 404
    clock_at(ASKED + timedelta(days=364))
    assert client.get(path).status_code == 200
    clock_at(ASKED + timedelta(days=365, minutes=1))
    assert client.get(path).status_code == 404


def test_a_new_address_ends_the_links_of_the_old_one(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    letter = letters("initiative.ask")[0]
    path = links_in(letter)["be"]
    save_profile(make_profile_draft(contacts=(Contact("email", "nou@example.org"),)), saved.initiative_id, now=ASKED)
    assert "data-main" not in client.get(path).text
    assert get_wording(letter.kind)(letter) is None, "what has not left does not leave"
    work_at(REMINDED)
    assert asks(letters)[-1] == ("initiative.ask_again", "nou@example.org")
    assert "data-main" in client.get(links_in(letters("initiative.ask_again")[0])["be"]).text


def test_editors_are_asked_before_its_own_address_and_their_links_end_with_their_right(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    account = make_account("quima@example.org")
    give_role(account, Role.OWNER, subject_id=saved.public_id)
    work_at(ASKED)
    assert asks(letters) == [("initiative.ask", "quima@example.org")]
    path = links_in(letters("initiative.ask")[0])["be"]
    assert "data-main" in client.get(path).text
    take_role(saved, account.id)
    assert "data-main" not in client.get(path).text
    work_at(REMINDED)
    assert asks(letters)[-1] == ("initiative.ask_again", EMAIL)


def take_role(saved: Saved, account_key: int) -> None:
    in_transaction(
        lambda: roles.revoke(
            accounts.get(account_key), Role.OWNER, subject_id=saved.public_id, actor=ACTOR, now=CONFIRMED
        )
    )


def test_an_editors_answer_stands_under_their_name_and_ends_the_others_links(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    people = [make_account(), make_account()]
    for account, role in zip(people, (Role.OWNER, Role.EDITOR), strict=True):
        give_role(account, role, subject_id=saved.public_id)
    work_at(ASKED)
    first, second = letters("initiative.ask")
    path = links_in(second)["tanca"]
    client.submit(links_in(first)["be"])
    assert "data-main" not in client.get(path).text
    mine = sign_in(visitor(client.application), people[0])
    assert "Tu</p>" in mine.get(f"/ca/gestio/iniciatives/{saved.slug}/historia").text


def test_what_no_longer_exists_closes_and_the_team_can_put_it_back(
    client: Reader, work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    client.submit(links_in(letters("initiative.ask")[0])["tanca"])
    assert row_of(saved).status == "closed"
    assert "Aquesta iniciativa ja no existeix" in client.get(f"/ca/iniciatives/{saved.slug}/").text
    owner, plan = make_account(), make_account()
    give_role(owner, Role.OWNER, subject_id=saved.public_id)
    give_role(plan, Role.PLAN)
    history = f"/ca/gestio/iniciatives/{saved.slug}/historia"
    reopen = f"/ca/gestio/iniciatives/{saved.slug}/reobre"
    mine = sign_in(visitor(client.application), owner)
    assert reopen not in mine.get(history).text
    team = sign_in(visitor(client.application), plan, is_strong=True)
    assert team.submit(history, form=f"action={reopen}").status_code == 303
    row = row_of(saved)
    assert (row.status, row.closed_at, row.asked_at) == ("published", None, None)


def test_an_editor_confirms_without_a_letter_and_brings_it_back(
    client: Reader, work_at: Callable[[datetime], None]
) -> None:
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Hort"))
    for moment in STEPS:
        work_at(moment)
    account = make_account()
    give_role(account, Role.EDITOR, subject_id=saved.public_id)
    mine = sign_in(visitor(client.application), account)
    press = f"/ca/gestio/iniciatives/{saved.slug}/confirma"
    assert mine.submit(f"/ca/gestio/iniciatives/{saved.slug}/historia", form=f"action={press}").status_code == 303
    assert row_of(saved).status == "published"
    assert row_of(other).status == "folded"
    assert saved.slug in client.get("/ca/iniciatives/").text


def test_a_saved_confirmation_brings_it_back_too(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    for moment in STEPS:
        work_at(moment)
    day = FOLDED.date().isoformat()
    save_profile(make_profile_draft(confirmed_on=day), saved.initiative_id, now=FOLDED + DAY)
    assert row_of(saved).status == "published"
    save_profile(make_profile_draft(confirmed_on="2020-01-01"), saved.initiative_id, now=FOLDED + DAY)
    work_at(FOLDED + 2 * DAY)
    assert row_of(saved).asked_at is not None


def test_a_day_asks_only_so_many_and_the_next_day_the_others(
    app: Flask, clock_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    for number in range(ASKED_A_DAY + 3):
        save_public_profile(make_profile_draft(f"Hort {number}"))
    for day in (ASKED, ASKED + DAY):
        clock_at(day)
        jobs.queue_due(day, set())
        db.session.rollback()
        for part in range(4):
            in_transaction(lambda part=part, day=day: run_part(part, day))  # type: ignore[misc]
        assert len(letters("initiative.ask")) == min(ASKED_A_DAY + 3, ASKED_A_DAY * (1 + (day - ASKED).days))


def run_part(part: int, day: datetime) -> None:
    values = {"part": part} if part else {}
    freshness.keep_true_job(
        Dispatch(dedup_key=f"job:{day}#{part}", kind="k", subject_kind="job", subject_id="k", due_at=day, values=values)
    )


def test_nothing_of_an_erased_editor_stays_in_what_was_asked(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    saved = save_public_profile()
    account = make_account()
    email = email_of(account)
    give_role(account, Role.OWNER, subject_id=saved.public_id)
    work_at(ASKED)
    assert [letter.recipient for letter in letters("initiative.ask")] == [email]
    in_transaction(lambda: erasing.erase(get(account.public_id).id, now=ASKED))
    assert [letter.recipient for letter in letters("initiative.ask")] == [None]
    assert db.session.scalars(select(InitiativeAsk)).all() == []


def test_an_address_that_was_asked_is_forgotten_after_a_year(
    work_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    save_public_profile()
    for moment in STEPS:
        work_at(moment)
    work_at(FOLDED + timedelta(days=364))
    assert db.session.scalars(select(InitiativeAsk.recipient)).all() == [EMAIL]
    work_at(FOLDED + timedelta(days=365))
    assert db.session.scalars(select(InitiativeAsk)).all() == []
    assert {letter.recipient for letter in letters("initiative.ask")} == {None}


def test_what_was_merged_or_never_public_cannot_be_closed_or_confirmed(work_at: Callable[[datetime], None]) -> None:
    saved = save_profile(make_profile_draft())
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(lambda: freshness.confirm(saved.initiative_id, actor=ACTOR, now=ASKED))
    with pytest.raises(RuleBroken, match="cannot_become"):
        in_transaction(lambda: publishing.reopen(saved.slug, actor=ACTOR, now=ASKED))
    public = save_public_profile(make_profile_draft("Hort"))
    assert in_transaction(lambda: publishing.reopen(public.slug, actor=ACTOR, now=ASKED)) is False
