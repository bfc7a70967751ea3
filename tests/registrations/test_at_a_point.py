"""A helper at a support point serves the person in front of them, and sees nobody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account, AgreedText, Assisted
from coopnet.accounts.rules.helping import SERVED
from coopnet.foundation import outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.registrations.models import Agreement, Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from tests.factories.helping import NOW, at_desk, make_helper, make_point, register_at
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

Letters = Callable[..., list[outbox.Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def helper(point: str) -> Account:
    return make_helper(point)


@pytest.fixture
def desk(app: Flask, helper: Account) -> Reader:
    return at_desk(app, helper)


def typed(**changed: Any) -> dict[str, Any]:
    return {"name": "Fatou Diop", "language": "es", "reach": "visit", "was_read": "y"} | changed


def only() -> Registration:
    db.session.rollback()
    return get(db.session.scalars(select(Registration.public_id).order_by(Registration.id)).one())


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_a_name_is_enough_and_what_was_read_is_kept_with_its_witness(
    desk: Reader, point: str, helper: Account, letters: Letters
) -> None:
    training = open_training()
    answer = desk.submit(f"/ca/gestio/punt/{point}/formacions/{training.slug}", **typed())
    made = only()
    assert (answer.status_code, answer.location) == (303, f"/ca/gestio/punt/{point}/inscripcions/{made.public_id}")
    assert (made.name, made.email, made.phone, made.point, made.state) == ("Fatou Diop", None, None, point, "confirmed")
    kept = db.session.scalars(select(Assisted)).one()
    assert (kept.subject_id, kept.point, kept.made_by_id, kept.at) == (
        made.public_id,
        point,
        helper.id,
        made.created_at,
    )
    text = db.session.get_one(AgreedText, kept.digest).text
    assert (kept.language, kept.version) == ("es", "2026-11")
    assert "Biblioteca de Can Rosés" in text
    assert {one.kind for one in db.session.scalars(select(Agreement))} == {"notice"}
    # The person stands there: what would have been written to them has been told.
    [letter] = letters("registration.confirmed")
    assert (letter.channel, letter.recipient, letter.state) == (outbox.POINT, point, outbox.SENT)
    [entry] = entries("registration.help")
    assert (entry.subject_id, entry.after) == (made.public_id, {"point": point})
    assert "Fatou" in desk.get(answer.location).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"was_read": None},
        {"reach": None},
        {"reach": "call"},
        {"reach": "letter", "reach_note": " "},
        {"reach": "own"},
        {"phone": "612 345 678"},
        {"name": ""},
        {"needs": ["seient_reservat"], "needs_note": "cadira"},
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(desk: Reader, point: str, wrong: dict[str, Any]) -> None:
    training = open_training()
    answer = desk.submit(f"/ca/gestio/punt/{point}/formacions/{training.slug}", **typed(**wrong))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert db.session.scalars(select(Registration)).all() == []
    assert db.session.scalars(select(Assisted)).all() == []


def test_who_has_a_phone_of_their_own_is_written_to_and_still_the_points(
    desk: Reader, point: str, letters: Letters
) -> None:
    training = open_training()
    form = f"/ca/gestio/punt/{point}/formacions/{training.slug}"
    answer = desk.submit(form, **typed(reach="own", phone="612 345 678"))
    made = only()
    assert (made.phone, made.point) == ("+34612345678", None)
    assert [one.channel for one in letters()] == [outbox.SMS]
    assert desk.get(answer.location).status_code == 200


def test_the_same_form_twice_and_the_same_name_twice_are_one(desk: Reader, point: str) -> None:
    training = open_training()
    path = f"/ca/gestio/punt/{point}/formacions/{training.slug}"
    key = "a" * 22
    for each in (key, key, "b" * 22):
        assert desk.submit(path, **typed(form_key=each)).status_code == 303
    assert db.session.get_one(type(training), training.id).taken == 1
    assert only().name == "Fatou Diop"


def test_who_registered_themself_is_not_shown_to_a_helper_who_types_their_phone(desk: Reader, point: str) -> None:
    training = open_training()
    take(training, "Fatou Diop", contact=Contact(phone="+34612345678"))
    answer = desk.submit(f"/ca/gestio/punt/{point}/formacions/{training.slug}", **typed(reach="own", phone="612345678"))
    assert answer.location == f"/ca/gestio/punt/{point}/"
    assert db.session.scalars(select(Assisted)).all() == []


def pages_of(point: str, one: Registration) -> list[str]:
    own = f"/ca/gestio/punt/{point}/inscripcions/{one.public_id}"
    return [own, f"{own}/cancella", f"{own}/canvia", f"{own}/full"]


def test_somebody_elses_is_not_there_in_lists_nor_by_address(app: Flask, desk: Reader, point: str) -> None:
    other = make_point("Casal de la Marina")
    theirs = register_at(other, open_training(), "Amina Sow")
    self_made = take(open_training(), "Pau Font")
    for one in (theirs, self_made):
        assert [desk.get(path).status_code for path in pages_of(point, one)] == [404] * 4
        found = desk.submit(f"/ca/gestio/punt/{point}/cerca", who=one.name.split()[0])
        assert (found.status_code, one.public_id in found.text) == (422, False)
        assert desk.submit(f"/ca/gestio/punt/{point}/cerca", who=code_of(one)).status_code == 422
    # Nor through the other point's own addresses.
    for path in (f"/ca/gestio/punt/{other}/", f"/ca/gestio/punt/{other}/avisos", *pages_of(other, theirs)):
        assert desk.get(path).status_code == 404, path
    assert "Amina" not in desk.get(f"/ca/gestio/punt/{point}/").text
    assert desk.get("/ca/gestio/punt/no-hi-es/").status_code == 404
    everywhere = at_desk(app, make_helper(None))
    assert "Casal de la Marina" in everywhere.get("/ca/gestio/punt/").text
    assert [everywhere.get(path).status_code for path in pages_of(other, theirs)] == [200] * 4


def test_ones_own_is_found_by_name_and_by_code_until_a_while_after_the_end(
    desk: Reader, point: str, clock_at: Callable[[datetime], None]
) -> None:
    one = register_at(point, open_training(), "Fàtima El Idrissi")
    find = f"/ca/gestio/punt/{point}/cerca"
    assert one.public_id in desk.submit(find, who="fatima").text
    by_code = desk.submit(find, who=code_of(one).lower())
    assert by_code.location == pages_of(point, one)[0]
    assert one.training.ends_at is not None
    clock_at(one.training.ends_at + SERVED + timedelta(minutes=1))
    late = at_desk(desk.application, make_helper(point))
    assert late.get(pages_of(point, one)[0]).status_code == 404
    assert late.submit(find, who="fatima").status_code == 422


def test_needs_are_kept_for_who_acts_and_not_shown_here_again(desk: Reader, point: str) -> None:
    training = open_training()
    answer = desk.submit(
        f"/ca/gestio/punt/{point}/formacions/{training.slug}",
        **typed(needs_note="Vinc amb cadira de rodes", needs_consent="y"),
    )
    made = only()
    assert made.needs is not None
    agreed = {one.kind: one for one in db.session.scalars(select(Agreement))}
    assert set(agreed) == {"notice", "access_needs"}
    assert agreed["access_needs"].at == db.session.scalars(select(Assisted.at)).one()
    for path in pages_of(point, made):
        assert "cadira de rodes" not in desk.get(path).text
    desk.submit(answer.location, form=f"action={answer.location}/necessitats")
    assert get(made.public_id).needs is None
    assert [one.after for one in entries("registration.take_back_needs_for")] == [{"point": point}]


def test_what_is_cancelled_for_them_lets_the_next_in(desk: Reader, point: str) -> None:
    training = open_training(capacity=1)
    first, second = (register_at(point, training, name) for name in ("Fatou Diop", "Amina Sow"))
    assert get(second.public_id).state == State.WAITING
    assert desk.submit(f"{pages_of(point, first)[0]}/cancella").status_code == 303
    assert (get(first.public_id).state, get(second.public_id).state) == (State.CANCELLED, State.CONFIRMED)
    [entry] = entries("registration.cancel_for")
    assert (entry.subject_id, entry.after) == (first.public_id, {"point": point})


def test_how_they_are_reached_is_changed_both_ways(desk: Reader, point: str, letters: Letters) -> None:
    one = register_at(point, open_training())
    change = f"{pages_of(point, one)[0]}/canvia"
    assert desk.submit(change, reach="own", phone="612 345 678").status_code == 303
    changed = get(one.public_id)
    assert changed.phone == "+34612345678"
    assert desk.submit(change, reach="call", phone="", reach_note="La veïna, 93 000 00 00").status_code == 303
    back = get(one.public_id)
    assert (back.phone, back.point) == (None, point)
    assert db.session.scalars(select(Assisted.reach_note)).one() == "La veïna, 93 000 00 00"
    told_old = [(one.channel, one.recipient) for one in letters("registration.contact_left")]
    assert told_old == [(outbox.POINT, point), (outbox.SMS, "+34612345678")]


def test_the_slip_says_when_where_code_and_how_to_cancel_and_no_more_of_them_than_a_letter(
    desk: Reader, point: str
) -> None:
    one = register_at(point, open_training(title="Ordinadors"), "Fatou Diop", language="es", note="Carrer X, 3")
    page = desk.get(pages_of(point, one)[3])
    assert page.status_code == 200
    assert '<html lang="es">' in page.text
    for said in ("Fatou D.", "Ordinadors", "Aula 1", code_of(one), "Biblioteca de Can Rosés", "<svg"):
        assert said in page.text, said
    for kept in ("Diop", "Carrer X"):
        assert kept not in page.text
    waits = register_at(point, open_training(registration_type="approval"), "Amina Sow")
    assert waits.state == "pending"
    assert "<svg" in desk.get(pages_of(point, waits)[3]).text


def test_pages_cost_the_same_for_many_people(desk: Reader, point: str) -> None:
    training = open_training(capacity=100)
    pages = [f"/ca/gestio/punt/{point}/", "/ca/gestio/punt/", f"/ca/gestio/punt/{point}/avisos"]

    def cost() -> list[int]:
        asked = []
        for path in pages:
            with counted_queries() as queries:
                assert desk.get(path).status_code in {200, 303}
            asked.append(len(queries))
        return asked

    register_at(point, training)
    few = cost()
    for number in range(6):
        register_at(point, training, f"Persona {number}")
    assert all(many <= before for many, before in zip(cost(), few, strict=True))
    assert max(few) <= 10, few
