"""Somebody writes a post: over HTTP, without an account and without JavaScript."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from coopnet.accounts.rules.people import Contact
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post
from coopnet.network.rules.states import Act
from tests.factories.accounts import make_account
from tests.factories.posts import NOW, after, draft, get, outcome
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]
NEW = "/ca/xarxa/tauler/nou"
ASKED: dict[str, Any] = {
    "kind": "request",
    "category": "device",
    "title": "Un portàtil per estudiar",
    "barri": "18",
    "name": "Rosa Vidal",
    "email": "Rosa@Example.org",
}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def only() -> Post:
    db.session.rollback()
    return get(db.session.scalars(select(Post.public_id)).one())


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Post)) or 0


def test_a_request_by_e_mail_waits_for_the_team_and_its_maker_has_a_link(client: Reader, letters: Letters) -> None:
    answer = client.submit(NEW, **ASKED)
    assert answer.status_code == 303, answer.text.partition('role="alert"')[2][:600]
    own = client.get(answer.location)
    assert 'data-state="pending_review"' in own.text
    post = only()
    assert (post.name, post.email) == ("Rosa Vidal", "rosa@example.org")
    assert (post.kind, post.state) == ("request", "pending_review")
    assert [(letter.kind, letter.recipient) for letter in letters()] == [("post.asked", "rosa@example.org")]


def test_what_would_give_somebody_away_is_refused_at_its_field_with_all_that_was_typed(client: Reader) -> None:
    for field, said, why in (
        ("title", "Truqueu-me al 612345678", "telèfons"),
        ("title", "Un portàtil per a Rosa Vidal", "el cognom"),
        ("details", "Visc al carrer de Sants 12, 3r 2a", "el carrer"),
        ("details", "escriviu a pd@example.net", "correus"),
        ("when", "mireu https://bit.ly/xx", "adreça web"),
    ):
        answer = client.submit(NEW, **{**ASKED, "quantity": "3", field: said})
        assert answer.status_code == 422, said
        assert why in answer.text.partition('role="alert"')[2].partition("</ul>")[0]
        assert said in answer.text
        assert 'value="3"' in answer.text
    assert count() == 0


def test_an_offer_by_phone_is_answered_by_a_message(client: Reader, letters: Letters) -> None:
    offered = {**ASKED, "kind": "offer", "email": "", "phone": "612 34 56 78", "barri": "districte", "shown": "sempre"}
    assert client.submit(NEW, **offered).status_code == 303
    post = only()
    assert (post.phone, post.barri, post.shown_days, post.audience) == ("+34612345678", None, None, "everybody")
    assert letters()[0].channel == "sms"


def test_a_request_is_protected_unless_its_maker_says_otherwise(client: Reader) -> None:
    client.submit(NEW, **ASKED)
    assert only().audience == "volunteers"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": None},
        {"category": None},
        {"category": "weapons"},
        {"title": ""},
        {"title": "www.guanya.example"},
        {"barri": ""},
        {"barri": "districte"},
        {"shown": "sempre"},
        {"quantity": "0"},
        {"quantity": "molts"},
        {"needed_by": "ahir"},
        {"needed_by": "2026-11-23"},
        {"name": "-"},
        {"email": ""},
        {"email": "rosa@"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Reader, wrong: dict[str, Any]) -> None:
    answer = client.submit(NEW, **{**ASKED, "details": "Per a <b>l'institut</b>", **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Per a &lt;b&gt;l&#39;institut&lt;/b&gt;" in answer.text
    assert count() == 0


def test_what_is_wrong_is_told_in_the_order_of_the_page(client: Reader) -> None:
    told = client.submit(NEW).text.partition('role="alert"')[2].partition("</ul>")[0]
    fields = [part.partition('"')[0] for part in told.split('href="#')[1:]]
    assert fields == ["kind", "category", "title", "barri", "name", "email"]


def test_everything_that_was_said_is_kept(client: Reader) -> None:
    more: dict[str, Any] = {
        "details": "ایک لیپ ٹاپ",
        "text_language": "ur",
        "terms": ["donate", "lend"],
        "languages": ["ur", "es"],
        "when": "Dimarts a la tarda",
        "quantity": "2",
        "needed_by": "2026-12-24",
        "shown": "90",
        "audience": "coordinators",
        "wants_digest": "y",
    }
    client.submit(NEW, **{**ASKED, **more})
    post = only()
    assert (post.details, post.text_language, post.terms, post.languages) == (
        "ایک لیپ ٹاپ",
        "ur",
        ["donate", "lend"],
        ["ur", "es"],
    )
    assert (post.when, post.quantity) == ("Dimarts a la tarda", 2)
    assert (str(post.needed_by), post.shown_days) == ("2026-12-24", 90)
    assert (post.audience, post.wants_digest) == ("coordinators", True)


def test_the_same_form_sent_twice_is_one_post(client: Reader, letters: Letters) -> None:
    form = read_form(client.get(NEW).text)
    typed = {**form.fields, **ASKED}
    answers = [client.post(NEW, data=typed), client.post(NEW, data={**typed, "title": "Una altra cosa"})]
    assert answers[0].location == answers[1].location
    assert count() == 1
    assert len(letters()) == 1


def test_the_same_person_who_writes_the_same_again_is_sent_the_letter_again(client: Reader, letters: Letters) -> None:
    client.submit(NEW, **ASKED)
    answer = client.submit(NEW, **{**ASKED, "title": "  un PORTÀTIL per estudiar", "name": "rosa vidal"})
    assert answer.location.endswith("/xarxa/tauler/enviat")
    assert count() == 1
    assert [letter.kind for letter in letters()] == ["post.asked", "post.again"]


def test_families_share_phones_and_people_write_several_posts() -> None:
    first = draft()
    assert {outcome(contact=first.contact, name=name, title=title).kind.value for name, title in (
        ("Rosa", "Un portàtil"), ("Joan", "Un portàtil"), ("Rosa", "Una tauleta")
    )} == {"made"}  # fmt: skip
    assert count() == 3


def test_what_a_helper_writes_for_somebody_stands_in_that_persons_name_and_waits_to_be_told(letters: Letters) -> None:
    """Who is reached through a support point has no letter box: the point tells them."""
    helper = make_account("punt@example.org")
    made = outcome(name="Fatou", contact=Contact(point="abc"), made_by=helper.id)
    post = after(get(made.public_id), Act.APPROVE, Act.EXPIRE)
    assert (post.name, post.email, post.phone, post.point, post.made_by_id) == ("Fatou", None, None, "abc", helper.id)
    told = [(one.kind, one.channel, one.recipient) for one in letters()]
    assert told == [(kind, "point", "abc") for kind in ("post.asked", "post.approved", "post.expired")]


def test_nobody_fills_a_strangers_letter_box(client: Reader) -> None:
    answers = [client.submit(NEW, **{**ASKED, "title": f"Cosa {number} bona"}).status_code for number in range(11)]
    assert answers == [303] * 10 + [429]


def test_who_comes_to_offer_finds_it_chosen(client: Reader) -> None:
    assert read_form(client.get(f"{NEW}?tipus=oferta").text).fields["kind"] == ["offer"]


def test_what_matters_for_ones_safety_is_said_on_the_page(client: Reader) -> None:
    page = client.get(NEW).text
    assert "contrasenya" in page
    assert "14 anys" in page
