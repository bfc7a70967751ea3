"""Trainings with words, sessions, venues and co-producers, straight to the tables, as pages show them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import committing, db
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue, VenueAccess
from coopnet.trainings.models import (
    Training,
    TrainingOldSlug,
    TrainingPartner,
    TrainingPartnerRole,
    TrainingSession,
    TrainingTag,
    TrainingText,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "https://sala.example.org/secreta"
_number = count(1)


def make_venue(**changed: Any) -> Venue:
    number = next(_number)
    access = changed.pop("access", ("sense_graons",))
    usual: dict[str, Any] = {
        "public_id": new_public_id(),
        "name": f"Espai {number}",
        "name_key": f"espai {number}",
        "address": "Carrer de l'Exemple, 1",
        "address_key": "carrer exemple 1",
        "barri": "18",
        "latitude": 41.375,
        "longitude": 2.135,
    }
    venue = Venue(**(usual | changed), access=[VenueAccess(code=code) for code in access])
    with committing():
        db.session.add(venue)
    return venue


def make_programme_training(
    *,
    days: float = 7,
    sessions: int = 1,
    hours: float = 2,
    texts: dict[str, dict[str, str | None]] | None = None,
    title: str = "",
    description: str = "",
    topics: Iterable[str] = ("energia",),
    languages: Iterable[str] = ("ca",),
    measures: Iterable[str] = (),
    audiences: Iterable[str] = (),
    access: Iterable[str] = (),
    venue: Venue | None = None,
    partners: Iterable[tuple[str, Iterable[str]]] = (),
    old_slugs: Iterable[str] = (),
    room: str = "Aula 1",
    **changed: Any,
) -> Training:
    """Published and open; its first session in `days` after `NOW`, the others a week apart. Its links are secret."""
    number = next(_number)
    starts = NOW + timedelta(days=days)
    moments = [
        (starts + timedelta(weeks=week), starts + timedelta(weeks=week, hours=hours)) for week in range(sessions)
    ]
    words = texts or {
        "ca": {"title": title or f"Formació {number}", "summary": f"Resum {number}", "description": description}
    }
    way = changed.get("format", "in_person")
    facets = [f"t:{code}" for code in topics] + [f"l:{code}" for code in languages] + [f"f:{way}"]
    if venue is not None and venue.barri:
        facets.append(f"b:{venue.barri}")
    usual: dict[str, Any] = {
        "public_id": new_public_id(),
        "slug": f"formacio-{number}",
        "status": "published",
        "is_public": True,
        "language": next(iter(words)),
        "format": way,
        "registration_type": "open",
        "capacity": 20,
        "taken": 0,
        "online_taken": 0,
        "max_companions": 0,
        "trainers": [],
        "starts_at": moments[0][0],
        "ends_at": moments[-1][1],
        "facets": f" {' '.join(facets)} ",
        "created_at": NOW - timedelta(days=30),
        "updated_at": NOW - timedelta(days=1),
    }
    training = Training(**(usual | changed))
    training.texts = [
        TrainingText(
            language=language, title=said.get("title"), summary=said.get("summary"), description=said.get("description")
        )
        for language, said in words.items()
    ]
    training.sessions = [
        TrainingSession(
            public_id=new_public_id(),
            position=position,
            starts_at=begins,
            ends_at=ends,
            venue_id=venue.id if venue else None,
            room=room,
            online_url=SECRET,
            internal_notes="secret de la casa",
        )
        for position, (begins, ends) in enumerate(moments)
    ]
    tags = {"topic": topics, "language": languages, "measure": measures, "audience": audiences, "access": access}
    training.tags = [
        TrainingTag(kind=kind, code=code, position=position)
        for kind, codes in tags.items()
        for position, code in enumerate(codes)
    ]
    with committing():
        training.partners = [
            TrainingPartner(
                position=position,
                initiative=Initiative(public_id=new_public_id(), name=name, name_key=f"{name} {number}"),
                roles=[TrainingPartnerRole(role=role, position=place) for place, role in enumerate(roles)],
            )
            for position, (name, roles) in enumerate(partners)
        ]
        db.session.add(training)
        db.session.flush()
        db.session.add_all(TrainingOldSlug(slug=slug, training_id=training.id) for slug in old_slugs)
        text_index.put(
            "training",
            training.id,
            title=[said["title"] or "" for said in words.values() if said.get("title")],
            body=[said.get("summary") or "" for said in words.values()],
            tokens=text_index.time_tokens(clock.to_local(begins).date() for begins, _ends in moments),
        )
    return training
