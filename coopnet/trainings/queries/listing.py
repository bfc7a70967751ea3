"""The list of trainings. Only upcoming ones are all looked at; nothing here grows with what is past."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.trainings.queries.cards import Card
from coopnet.trainings.queries.filters import Facet, Filters, narrow, token
from coopnet.trainings.queries.programme import Programme, read_programme
from coopnet.trainings.queries.standing import TRAINING
from coopnet.trainings.queries.upcoming import Upcoming

KIND = "training"  # in the text index
PAGE_SIZE = 20
COUNTED = 1_000  # matches in the past are counted up to here
WINDOW = 5_000  # of past trainings that facets are looked for in, the latest: decades of a district's programme


@dataclass(frozen=True)
class Listing:
    """`total` stops at `COUNTED`; then `has_more`. `counts` is empty for past ones."""

    cards: list[Card]
    total: int
    has_more: bool
    page: int
    pages: int
    counts: dict[str, int]


def list_trainings(filters: Filters, *, language: str, now: datetime, page: int = 1) -> Listing:
    """Upcoming: those to come, soonest first, then those that have begun. Past: the latest first.

    A page that is not there is answered with the nearest one.
    """
    programme = read_programme(now)
    if filters.is_past:
        ids, counts = _past_ids(filters, now=now), {}
    else:
        narrowed = narrow(_upcoming(programme, filters.text, now=now), filters)
        ids, counts = narrowed.ids, narrowed.counts
    has_more = filters.is_past and len(ids) > COUNTED
    ids = ids[:COUNTED] if has_more else ids
    pages = max(1, -(-len(ids) // PAGE_SIZE))
    page = min(max(page, 1), pages)
    return Listing(
        cards=programme.cards(ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], language=language),
        total=len(ids),
        has_more=has_more,
        page=page,
        pages=pages,
        counts=counts,
    )


def suggest(filters: Filters, *, now: datetime) -> str | None:
    """What was perhaps meant by a text that found nothing."""
    tokens = None if filters.is_past else _tokens(now)
    return text_index.suggest(KIND, filters.text, require_any_of=tokens) if filters.text else None


def list_next(*, limit: int, language: str, now: datetime) -> tuple[list[Card], dict[str, int]]:
    """The next trainings that one can still go to, and how many upcoming ones each facet has."""
    programme = read_programme(now)
    rows = programme.upcoming()
    everything = narrow(rows, Filters())
    welcoming = dict.fromkeys([number for number, _, has_room in rows if has_room] + everything.ids)
    chosen = set(list(welcoming)[:limit])
    shown = [number for number in everything.ids if number in chosen]
    return programme.cards(shown, language=language), everything.counts


def _upcoming(programme: Programme, text: str, *, now: datetime) -> list[Upcoming]:
    if not text:
        return programme.upcoming()
    wanted = set(text_index.search(KIND, text, require_any_of=_tokens(now)))
    return [row for row in programme.upcoming() if row.id in wanted]


def _tokens(now: datetime) -> frozenset[str]:
    return frozenset(text_index.tokens_from(clock.to_local(now).date()))


def _past_ids(filters: Filters, *, now: datetime) -> list[int]:
    if filters.with_places:
        return []
    t = TRAINING.c
    past = select(t.id).where(_IS_PUBLIC, t.ends_at <= now)
    if filters.text:
        matched = text_index.search(KIND, filters.text)
        past = past.where(t.id.in_(matched), *_facet_conditions(t.facets, filters))
    elif any(filters.chosen.values()):
        recent = past.add_columns(t.ends_at, t.facets).order_by(t.ends_at.desc(), t.id.desc()).limit(WINDOW).subquery()
        t, past = recent.c, select(recent.c.id).where(*_facet_conditions(recent.c.facets, filters))
    return list(db.session.scalars(past.order_by(t.ends_at.desc(), t.id.desc()).limit(COUNTED + 1)))


def _facet_conditions(facets: ColumnElement[str], filters: Filters) -> list[ColumnElement[bool]]:
    conditions = []
    for facet, codes in filters.chosen.items():
        wanted = [token(facet, code) for code in codes]
        if facet == Facet.FORMAT and wanted:
            wanted.append(token(facet, "hybrid"))
        if wanted:
            conditions.append(or_(*(facets.contains(f" {each} ", autoescape=True) for each in wanted)))
    return conditions


_IS_PUBLIC = TRAINING.c.is_public == true()
