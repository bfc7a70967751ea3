"""Thousands of trainings and registrations, inserted past the services: for measuring what grows.

The same seed gives the same content; no letter is written; counters are as the services would have left them.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select, text, update

from coopnet.demo.rules.people import FIRST, LAST
from coopnet.foundation import clock, links, text_index
from coopnet.foundation.db import Base, committing, db
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.foundation.ids import ALPHABET
from coopnet.places.models import Venue
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import CODE
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
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


@dataclass(frozen=True)
class Added:
    trainings: int
    registrations: int


@dataclass(frozen=True)
class Room:
    """A training that takes in invented people: `asked` have registered in it, `taken` of them have a place."""

    id: int
    public_id: str
    way: str
    capacity: int
    asked_from: datetime
    asked: int = 0
    taken: int = 0


def load(*, trainings: int, registrations: int, now: datetime) -> Added:
    """Until there are so many: those of an earlier run count. Each step is whole, so that it can be cut off."""
    trainings = max(trainings, 1 if registrations else 0)
    is_ours = Training.code.startswith(PREFIX)
    known = db.session.scalar(select(func.count()).where(is_ours)) or 0
    asked = db.session.scalar(select(func.count(Registration.id)).join(Training).where(is_ours)) or 0
    missing, wanted = max(0, trainings - known), max(0, registrations - asked)
    people = _People(random.Random(SEED + known))  # noqa: S311 - the same content each time
    if missing:
        _add_trainings(missing, known, wanted, people, now)
    elif wanted:
        _add_registrations(wanted, people)
    if missing or wanted:
        with committing():
            text_index.rebuild()
    return Added(missing, wanted)


def _add_trainings(missing: int, known: int, registrations: int, people: "_People", now: datetime) -> None:
    """The last ones are to come."""
    draw = people.draw
    shares = _shares(registrations, missing, draw)
    to_come = db.session.scalar(select(func.count()).where(Training.code.startswith(PREFIX), Training.starts_at > now))
    over = missing - min(missing, max(0, UPCOMING - (to_come or 0)))
    venues = list(db.session.execute(select(Venue.id, Venue.barri, Venue.name).order_by(Venue.id)))
    first = (db.session.scalar(select(func.max(Training.id))) or 0) + 1
    for start in range(0, missing, CHUNK):
        numbers = range(start, min(start + CHUNK, missing))
        rows = [_training(first + n, known + n, n - over, shares[n], venues, draw, now) for n in numbers]
        with committing():
            _insert(Training, [row["training"] for row in rows])
            _insert(TrainingText, [row["text"] for row in rows])
            _insert(TrainingSession, [row["session"] for row in rows])
            _insert(TrainingTag, [tag for row in rows for tag in row["tags"]])
            text_index.put_all(KIND, [row["document"] for row in rows])
            _follow_sequences()
            people.register([(_room(row["training"]), shares[n]) for n, row in zip(numbers, rows, strict=True)])
            raise_generation(PROGRAMME)


def _add_registrations(wanted: int, people: "_People") -> None:
    """Into trainings of an earlier run; their counters are as the services would have left them."""
    counted = (
        select(Registration.training_id, func.count().label("asked")).group_by(Registration.training_id).subquery()
    )
    found = db.session.execute(
        select(
            Training.id,
            Training.public_id,
            Training.format,
            Training.capacity,
            Training.created_at,
            func.coalesce(counted.c.asked, 0),
            Training.taken,
        )
        .outerjoin(counted, counted.c.training_id == Training.id)
        .where(Training.code.startswith(PREFIX))
        .order_by(Training.id)
    ).all()
    rooms = [Room(*row) for row in found]
    shares = _shares(wanted, len(rooms), people.draw)
    for start in range(0, len(rooms), CHUNK):
        part = list(zip(rooms[start : start + CHUNK], shares[start : start + CHUNK], strict=True))
        with committing():
            for room, share in part:
                taken = min(room.capacity, room.taken + share)
                db.session.execute(
                    update(Training)
                    .where(Training.id == room.id)
                    .values(queue_version=Training.queue_version + 1, taken=taken)
                    .execution_options(synchronize_session=False)
                )
            people.register(part)
            raise_generation(PROGRAMME, *(training_scope(room.public_id) for room, share in part if share))


def _shares(registrations: int, trainings: int, draw: random.Random) -> list[int]:
    """How many register in each; some trainings are loved more than others."""
    weights = [draw.random() ** 2 for _ in range(trainings)]
    total = sum(weights) or 1
    shares = [int(registrations * weight / total) for weight in weights]
    for number in range(registrations - sum(shares) if trainings else 0):
        shares[number % trainings] += 1
    return shares


def _room(training: dict[str, Any]) -> Room:
    names = ("id", "public_id", "format", "capacity", "created_at")
    return Room(*(training[name] for name in names))


def _training(
    number: int, index: int, to_come: int, share: int, venues: list[Any], draw: random.Random, now: datetime
) -> dict[str, Any]:
    """`to_come` counts from now on, six hours apart; below 0 they went by one after another, two hours apart."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    starts = hour + timedelta(hours=12 + 6 * to_come) if to_come >= 0 else hour + timedelta(hours=2 * to_come)
    created = min(starts - timedelta(days=40), now - timedelta(days=1))
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
        "created_at": created,
        "updated_at": created,
        "published_at": created,
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


class _People:
    """Who register, one after another. Codes are 40 bits long: among a million some meet, so those given are kept."""

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.key_id = links.current_key_id()
        self.given = set(db.session.scalars(select(Registration.code_hash)))

    def register(self, rooms: Iterable[tuple[Room, int]]) -> None:
        rows = self._rows(rooms)
        while part := list(islice(rows, 5 * CHUNK)):
            _insert(Registration, part)

    def _rows(self, rooms: Iterable[tuple[Room, int]]) -> Iterator[dict[str, Any]]:
        """Whoever fits is in, the others wait in the order of asking."""
        for room, share in rooms:
            training = Training(public_id=room.public_id)
            free = room.capacity - room.taken
            for place in range(share):
                public_id, code_hash = self._free_code()
                name = f"{self.draw.choice(FIRST)} {self.draw.choice(LAST)} {room.asked + place + 1}"
                contact = Contact(email=f"m{self.draw.randrange(10**9)}@example.org")
                moment = room.asked_from + timedelta(seconds=room.asked + place)
                yield {
                    "public_id": public_id,
                    "training_id": room.id,
                    "state": State.CONFIRMED if place < free else State.WAITING,
                    "way": room.way,
                    "party_size": 1,
                    "priority": 0,
                    "queued_at": moment,
                    "created_at": moment,
                    "updated_at": moment,
                    "language": "ca",
                    "name": name,
                    "email": contact.email,
                    "active_key": key_of_person(contact, name, training),
                    "link_version": 1,
                    "code_hash": code_hash,
                    "code_key_id": self.key_id,
                }

    def _free_code(self) -> tuple[str, str]:
        while True:
            public_id = _public_id(self.draw)
            code_hash = links.code_hashes(links.make_code(CODE, public_id, self.key_id))[0]
            if code_hash not in self.given:
                self.given.add(code_hash)
                return public_id, code_hash


def _public_id(draw: random.Random) -> str:
    return "".join(draw.choices(ALPHABET, k=12))


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.connection().execute(insert(model.__table__), rows)  # type: ignore[arg-type]


def _follow_sequences() -> None:
    """PostgreSQL hands out ids by itself; it must know of those that were given."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text("SELECT setval(pg_get_serial_sequence('training', 'id'), (SELECT max(id) FROM training))")
        )
