"""Thousands of trainings and registrations, inserted past the services: for measuring what grows.

The same seed gives the same content; no letter is written; counters are as the services would have left them.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text

from coopnet.demo.rules.people import FIRST, LAST
from coopnet.foundation import clock, links, text_index
from coopnet.foundation.db import Base, committing, db
from coopnet.foundation.generations import PROGRAMME, raise_generation
from coopnet.foundation.ids import ALPHABET
from coopnet.places.models import Venue
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import CODE
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service.registering import key_of_person
from coopnet.trainings.models import Training, TrainingSession, TrainingTag, TrainingText
from coopnet.trainings.service.indexing import KIND
from coopnet.vocabulary import queries as vocabulary

SEED = 20261124
UPCOMING = 300
CHUNK = 1_000
PREFIX = "DEMO-"
FORMATS = ("in_person", "in_person", "in_person", "online")
ABOUT = ("iniciació", "taller pràctic", "segona part", "per a entitats", "per a grups", "trobada", "curs intensiu")


def load(*, trainings: int, registrations: int, now: datetime) -> None:
    """Adds so many; those that an earlier run has added are counted as there."""
    trainings = max(trainings, 1 if registrations else 0)
    known = db.session.scalar(select(func.count()).where(Training.code.startswith(PREFIX))) or 0
    draw = random.Random(SEED + known)  # noqa: S311 - the same content each time
    first = (db.session.scalar(select(func.max(Training.id))) or 0) + 1
    missing = max(0, trainings - known)
    shares = _shares(registrations, missing, draw)
    venues = list(db.session.execute(select(Venue.id, Venue.barri, Venue.name).order_by(Venue.id)))
    seen: set[str] = set()
    for start in range(0, missing, CHUNK):
        numbers = range(start, min(start + CHUNK, missing))
        rows = [_training(first + n, known + n, missing, shares[n], venues, draw, now) for n in numbers]
        with committing():
            _insert(Training, (row["training"] for row in rows))
            _insert(TrainingText, (row["text"] for row in rows))
            _insert(TrainingSession, (row["session"] for row in rows))
            _insert(TrainingTag, (tag for row in rows for tag in row["tags"]))
            text_index.put_all(KIND, [row["document"] for row in rows])
            raise_generation(PROGRAMME)
        for part in _chunks(_registrations(rows, draw, now, seen)):
            with committing():
                _insert(Registration, part)
    with committing():
        _follow_sequences()
        text_index.rebuild()


def _shares(registrations: int, trainings: int, draw: random.Random) -> list[int]:
    """How many register in each; some trainings are loved more than others."""
    weights = [draw.random() ** 2 for _ in range(trainings)]
    total = sum(weights) or 1
    shares = [int(registrations * weight / total) for weight in weights]
    for number in range(registrations - sum(shares) if trainings else 0):
        shares[number % trainings] += 1
    return shares


def _training(
    number: int, index: int, total: int, share: int, venues: list[Any], draw: random.Random, now: datetime
) -> dict[str, Any]:
    """The last `UPCOMING` are to come, the others went by one after another, two hours apart, oldest first."""
    to_come = index - (total - min(UPCOMING, total))
    hour = now.replace(minute=0, second=0, microsecond=0)
    starts = hour + timedelta(hours=12 + 6 * to_come) if to_come >= 0 else hour + timedelta(hours=2 * to_come)
    topics = draw.sample([term.code for term in vocabulary.list_terms("topics")], k=2)
    venue = draw.choice(venues) if venues else None
    kind = draw.choice(FORMATS) if venue else "online"
    capacity = draw.choice((10, 20, 30, 40))
    title = f"{vocabulary.term_label('topics', topics[0], 'ca')}: {draw.choice(ABOUT)} {index + 1}"
    summary = f"{vocabulary.term_label('topics', topics[1], 'ca')}. Exemple per mesurar."
    facets = [f"t:{code}" for code in topics] + ["l:ca", f"f:{kind}"]
    facets += [f"b:{venue.barri}"] if venue and venue.barri and kind == "in_person" else []
    training = {
        "id": number,
        "public_id": _public_id(draw),
        "slug": f"exemple-{index + 1}",
        "code": f"{PREFIX}{index + 1:07}",
        "status": "published",
        "is_public": True,
        "language": "ca",
        "format": kind,
        "registration_type": "open",
        "capacity": capacity,
        "taken": min(share, capacity),
        "online_taken": 0,
        "has_two_ways": False,
        "queue_version": 0,
        "last_queued_at": None,
        "max_companions": 1,
        "is_grant_funded": False,
        "trainers": [],
        "internal_notes": "",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "facets": f" {' '.join(facets)} ",
        "created_at": starts - timedelta(days=40),
        "updated_at": starts - timedelta(days=40),
        "published_at": starts - timedelta(days=40),
    }
    session = {
        "public_id": _public_id(draw),
        "training_id": number,
        "position": 0,
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "venue_id": venue.id if venue and kind == "in_person" else None,
        "room": "",
        "online_url": None,
        "internal_notes": "",
    }
    tags = [
        {"training_id": number, "kind": "topic", "code": code, "position": place} for place, code in enumerate(topics)
    ] + [{"training_id": number, "kind": "language", "code": "ca", "position": 0}]
    return {
        "training": training,
        "text": {"training_id": number, "language": "ca", "title": title, "summary": summary, "description": None},
        "session": session,
        "tags": tags,
        "share": share,
        "document": text_index.Document(
            number,
            title=[title],
            body=[summary, venue.name if venue else ""],
            tokens=text_index.time_tokens([clock.to_local(starts).date()]),
        ),
    }


def _registrations(
    rows: list[dict[str, Any]], draw: random.Random, now: datetime, seen: set[str]
) -> Iterator[dict[str, Any]]:
    key_id = links.current_key_id()
    for row in rows:
        training = row["training"]
        asked = min(training["created_at"], now - timedelta(days=1))
        for place in range(row["share"]):
            number = draw.randrange(10**9)
            public_id, code_hash = _free_code(draw, key_id, seen)
            name = f"{draw.choice(FIRST)} {draw.choice(LAST)} {place}"
            contact = Contact(email=f"m{number}@example.org")
            moment = asked + timedelta(seconds=place)
            yield {
                "public_id": public_id,
                "training_id": training["id"],
                "state": "confirmed" if place < training["capacity"] else "waiting",
                "way": training["format"],
                "party_size": 1,
                "priority": 0,
                "queued_at": moment,
                "created_at": moment,
                "updated_at": moment,
                "language": "ca",
                "name": name,
                "email": contact.email,
                "active_key": key_of_person(contact, name, Training(public_id=training["public_id"])),
                "link_version": 1,
                "code_hash": code_hash,
                "code_key_id": key_id,
            }


def _free_code(draw: random.Random, key_id: str, seen: set[str]) -> tuple[str, str]:
    """Codes are 40 bits long: among a million some meet."""
    while True:
        public_id = _public_id(draw)
        code_hash = links.code_hashes(links.make_code(CODE, public_id, key_id))[0]
        if code_hash not in seen:
            seen.add(code_hash)
            return public_id, code_hash


def _public_id(draw: random.Random) -> str:
    return "".join(draw.choices(ALPHABET, k=12))


def _insert(model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        db.session.connection().execute(insert(model.__table__), found)  # type: ignore[arg-type]


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while part := list(islice(rows, 5 * CHUNK)):
        yield part


def _follow_sequences() -> None:
    """PostgreSQL hands out ids by itself; it must know of those that were given."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("SELECT setval(pg_get_serial_sequence('training', 'id'), (SELECT max(id) FROM training))")
        )
