"""The trainings as those who run them keep them: which come next, and of each how many have a place, wait or ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from coopnet.foundation import text_index
from coopnet.foundation.db import UTCDateTime, db
from coopnet.foundation.text_index.folding import words
from coopnet.places.models import Venue
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import TrainingSession, TrainingText
from coopnet.trainings.queries.standing import TRAINING
from coopnet.trainings.rules.states import Status, is_over

SHOWN = 20
FOUND = 200  # by a search
MOST_DRAFTS = 500  # whose titles are read to find one
KIND = "training"  # in the text index

_T, _S, _V, _TEXT = TRAINING.c, TrainingSession.__table__.c, Venue.__table__.c, TrainingText.__table__.c
_R = Registration.__table__.c
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id",
    "public_id",
    "slug",
    "language",
    "status",
    "format",
    "registration_type",
    "capacity",
    "taken",
    "online_capacity",
    "online_taken",
    "has_two_ways",
    "starts_at",
    "ends_at",
)


# Made once: a list is read at half the cost.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_DETAILS = (
    select(*(_T[name] for name in _COLUMNS), _TEXT.title)
    .select_from(TRAINING)
    .outerjoin(TrainingText.__table__, and_(_TEXT.training_id == _T.id, _TEXT.language == _T.language))
    .where(_T.id.in_(_IDS))
    .order_by(_T.id)
)
_SITTINGS = (
    select(_S.training_id, _S.starts_at, _S.ends_at, _S.room, _V.name)
    .select_from(TrainingSession.__table__)
    .outerjoin(Venue.__table__, _V.id == _S.venue_id)
    .where(_S.training_id.in_(_IDS))
    .order_by(_S.training_id, _S.starts_at, _S.position)
)
_TALLIES = (
    select(_R.training_id, _R.state, func.count(), func.sum(_R.party_size))
    .where(_R.training_id.in_(_IDS), _R.state.in_([State.WAITING, State.PENDING]))
    .group_by(_R.training_id, _R.state)
    .order_by(_R.training_id)
)


# By the next session: of a course that goes on it is not the first one.
_NOW = bindparam("now", type_=UTCDateTime())
_NEXT_MOMENT: ColumnElement[datetime] = func.coalesce(
    select(func.min(_S.starts_at))
    .where(_S.training_id == _T.id, _S.ends_at > _NOW)
    .correlate(TRAINING)
    .scalar_subquery(),
    literal(_NEVER, UTCDateTime()),
)
_PUBLISHED = select(_T.id, _NEXT_MOMENT.label("moment")).where(_T.is_public == true(), _T.status == Status.PUBLISHED)
_BOTH = union_all(_PUBLISHED.where(_T.ends_at > _NOW), _PUBLISHED.where(_T.ends_at.is_(None))).subquery().c
_COMING = select(_BOTH.id).order_by(_BOTH.moment, _BOTH.id)


class Shelf(StrEnum):
    COMING = "coming"
    DRAFTS = "drafts"
    PAST = "past"
    CANCELLED = "cancelled"


class Tally(NamedTuple):
    parties: int
    people: int


class Sitting(NamedTuple):
    """`number` from 1, of `in_all`."""

    starts_at: datetime
    ends_at: datetime
    where: str
    number: int
    in_all: int


@dataclass(frozen=True)
class Run:
    """A training as the desk lists it. `sitting` is the next session, else the last one, None where it has none."""

    key: int
    public_id: str
    slug: str
    title: str
    language: str
    status: str
    format: str
    registration_type: str
    capacity: int | None
    taken: int
    online_capacity: int | None
    online_taken: int
    has_two_ways: bool
    has_begun: bool
    is_over: bool
    sitting: Sitting | None
    waiting: Tally
    pending: Tally


def list_shelf(shelf: Shelf, *, after: int | None, now: datetime) -> list[Run]:
    """One more than a page shows; `after` is the key of the last one seen."""
    makers = {Shelf.COMING: _coming, Shelf.DRAFTS: _drafts, Shelf.PAST: _past, Shelf.CANCELLED: _cancelled}
    return _read(db.session.scalars(makers[shelf](after, now).limit(SHOWN + 1)).all(), now)


def find_by_words(text: str, *, after: int | None, now: datetime) -> list[Run]:
    """Whatever has become of them: what is to come first, then drafts, then what was, the latest first."""
    wanted = {*text_index.search(KIND, text, limit=FOUND), *_list_drafts(text)}
    rows = db.session.execute(
        select(_T.id, _T.starts_at, _T.ends_at, _T.status).where(_T.id.in_(sorted(wanted))).order_by(_T.id)
    ).all()
    in_order = [row.id for row in sorted(rows, key=lambda row: _nearness(row, now))]
    begin = in_order.index(after) + 1 if after in in_order else 0
    return _read(in_order[begin : begin + SHOWN + 1], now)


def _nearness(row: Any, now: datetime) -> tuple[int, timedelta]:
    if row.status == Status.DRAFT:
        return 1, (row.starts_at or _NEVER) - now
    return (2, now - row.ends_at) if is_over(row.ends_at, now) else (0, (row.starts_at or _NEVER) - now)


def _list_drafts(text: str) -> list[int]:
    """They are in no index: it is of what is public."""
    wanted, said = words(text), dict[int, list[str]]()
    drafts = _drafts(None, _NEVER).limit(MOST_DRAFTS).subquery()
    titled = select(_TEXT.training_id, _TEXT.title).join(drafts, drafts.c.id == _TEXT.training_id)
    for key, title in db.session.execute(titled.order_by(_TEXT.training_id, _TEXT.language)):
        said.setdefault(key, []).extend(words(title or ""))
    return [key for key, found in said.items() if wanted and all(_has_beginning(found, each) for each in wanted)]


def _has_beginning(found: Sequence[str], beginning: str) -> bool:
    return any(word.startswith(beginning) for word in found)


def _coming(after: int | None, now: datetime) -> Select[Any]:
    seen = _seen(_NEXT_MOMENT, after, now)
    if seen is None:
        return _COMING.params(now=now)
    return _COMING.where(or_(_BOTH.moment > seen, and_(_BOTH.moment == seen, _BOTH.id > after))).params(now=now)


def _past(after: int | None, now: datetime) -> Select[Any]:
    asked = select(_T.id).where(_T.is_public == true(), _T.status == Status.PUBLISHED, _T.ends_at <= now)
    return _latest_first(asked, _T.ends_at, after)


def _cancelled(after: int | None, _now: datetime) -> Select[Any]:
    asked = select(_T.id).where(_T.status == Status.CANCELLED)
    return _latest_first(asked, func.coalesce(_T.cancelled_at, _T.updated_at), after)


def _drafts(after: int | None, _now: datetime) -> Select[Any]:
    """What was begun last comes first."""
    asked = select(_T.id).where(_T.is_public != true(), _T.status == Status.DRAFT).order_by(_T.id.desc())
    return asked if after is None else asked.where(_T.id < after)


def _latest_first(asked: Select[Any], moment: ColumnElement[datetime], after: int | None) -> Select[Any]:
    asked, seen = asked.order_by(moment.desc(), _T.id.desc()), _seen(moment, after)
    return asked if seen is None else asked.where(moment <= seen, or_(moment < seen, _T.id < after))


def _seen(moment: ColumnElement[datetime], after: int | None, now: datetime | None = None) -> datetime | None:
    """When the last one that was seen stands; None for one that is there no more: then the list begins anew."""
    asked = select(moment).where(_T.id == after)
    return None if after is None else db.session.scalar(asked if now is None else asked.params(now=now))


def _read(ids: Sequence[int], now: datetime) -> list[Run]:
    """In the order of `ids`; three questions, however many."""
    if not ids:
        return []
    sittings, tallies = _read_sittings(ids, now), _read_tallies(ids)
    rows = db.session.execute(_DETAILS, {"ids": list(ids)})
    found = {row.id: _as_run(row, sittings.get(row.id), tallies, now) for row in rows}
    return [found[key] for key in ids if key in found]


def _as_run(row: Any, sitting: Sitting | None, tallies: dict[tuple[int, str], Tally], now: datetime) -> Run:
    return Run(
        key=row.id,
        public_id=row.public_id,
        slug=row.slug,
        title=row.title or row.slug,
        language=row.language,
        status=row.status,
        format=row.format,
        registration_type=row.registration_type,
        capacity=row.capacity,
        taken=row.taken,
        online_capacity=row.online_capacity,
        online_taken=row.online_taken,
        has_two_ways=row.has_two_ways,
        has_begun=row.starts_at is not None and row.starts_at <= now,
        is_over=is_over(row.ends_at, now),
        sitting=sitting,
        waiting=tallies.get((row.id, State.WAITING), Tally(0, 0)),
        pending=tallies.get((row.id, State.PENDING), Tally(0, 0)),
    )


def _read_sittings(ids: Sequence[int], now: datetime) -> dict[int, Sitting]:
    """The next one of each, else the last."""
    rows = db.session.execute(_SITTINGS, {"ids": list(ids)})
    of_each: dict[int, list[Any]] = {}
    for row in rows:
        of_each.setdefault(row.training_id, []).append(row)
    found = {}
    for key, held in of_each.items():
        place = next((place for place, row in enumerate(held) if row.ends_at > now), len(held) - 1)
        row = held[place]
        where = ", ".join(part for part in (row.name, row.room) if part)
        found[key] = Sitting(row.starts_at, row.ends_at, where, place + 1, len(held))
    return found


def _read_tallies(ids: Sequence[int]) -> dict[tuple[int, str], Tally]:
    rows = db.session.execute(_TALLIES, {"ids": list(ids)})
    return {(key, state): Tally(parties, people) for key, state, parties, people in rows}
