"""What a helper changes for somebody: the same rules, and the same care for two tabs, as by the person's own link."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Assisted
from coopnet.accounts.rules.helping import Reach
from coopnet.foundation import outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training
from tests.factories.helping import NOW, at_desk, make_helper, make_point, register_at
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, parse, read_form

FATOU = {"name": "Fatou Diop", "language": "es", "reach": "visit", "was_read": "y"}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def desk(app: Flask, point: str) -> Reader:
    return at_desk(app, make_helper(point))


def page_of(point: str, one: Registration) -> str:
    return f"/ca/gestio/punt/{point}/inscripcions/{one.public_id}/canvia"


def fields_of(desk: Reader, path: str) -> dict[str, Any]:
    return dict(read_form(desk.get(path).text).fields)


def allow(training: Training, most: int) -> None:
    with committing():
        db.session.get_one(Training, training.id).max_companions = most


def alert_of(page: str) -> str:
    return "".join(next(each for each in parse(page).iter() if each.get("role") == "alert").itertext())


def coming(one: Registration) -> list[str]:
    return [each.name for each in get(one.public_id).companions]


def test_whoever_was_typed_when_more_could_come_is_not_left_out_unsaid(desk: Reader, point: str) -> None:
    training = open_training(max_companions=2)
    path = f"/ca/gestio/punt/{point}/formacions/{training.slug}"
    fields = fields_of(desk, path) | FATOU | {"companion_2": "Awa Diop"}
    allow(training, 0)
    for mistake in ({}, {"reach": "call"}):
        answer = desk.post(path, data=fields | mistake)
        assert answer.status_code == 422
        assert "cadascú s'hi apunta pel seu compte" in alert_of(answer.text)
        assert read_form(answer.text).fields["companion_2"] == ["Awa Diop"]
    assert db.session.scalars(select(Registration)).all() == []
    one = register_at(point, training)
    change = fields_of(desk, page_of(point, one))
    answer = desk.post(page_of(point, one), data=change | {"companion_1": "Awa Diop"})
    assert answer.status_code == 422
    assert "cadascú s'hi apunta pel seu compte" in alert_of(answer.text)
    assert coming(one) == []


def test_who_comes_along_is_changed_where_there_is_room_and_the_place_that_is_freed_goes_to_the_next(
    desk: Reader, point: str, letters: Callable[..., list[outbox.Dispatch]]
) -> None:
    training = open_training(capacity=2)
    one = register_at(point, training, reach=Reach.CALL, note="La veïna, 93 000 00 00")
    path = page_of(point, one)
    assert desk.submit(path, companion_1="Awa Diop").status_code == 303
    assert (coming(one), get(one.public_id).party_size) == (["Awa Diop"], 2)
    assert [(each.reach, each.reach_note) for each in db.session.scalars(select(Assisted))] == [
        ("call", "La veïna, 93 000 00 00")
    ]
    [letter] = letters("registration.party_changed")
    assert (letter.channel, letter.state) == (outbox.POINT, outbox.SENT), "they stand there, and know it"
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "registration.change_for"))
    assert [(each.subject_id, each.after) for each in entries] == [(one.public_id, {"point": point})]
    late = take(training)
    assert desk.submit(path, companion_1="").status_code == 303
    assert (coming(one), get(late.public_id).state) == ([], "confirmed")
    refused = desk.submit(path, companion_1="Awa Diop")
    assert (refused.status_code, coming(one)) == (422, [])


def test_what_was_changed_in_another_tab_stays_until_it_has_been_seen(desk: Reader, point: str) -> None:
    one = register_at(point, open_training())
    path = page_of(point, one)
    stale = fields_of(desk, path)
    saved = stale | {"companion_1": "Awa Diop", "reach": "call", "reach_note": "La filla"}
    assert [desk.post(path, data=saved).status_code for _time in range(2)] == [303, 303], "twice is once"
    answer = desk.post(path, data=stale | {"language": "es"})
    assert answer.status_code == 409
    stands = ["".join(each.itertext()) for each in parse(answer.text).iter("dd")]
    assert stands == ["Li truquem", "La filla", "Català", "Awa Diop"]
    kept = get(one.public_id)
    assert (coming(one), kept.language) == (["Awa Diop"], "ca")
    assert db.session.scalars(select(Assisted.reach_note)).one() == "La filla"
    both = read_form(answer.text).fields
    assert (both["language"], both["companion_1"], both["reach"]) == (["es"], [""], ["visit"])
    assert desk.post(path, data=both).status_code == 303
    assert (coming(one), get(one.public_id).language) == ([], "es")
    assert db.session.scalars(select(Assisted.reach)).one() == "visit"


def test_once_it_has_begun_nobody_is_asked_who_comes_along(
    desk: Reader, point: str, clock_at: Callable[[datetime], None]
) -> None:
    training = open_training(starts_at=NOW + timedelta(hours=1))
    one = register_at(point, training, companions=("Awa Diop",))
    clock_at(NOW + timedelta(hours=2))
    desk = at_desk(desk.application, make_helper(point))
    assert "companion_1" not in fields_of(desk, page_of(point, one))
    assert desk.submit(page_of(point, one), language="es").status_code == 303
    assert (coming(one), get(one.public_id).language) == (["Awa Diop"], "es")
