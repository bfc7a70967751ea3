"""Each limit of a typed text and each rule's edge: the last that is good, the first that is not."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from coopnet.foundation import emails
from coopnet.foundation.db import db
from coopnet.foundation.emails import suspect_domain
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.overdue import months_before
from coopnet.registrations.rules.answers import NUMBER_MAX, read_number
from coopnet.registrations.rules.people import Contact, is_name, person_key
from coopnet.registrations.rules.states import CANCELLABLE, HOLDING, MOVES, State, can_move
from tests.factories.registrations import NOW, open_training
from tests.registrations.test_hostile_typing import ask, form_of
from tests.rig.reader import Reader

DOMAIN = ".".join(("b" * 63, "c" * 63, "d" * 60))


def email_of(length: int) -> str:
    return f"{'a' * (length - len(DOMAIN) - len('@.org'))}@{DOMAIN}.org"


@pytest.mark.parametrize(
    ("field", "most", "typed"),
    [
        ("name", 120, lambda length: "a" * length),
        ("email", 254, email_of),
        ("companion_1", 120, lambda length: "a" * length),
        ("needs_note", 1000, lambda length: "a" * length),
        ("short_text", 200, lambda length: "a" * length),
        ("long_text", 2000, lambda length: "a" * length),
    ],
)
def test_a_text_is_as_long_as_its_limit_and_no_longer(
    client: Reader, clock_at: Callable[..., None], field: str, most: int, typed: Callable[[int], str]
) -> None:
    clock_at(NOW)
    training = open_training()
    name = ask(training, field) if field.endswith("_text") else field
    usual: dict[str, Any] = {"name": "Maria", "email": "maria@example.org"}
    usual["needs_consent"] = "y" if field == "needs_note" else None
    assert len(typed(most)) == most
    assert client.submit(form_of(training), **{**usual, name: typed(most + 1)}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 0
    assert client.submit(form_of(training), **{**usual, name: typed(most)}).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_a_number_goes_to_a_thousand_million() -> None:
    assert NUMBER_MAX == 10**9
    assert read_number("1000000000") == 10**9
    assert read_number("-1000000000") == -(10**9)
    assert read_number("1000000000,1") is None
    assert read_number("1000000001") is None
    assert isinstance(read_number("3,0"), int)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmai.com", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gmaik.com", "gmail.com"),
        ("mgail.com", "gmail.com"),
        ("gmail.comm", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("GMIAL.com", "gmail.com"),
        ("gmai.co", None),
        ("gmaill.comm", None),
        ("gmial.cmo", None),
        ("mgail.con", None),
        ("g", None),
        ("", None),
    ],
)
def test_one_slip_of_the_finger_is_seen_and_two_are_not(typed: str, meant: str | None) -> None:
    assert suspect_domain(f"anna@{typed}") == meant


def test_no_domain_is_suspected_where_none_was_typed() -> None:
    assert suspect_domain("gmial.com") is None


def test_a_contact_is_known_by_the_first_way_that_reaches_it() -> None:
    both = Contact(email="a@example.org", phone="+34600000000")
    assert both.key == "email:a@example.org"
    assert both.each == (Contact(email="a@example.org"), Contact(phone="+34600000000"))
    assert Contact(phone="+34600000000").key == "phone:+34600000000"
    assert Contact(point="p").key == "point:p"
    assert Contact(point="p").each == ()
    assert person_key(Contact(point="p"), " Anna ") == "point:p|anna"


@pytest.mark.parametrize("typed", ["see https://x", "WWW.x.org", "\u115f\u1160\uffa0", "12", ""])
def test_what_is_no_name(typed: str) -> None:
    assert not is_name(typed)


def test_a_known_domain_is_no_slip_of_another() -> None:
    assert [suspect_domain(f"a@{domain}") for domain in emails.KNOWN_DOMAINS] == [None] * len(emails.KNOWN_DOMAINS)


def test_every_standing_has_its_moves_and_what_was_removed_has_none() -> None:
    assert set(MOVES) == set(State)
    assert not MOVES[State.REMOVED]
    assert all(can_move(state, State.CANCELLED) for state in CANCELLABLE)
    # Who came by mistake had a place before.
    before = {State.WAITING, State.OFFERED, State.ATTENDED}
    assert {state for state in State if can_move(state, State.CONFIRMED)} == before
    assert {state for state in State if can_move(state, State.WAITING)} == {State.PENDING, State.EXPIRED}
    assert {"confirmed", "offered", "attended", "absent"} == HOLDING


@pytest.mark.parametrize(
    ("months", "then"),
    [(0, "2026-03-31"), (1, "2026-02-28"), (3, "2025-12-31"), (15, "2024-12-31"), (25, "2024-02-29")],
)
def test_months_before_keep_the_day_or_take_the_last(months: int, then: str) -> None:
    assert months_before(datetime(2026, 3, 31, 8, tzinfo=UTC), months) == datetime.fromisoformat(f"{then}T08:00+00:00")
