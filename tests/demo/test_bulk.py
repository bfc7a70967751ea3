"""What is inserted past the services is as the services would have left it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.demo.service import bulk
from coopnet.demo.service.bulk import Added
from coopnet.foundation import clock, outbox, text_index
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.generations import PROGRAMME, read_generation
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of, find_by_code, find_registration, list_miscounted
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft, SessionDraft, Text
from coopnet.trainings.service import editing
from tests.factories.programme import make_venue
from tests.rig import tables

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 70)
    monkeypatch.setattr(bulk, "UPCOMING", 30)


def load(trainings: int, registrations: int) -> Added:
    return bulk.load(trainings=trainings, registrations=registrations, now=NOW)


def count(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Training).where(*conditions)) or 0  # type: ignore[arg-type]


def content() -> list[tuple[object, ...]]:
    people = select(Registration.name, Registration.email, Registration.state, Registration.public_id).order_by(
        Registration.id
    )
    trainings = select(Training.code, Training.slug, Training.public_id, Training.starts_at, Training.taken).order_by(
        Training.id
    )
    return [tuple(row) for asked in (trainings, people) for row in db.session.execute(asked)]


def test_so_many_are_there_some_to_come_and_the_rest_past(app: Flask) -> None:
    assert load(200, 1000) == Added(200, 1000)
    assert count(Training.starts_at > NOW) == 30
    assert count(Training.ends_at <= NOW) == 170
    assert count(Training.created_at > NOW) == 0
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1000


def test_every_counter_is_right_and_whoever_does_not_fit_waits(app: Flask) -> None:
    load(20, 1000)
    assert list_miscounted() == []
    assert count(Training.taken > Training.capacity) == 0
    waiting = select(Registration.id).join(Training).where(Registration.state == "waiting")
    assert db.session.scalars(waiting).first()
    assert not db.session.scalars(waiting.where(Training.taken < Training.capacity)).first()


def test_no_letter_is_written(app: Flask) -> None:
    load(20, 100)
    assert not db.session.scalars(select(outbox.Dispatch.id)).all()


def test_the_same_seed_gives_the_same_content(app: Flask) -> None:
    load(100, 300)
    first = content()
    db.session.rollback()
    tables.empty(db.engine)
    load(100, 300)
    assert content() == first


def test_loaded_again_it_adds_only_what_is_missing(app: Flask) -> None:
    load(100, 300)
    before = content()
    assert load(100, 300) == Added(0, 0)
    assert content() == before
    assert load(100, 500) == Added(0, 200)
    assert load(150, 600) == Added(50, 100)
    assert list_miscounted() == []
    assert count(Training.starts_at > NOW) == 30
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 600


def test_cut_off_between_two_steps_it_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(Exception):  # noqa: N818 - not an error
        pass

    steps: list[object] = []

    def fail_at_second(self: bulk._People, rooms: Iterable[tuple[bulk.Room, int]]) -> None:
        steps.append(rooms)
        if len(steps) == 2:
            raise Killed
        register(self, rooms)

    register = bulk._People.register
    with monkeypatch.context() as patched:
        patched.setattr(bulk._People, "register", fail_at_second)
        with pytest.raises(Killed):
            load(200, 400)
    assert count() == 70
    assert list_miscounted() == []
    load(200, 400)
    assert count() == 200
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 400
    assert list_miscounted() == []


def test_what_is_added_is_found_and_shown(app: Flask) -> None:
    make_venue()
    before = read_generation(PROGRAMME)
    load(40, 40)
    assert read_generation(PROGRAMME) > before
    to_come = text_index.tokens_from(clock.to_local(NOW).date())
    assert text_index.search("training", "exemple per mesurar", require_any_of=to_come)
    training = db.session.scalars(select(Training).where(Training.starts_at > NOW)).first()
    assert training is not None
    page = app.test_client().get(f"/ca/formacions/{training.slug}/")
    assert page.status_code == 200


def test_a_person_of_it_is_found_by_their_code(app: Flask) -> None:
    load(1, 3)
    public_id = db.session.scalars(select(Registration.public_id)).first()
    found = find_registration(public_id or "")
    assert found is not None
    by_code = find_by_code(code_of(found))
    assert by_code is not None
    assert by_code.public_id == public_id


def test_registrations_alone_get_a_training(app: Flask) -> None:
    assert load(0, 5) == Added(1, 5)


def test_whoever_comes_after_gets_a_number_of_their_own(app: Flask) -> None:
    load(5, 5)
    draft = Draft(
        texts=(Text("ca", "Hort"),),
        language="ca",
        format="in_person",
        registration_type="open",
        sessions=(SessionDraft(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2)),),
    )
    saved = in_transaction(lambda: editing.save(draft, training_id=None, actor="person@example.org", now=NOW))
    assert saved.is_new
