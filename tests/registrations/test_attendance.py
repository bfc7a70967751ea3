"""Who came: twice is once, the later of two presses counts, and the registration follows."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.models import Account
from coopnet.accounts.service import erasing
from coopnet.foundation import clock, personal_data
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import queries
from coopnet.registrations.models import Attendance, Registration
from coopnet.registrations.queries.attendance import list_people
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, joining, upkeep
from coopnet.trainings.models import Training, TrainingSession
from tests.factories.accounts import make_account
from tests.factories.attendance import AT_DOOR, STARTS, make_helper, press, session_of, tonight
from tests.factories.registrations import get, take

MINUTE = timedelta(minutes=1)


def rows() -> list[Attendance]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Attendance).order_by(Attendance.registration_id, Attendance.person)))


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def taken(training: Training) -> int:
    db.session.rollback()
    return db.session.scalar(select(Training.taken).where(Training.id == training.id)) or 0


def test_twice_is_once_and_a_mistake_is_taken_back(app: Flask) -> None:
    training = tonight()
    one, helper, session = take(training, "Rosa"), make_helper(training), session_of(training)
    for minutes in (0, 1):
        press(one, by=helper, session=session, at=AT_DOOR + minutes * MINUTE)
    assert [(row.is_here, row.at) for row in rows()] == [(True, AT_DOOR)]
    assert get(one.public_id).state == "attended"
    press(one, by=helper, session=session, is_here=False, at=AT_DOOR + 2 * MINUTE)
    one = get(one.public_id)
    assert one.state == "confirmed"
    assert [step.reason for step in one.steps][-2:] == ["came", "came_by_mistake"]
    assert taken(training) == 1
    # One line for who kept the list, and one for what was written over.
    assert len(entries("attendance.keep")) == 1
    (corrected,) = entries("attendance.correct")
    assert corrected.before == {"came": True, "at": AT_DOOR.isoformat()}


def test_of_two_presses_the_later_one_counts_in_whatever_order_they_come(app: Flask) -> None:
    """A phone without a connection sends its own late."""
    training = tonight()
    one, helper, session = take(training), make_helper(training), session_of(training)
    press(one, by=helper, session=session)
    press(one, by=helper, session=session, at=AT_DOOR + 5 * MINUTE)
    press(one, by=helper, session=session, is_here=False, at=AT_DOOR + 3 * MINUTE, now=AT_DOOR + 9 * MINUTE)
    assert [row.is_here for row in rows()] == [True]
    press(one, by=helper, session=session, is_here=False, at=AT_DOOR + 6 * MINUTE)
    press(one, by=helper, session=session, at=AT_DOOR + 2 * MINUTE, now=AT_DOOR + 9 * MINUTE)
    assert [row.is_here for row in rows()] == [False]


def test_two_phones_that_press_at_once_write_one_row(app: Flask) -> None:
    training = tonight()
    one, session = take(training), session_of(training)
    helpers = [make_helper(training), make_helper(training)]
    keys, public_id = [helper.id for helper in helpers], one.public_id
    start = threading.Barrier(2)
    db.session.rollback()

    def run(key: int) -> list[object]:
        with app.app_context():
            mine, helper = get(public_id), db.session.get_one(Account, key)
            start.wait()
            return list(press(mine, by=helper, session=session))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(run, keys)) == [[], []]
    assert [row.is_here for row in rows()] == [True]
    assert [step.reason for step in get(one.public_id).steps].count("came") == 1


def test_each_of_a_party_comes_by_themselves(app: Flask) -> None:
    training = tonight()
    one = take(training, "Rosa Puig", companions=("Àlex Puig", "Zoe Puig"))
    helper, session = make_helper(training), session_of(training)
    press(one, by=helper, session=session, person=2)
    assert get(one.public_id).state == "attended"
    listed = [(person.name, person.is_here) for person in list_people(training.id, session)]
    assert listed == [("Àlex Puig", False), ("Rosa Puig", False), ("Zoe Puig", True)]
    assert press(one, by=helper, session=session, person=3) != []


def test_names_stand_as_the_language_sorts_them(app: Flask) -> None:
    training = tonight()
    for name in ("Òscar", "Zoe", "Núria", "Ñoki", "oleguer", "Ada"):
        take(training, name)
    found = [person.name for person in list_people(training.id, session_of(training))]
    assert found == ["Ada", "Núria", "Ñoki", "oleguer", "Òscar", "Zoe"]


def test_who_has_no_place_is_not_marked(app: Flask) -> None:
    training = tonight(capacity=1)
    take(training)
    waiting, helper, session = take(training), make_helper(training), session_of(training)
    assert press(waiting, by=helper, session=session) != []
    assert rows() == []
    assert entries("attendance.keep") == []


@pytest.mark.parametrize(
    ("minutes", "becomes"),
    [(-25 * 60, ["door_closed", "door_closed"]), (60 * 60, ["door_closed", "came"])],
)
def test_the_door_has_its_hours_and_the_team_more(app: Flask, minutes: int, becomes: list[str]) -> None:
    training = tonight()
    one, helper = take(training), make_helper(training)

    def try_it(*, is_team: bool) -> str:
        try:
            press(one, by=helper, session=session_of(training), at=STARTS + minutes * MINUTE, is_team=is_team)
        except RuleBroken as refusal:
            return refusal.code
        return "came"

    assert [try_it(is_team=False), try_it(is_team=True)] == becomes


def test_a_session_of_another_training_is_none(app: Flask) -> None:
    training, other = tonight(), tonight()
    one = take(training)
    with pytest.raises(RuleBroken, match="session_not_found"):
        press(one, by=make_helper(training), session=session_of(other))


def test_who_came_to_one_session_still_came_when_the_other_is_taken_back(app: Flask) -> None:
    training = tonight()
    with committing():
        later = STARTS + timedelta(hours=3)
        db.session.add(
            TrainingSession(
                public_id="second", training_id=training.id, position=1, starts_at=later, ends_at=later + MINUTE
            )
        )
    one, helper = take(training), make_helper(training)
    press(one, by=helper, session=session_of(training))
    press(one, by=helper, session="second")
    press(one, by=helper, session="second", is_here=False, at=AT_DOOR + MINUTE)
    assert get(one.public_id).state == "attended"


def test_whoever_did_not_come_is_noted_where_it_was_kept_and_in_that_way(app: Flask) -> None:
    kept = tonight(online_capacity=5, has_two_ways=True, format="hybrid")
    came, missed, online = take(kept), take(kept), take(kept, way="online")
    elsewhere = take(tonight())
    press(came, by=make_helper(kept), session=session_of(kept))

    def note(at: datetime) -> list[bool]:
        return [in_transaction(lambda: upkeep.note_absent(at)) for _ in range(2)]

    assert note(STARTS + timedelta(hours=40)) == [False, False]
    assert note(STARTS + timedelta(hours=60)) == [True, False]
    states = [get(one.public_id).state for one in (came, missed, online, elsewhere)]
    assert states == ["attended", "absent", "confirmed", "confirmed"]
    assert queries.list_miscounted() == []
    press(missed, by=make_helper(kept), session=session_of(kept), at=STARTS + timedelta(hours=70), is_team=True)
    assert get(missed.public_id).state == "attended"


def test_somebody_elses_contact_is_removed_even_after_they_came(app: Flask) -> None:
    training = tonight()
    one = take(training)
    press(one, by=make_helper(training), session=session_of(training))
    in_transaction(lambda: changing.remove(one.public_id, now=AT_DOOR))
    assert (get(one.public_id).state, taken(training)) == ("removed", 0)
    assert list_people(training.id, session_of(training)) == []


def test_the_data_have_their_dates_and_are_in_the_file(app: Flask) -> None:
    training = tonight()
    one = take(training, contact=Contact(email="rosa@example.org"))
    helper, owner = make_helper(training), make_account("rosa@example.org")
    press(one, by=helper, session=session_of(training))
    in_transaction(lambda: joining.join(owner.id))
    (record,) = personal_data.export(owner.public_id)["registrations"]
    assert [(mark["came"], mark["person"]) for mark in record["attendance"]] == [(True, 0)]

    def overdue(now: datetime) -> int:
        return sum(line.overdue for line in personal_data.report(now) if line.field.name.startswith("attendance"))

    late = STARTS + timedelta(days=3000)
    assert (overdue(AT_DOOR), overdue(late)) == (0, 1)
    in_transaction(lambda: upkeep.erase_overdue(late))
    assert overdue(late) == 0
    assert [row.is_here for row in rows()] == [True]


def test_who_marked_goes_with_their_account(app: Flask) -> None:
    training = tonight()
    one, helper = take(training), make_helper(training)
    press(one, by=helper, session=session_of(training))
    key = helper.id
    in_transaction(lambda: erasing.erase(key, now=clock.now()))
    assert [row.marked_by_id for row in rows()] == [None]
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1
