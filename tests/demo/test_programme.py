"""The demo programme is there with people in every state; loaded again, nothing moves."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.demo.service import crowd, programme
from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.places.models import Venue
from coopnet.registrations.models import Companion, Registration, RegistrationNeeds
from coopnet.registrations.queries import list_miscounted
from coopnet.registrations.queries.held import TELL_MOVED
from coopnet.trainings.models import Training, TrainingQuestion, TrainingSession
from coopnet.trainings.service.importing import import_sheet
from coopnet.vocabulary.rules.sheet_cells import read_day

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Move = Callable[[datetime], None]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """Four trainings of the programme: open, with approval, called off, and the last one, which is to come."""
    whole = read_sheet(programme.FILE)
    rows = tuple(row for row in whole.rows if row.cells[0] in {"F2627-04", "F2627-17", "F2627-22", "F2627-48"})
    monkeypatch.setattr(programme, "read_sheet", lambda _path: Sheet(whole.header, rows))
    return Sheet(whole.header, rows)


def everything() -> dict[str, object]:
    db.session.rollback()
    tables = db.metadata.tables
    kept = ("training", "training_session", "training_text", "registration", "registration_step", "dispatch")
    return {name: [tuple(row) for row in db.session.execute(select(tables[name]))] for name in kept}


def test_every_state_can_be_seen_and_loading_again_moves_nothing(app: Flask, clock_at: Move) -> None:
    clock_at(NOW)
    assert programme.load(NOW) == programme.Loaded(48, len(db.session.scalars(select(Registration.id)).all()))

    statuses = db.session.scalars(select(Training.status)).all()
    assert Counter(statuses) == {"published": 46, "cancelled": 2}
    assert db.session.scalar(select(func.count()).where(Training.is_public)) == 48
    states = set(db.session.scalars(select(Registration.state).distinct()))
    assert states >= {"confirmed", "waiting", "pending", "declined", "cancelled", "removed"}
    assert db.session.scalar(select(func.count()).select_from(Companion))
    assert db.session.scalar(select(func.count()).select_from(RegistrationNeeds))
    assert set(db.session.scalars(select(Registration.language).distinct())) == {"ca", "es", "en"}
    assert db.session.scalar(select(func.count()).where(Registration.guardian_name.is_not(None)))
    assert db.session.scalar(select(func.count()).where(Registration.phone.is_not(None)))
    assert list_miscounted() == []
    told = select(func.count()).where(Dispatch.kind.in_((TELL_MOVED, "registration.training_moved")))
    assert db.session.scalar(told) == 0

    to_come = db.session.scalars(select(Training).where(Training.starts_at > NOW, Training.opens_at < NOW)).all()
    left = [training.capacity - training.taken for training in to_come if training.capacity]
    assert 0 in left
    assert any(0 < free <= 3 for free in left)
    assert any(free > 5 for free in left)
    waiting = set(db.session.scalars(select(Registration.training_id).where(Registration.state == "waiting")))
    assert waiting & {training.id for training in to_come}

    before = everything()
    later = NOW + timedelta(days=40)
    clock_at(later)
    assert programme.load(later) is None
    assert everything() == before


def test_one_to_come_is_called_off_and_one_open_now_has_places_for_each_way(app: Flask) -> None:
    assert programme.load(NOW)
    off = db.session.scalars(select(Training).where(Training.status == "cancelled", Training.starts_at > NOW)).one()
    assert (off.code, off.is_public) == (programme.CALLED_OFF, True)
    assert off.taken > 0
    both = db.session.scalars(select(Training).where(Training.has_two_ways)).one()
    assert (both.capacity, both.online_capacity, both.format) == (25, 35, "hybrid")
    asked = select(TrainingQuestion.text).where(TrainingQuestion.training_id == both.id)
    assert db.session.scalars(asked).all() == []  # its own would ask the way once more
    assert both.opens_at
    assert both.closes_at
    assert both.capacity
    assert both.online_capacity
    assert both.opens_at < NOW < both.closes_at
    assert 0 < both.taken < both.capacity
    assert 0 < both.online_taken < both.online_capacity
    formats = set(db.session.scalars(select(Training.format).where(Training.starts_at > NOW)))
    assert formats == {"in_person", "online", "hybrid"}
    sessions = select(func.count()).select_from(TrainingSession).group_by(TrainingSession.training_id)
    assert max(db.session.scalars(sessions)) >= 6
    needs = {code for row in db.session.scalars(select(RegistrationNeeds)) for code in row.codes}
    assert "childcare" in needs


def test_today_is_in_the_middle_and_every_weekday_stays(app: Flask) -> None:
    sheet = read_sheet(programme.FILE)
    for today in (date(2026, 11, 24), date(2027, 8, 1), date(2031, 2, 28)):
        season = programme.move_season(sheet, today)
        place = sheet.header.index(programme.DAY)
        days = [read_day(row.cells[place]) or today for row in season.sheet.rows]
        before = [read_day(row.cells[place]) or today for row in sheet.rows]
        assert [day.weekday() for day in days] == [day.weekday() for day in before]
        assert abs((min(days) + (max(days) - min(days)) / 2 - today).days) <= 4


def test_sessions_keep_their_hour_on_the_wall_when_summer_time_ends(app: Flask, small: Sheet) -> None:
    programme.load(NOW)
    starts = db.session.scalars(
        select(TrainingSession.starts_at).join(Training).where(Training.code == "F2627-04")
    ).one()
    assert f"{clock.to_local(starts):%H:%M}" == "18:00"


def test_people_had_registered_before_a_training_was_called_off(app: Flask, small: Sheet) -> None:
    programme.load(NOW)
    off = db.session.scalars(select(Training).where(Training.code == "F2627-22")).one()
    assert off.status == "cancelled"
    assert off.is_public
    assert off.taken > 0
    told = select(func.count()).where(Dispatch.kind == "registration.training_cancelled")
    assert db.session.scalar(told)


def test_a_training_called_off_before_anybody_could_register_says_so_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_sheet(programme.FILE)
    rows = tuple(row for row in whole.rows if row.cells[0] == "F2627-22")
    monkeypatch.setattr(programme, "read_sheet", lambda _path: Sheet(whole.header, rows))
    programme.load(NOW - timedelta(days=200))
    assert db.session.scalars(select(Training.status)).all() == ["cancelled"]


def test_letters_of_long_ago_are_not_sent_now(app: Flask, small: Sheet) -> None:
    programme.load(NOW)
    queued = db.session.scalars(select(Dispatch.queued_at).where(Dispatch.state == outbox.QUEUED)).all()
    assert all(moment >= NOW - timedelta(hours=20) for moment in queued)


def test_where_letters_leave_the_house_none_goes_to_invented_people(app: Flask, small: Sheet) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    programme.load(NOW)
    assert db.session.scalars(select(Dispatch.id).where(Dispatch.state == outbox.QUEUED)).all() == []


def test_a_letter_of_a_real_person_stays_queued(app: Flask, small: Sheet) -> None:
    outbox.put(
        dedup_key="real",
        channel=outbox.EMAIL,
        kind="registration.confirmed",
        now=NOW - timedelta(days=3),
        subject_kind="registration",
        subject_id="real",
        recipient="person@example.org",
    )
    db.session.commit()
    programme.load(NOW)
    assert db.session.scalars(select(Dispatch.state).where(Dispatch.dedup_key == "real")).one() == outbox.QUEUED


def test_ended_half_way_it_goes_on_as_of_the_day_it_began(
    app: Flask, small: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):  # noqa: N818 - not an error
        pass

    def kill(*_values: object, **_named: object) -> int:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(crowd, "fill", kill)
        with pytest.raises(Killed):
            programme.load(NOW)
    before = everything()["training_session"]
    later = NOW + timedelta(days=30)
    loaded = programme.load(later)
    assert loaded is not None
    assert loaded.registrations > 0
    assert everything()["training_session"] == before
    assert max(db.session.scalars(select(Registration.created_at)).all()) < NOW
    assert programme.load(later) is None


def test_somebodys_own_import_of_the_sheet_is_not_touched(app: Flask, small: Sheet) -> None:
    import_sheet(small, is_real=True, publish=False, actor="person@example.org", now=NOW)
    before = everything()
    assert programme.load(NOW) is None
    assert everything() == before


def test_only_can_batllo_is_on_the_map(app: Flask, small: Sheet) -> None:
    programme.load(NOW)
    placed = db.session.scalars(select(Venue.name).where(Venue.latitude.is_not(None)).order_by(Venue.name)).all()
    assert placed == ["Can Batlló", "Coòpolis"]
