"""Trainings with places, and people who want them; straight to the tables or through the service."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.ids import new_public_id
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import find_registration
from coopnet.registrations.rules.applications import Application, Outcome
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service.registering import register
from coopnet.trainings.models import Training, TrainingSession, TrainingText

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_number = count(1)


def open_training(**changed: Any) -> Training:
    """Published and open, in person, ten places, in a week, one companion each."""
    number = next(_number)
    starts = changed.pop("starts_at", NOW + timedelta(days=7))
    title = changed.pop("title", f"Formació {number}")
    online_url = changed.pop("online_url", None)
    usual: dict[str, Any] = {
        "public_id": new_public_id(),
        "slug": f"formacio-{number}",
        "status": "published",
        "is_public": True,
        "language": "ca",
        "format": "in_person",
        "registration_type": "open",
        "capacity": 10,
        "taken": 0,
        "online_taken": 0,
        "max_companions": 1,
        "trainers": [],
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "created_at": NOW,
        "updated_at": NOW,
    }
    training = Training(**(usual | changed))
    training.texts = [TrainingText(language="ca", title=title)]
    training.sessions = [
        TrainingSession(
            public_id=new_public_id(),
            position=0,
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            room="Aula 1",
            online_url=online_url,
        )
    ]
    with committing():
        db.session.add(training)
    return training


def application(name: str | None = None, **changed: Any) -> Application:
    number = next(_number)
    usual: dict[str, Any] = {
        "name": name or f"Persona {number}",
        "contact": Contact(email=f"persona{number}@example.org"),
        "language": "ca",
        "way": "in_person",
    }
    return Application(**(usual | changed))


def take(training: Training, name: str | None = None, *, now: datetime = NOW, **changed: Any) -> Registration:
    """Through the service, committed."""
    return get(outcome(training, name, now=now, **changed).public_id)


def outcome(training: Training, name: str | None = None, *, now: datetime = NOW, **changed: Any) -> Outcome:
    wanted = application(name, **changed)
    training_id = training.id
    return in_transaction(lambda: register(wanted, training_id=training_id, now=now))


def get(public_id: str) -> Registration:
    db.session.rollback()
    db.session.expire_all()
    found = find_registration(public_id)
    assert found is not None
    return found
