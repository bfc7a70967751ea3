"""What a page or a letter about a registration says of its training."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from coopnet.foundation.db import db
from coopnet.foundation.generations import DIRECTORY, PROGRAMME
from coopnet.foundation.kept import Kept
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue
from coopnet.registrations.models import Registration
from coopnet.trainings.models import (
    Training,
    TrainingPartner,
    TrainingQuestion,
    TrainingSession,
    TrainingText,
)
from coopnet.trainings.rules.states import Way

MOST_KEPT = 500  # in each process, of a few kB each

# What every registration asks is put together once, not for each.
_SITTINGS = (
    select(
        TrainingSession.public_id,
        TrainingSession.starts_at,
        TrainingSession.ends_at,
        Venue.name,
        Venue.address,
        TrainingSession.room,
        TrainingSession.online_url,
    )
    .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
    .where(TrainingSession.training_id == bindparam("training"))
    .order_by(TrainingSession.starts_at, TrainingSession.position)
)
_TITLES = (
    select(Training.language, TrainingText.language, TrainingText.title)
    .outerjoin(TrainingText, TrainingText.training_id == Training.id)
    .where(Training.id == bindparam("training"))
)
_MANY_SITTINGS = (
    select(
        TrainingSession.training_id,
        TrainingSession.public_id,
        TrainingSession.starts_at,
        TrainingSession.ends_at,
        Venue.name,
        Venue.address,
        TrainingSession.room,
        TrainingSession.online_url,
    )
    .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
    .where(TrainingSession.training_id.in_(bindparam("ids", expanding=True)))
    .order_by(TrainingSession.training_id, TrainingSession.starts_at, TrainingSession.position)
)
_MANY_TITLES = (
    select(Training.id, Training.language, TrainingText.language, TrainingText.title)
    .outerjoin(TrainingText, TrainingText.training_id == Training.id)
    .where(Training.id.in_(bindparam("ids", expanding=True)))
)
_QUESTIONS = (
    select(
        TrainingQuestion.public_id,
        TrainingQuestion.kind,
        TrainingQuestion.text,
        TrainingQuestion.why,
        TrainingQuestion.options,
        TrainingQuestion.is_required,
    )
    .where(TrainingQuestion.training_id == bindparam("training"), TrainingQuestion.retired_at.is_(None))
    .order_by(TrainingQuestion.position)
)
_ENTITIES = (
    select(Initiative.name)
    .join(TrainingPartner, TrainingPartner.initiative_id == Initiative.id)
    .where(TrainingPartner.training_id == bindparam("training"))
    .order_by(TrainingPartner.position)
)


@dataclass(frozen=True)
class Sitting:
    """One session as a registered person needs it. `online_url` is the secret one."""

    number: int
    public_id: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str
    room: str
    online_url: str | None


@dataclass(frozen=True)
class Title:
    """`language` is that of the text, which may not be the one asked for."""

    text: str
    language: str


@dataclass(frozen=True)
class Question:
    """`kind` is a `QuestionKind`."""

    public_id: str
    kind: str
    text: str
    why: str
    options: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True)
class Facts:
    """What a training says of itself, whoever has a place in it. `language` is the original one."""

    language: str
    titles: Mapping[str, str]
    sittings: tuple[Sitting, ...]
    questions: tuple[Question, ...]
    entities: tuple[str, ...]  # the co-producers, who answer for the data of whoever registers

    def title(self, language: str) -> Title:
        """In the language asked for, else in the original."""
        spoken = language if language in self.titles else self.language
        return Title(self.titles.get(spoken, ""), spoken)

    def sittings_for(self, registration: Registration) -> tuple[Sitting, ...]:
        """As this person takes part: where the ways are apart, each has its own half of a session."""
        if not registration.training.has_two_ways:
            return self.sittings
        if registration.way == Way.ONLINE:
            return tuple(replace(sitting, venue="", address="", room="") for sitting in self.sittings)
        return tuple(replace(sitting, online_url=None) for sitting in self.sittings)


_FACTS: Kept[Facts] = Kept("registrations.facts", PROGRAMME, DIRECTORY, most=MOST_KEPT)
_PUBLIC = select(Training, _FACTS.generation).where(Training.slug == bindparam("slug"), Training.is_public)


def read_facts(training_id: int) -> Facts:
    return _FACTS.get(training_id, lambda: _read_facts(training_id))


def read_many_facts(training_ids: Collection[int]) -> dict[int, Facts]:
    """Of many trainings by two questions; without what is asked of who registers, and who answers for the data."""
    if not training_ids:
        return {}
    wanted = {"ids": sorted(set(training_ids))}
    sittings: dict[int, list[Sitting]] = {}
    for training_id, key, starts, ends, venue, address, room, url in db.session.execute(_MANY_SITTINGS, wanted):
        held = sittings.setdefault(training_id, [])
        held.append(Sitting(len(held) + 1, key, starts, ends, venue or "", address or "", room, url))
    return {
        key: Facts(original, titles, tuple(sittings.get(key, ())), (), ())
        for key, (original, titles) in _titles(training_ids).items()
    }


def _titles(training_ids: Collection[int]) -> dict[int, tuple[str, dict[str, str]]]:
    """The original language, and the titles by theirs."""
    found: dict[int, tuple[str, dict[str, str]]] = {}
    if training_ids:
        wanted = {"ids": sorted(set(training_ids))}
        for training_id, original, spoken, text in db.session.execute(_MANY_TITLES, wanted):
            titles = found.setdefault(training_id, (original, {}))[1]
            if text:
                titles[spoken] = text
    return found


def list_titles(training_ids: Collection[int], language: str) -> dict[int, Title]:
    """Of many trainings, by one question."""
    return {key: Facts(own, titles, (), (), ()).title(language) for key, (own, titles) in _titles(training_ids).items()}


def get_title(training_id: int, language: str) -> Title:
    return read_facts(training_id).title(language)


def list_sittings_of(registration: Registration) -> tuple[Sitting, ...]:
    return read_facts(registration.training_id).sittings_for(registration)


def _read_facts(training_id: int) -> Facts:
    values = {"training": training_id}
    titles = db.session.execute(_TITLES, values).all()
    return Facts(
        language=titles[0][0] if titles else "",
        titles={spoken: text for _, spoken, text in titles if text},
        sittings=tuple(
            Sitting(number, key, starts, ends, venue or "", address or "", room, url)
            for number, (key, starts, ends, venue, address, room, url) in enumerate(
                db.session.execute(_SITTINGS, values), start=1
            )
        ),
        questions=tuple(
            Question(key, kind, text, why, tuple(options), must)
            for key, kind, text, why, options, must in db.session.execute(_QUESTIONS, values)
        ),
        entities=tuple(db.session.scalars(_ENTITIES, values)),
    )


def find_training(slug: str) -> Training | None:
    """A public one, by its address."""
    found = find_with_facts(slug)
    return found[0] if found else None


def find_with_facts(slug: str) -> tuple[Training, Facts] | None:
    row = db.session.execute(_PUBLIC, {"slug": slug}).first()
    if row is None:
        return None
    training, generation = row
    return training, _FACTS.get(training.id, lambda: _read_facts(training.id), generation=generation)
