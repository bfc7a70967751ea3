"""The list of trainings. Only upcoming ones are all looked at; nothing here grows with what is past."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.foundation.generations import PLACES_LEFT, PROGRAMME
from coopnet.foundation.kept import Kept
from coopnet.trainings.queries.cards import Card
from coopnet.trainings.queries.filters import Facet, Filters, Narrowed, narrow, token
from coopnet.trainings.queries.programme import Programme, read_programme
from coopnet.trainings.queries.standing import TRAINING

KIND = "training"  # in the text index
PAGE_SIZE = 20
COUNTED = 1_000  # matches in the past are counted up to here
MOST_BEGINNINGS = 500  # of words that people type, each with at most 60 that it may become
MOST_WORDED = 1_000  # upcoming trainings whose words are kept: about a kilobyte and 30 µs of reading each
WINDOW = 5_000  # of past trainings that facets are looked for in, the latest: decades of a district's programme

_BEGINNINGS: Kept[text_index.Beginnings] = Kept("trainings.beginnings", PROGRAMME, PLACES_LEFT, most=MOST_BEGINNINGS)


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

    Of those to come that a text finds, the ones that say more of its words in their title stand before the others.
    A page that is not there is answered with the nearest one.
    """
    programme = read_programme(now)
    if filters.is_past:
        return _list_past(programme, filters, language=language, page=page)
    narrowed = _narrow(programme, filters, now=now)
    page, pages = _turn(page, of=len(narrowed.ids))
    return Listing(
        cards=programme.cards(narrowed.ids[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], language=language),
        total=len(narrowed.ids),
        has_more=False,
        page=page,
        pages=pages,
        counts=narrowed.counts,
    )


def _list_past(programme: Programme, filters: Filters, *, language: str, page: int) -> Listing:
    def read(number: int) -> tuple[list[int], int]:
        return programme.past(filters, number, lambda: _read_past(_past(filters, now=programme.now), number))

    ids, counted = read(page)
    total = min(counted, COUNTED)
    turned, pages = _turn(page, of=total)
    if turned != page:
        ids, _counted = read(turned)
    return Listing(
        cards=programme.cards(ids[: total - (turned - 1) * PAGE_SIZE], language=language),
        total=total,
        has_more=counted > COUNTED,
        page=turned,
        pages=pages,
        counts={},
    )


def has_past(now: datetime) -> bool:
    """Whether anything is over already; asked once for each state of the programme."""
    programme, everything = read_programme(now), Filters(is_past=True)
    ids, _counted = programme.past(everything, 1, lambda: _read_past(_past(everything, now=programme.now), 1))
    return bool(ids)


def _read_past(past: Select[int, datetime] | None, page: int) -> tuple[list[int], int]:
    """The ids of a page, and how many there are in all, never more than `COUNTED` and one: the database counts them.

    A page beyond the last has neither, unless the second is asked for again.
    """
    if past is None:
        return [], 0
    some = past.cte()
    counted = select(func.count()).select_from(some).scalar_subquery()
    rows = db.session.execute(
        select(some.c.id, counted)
        .order_by(some.c.ends_at.desc(), some.c.id.desc())
        .limit(PAGE_SIZE)
        .offset((max(page, 1) - 1) * PAGE_SIZE)
    ).all()
    if not rows and page > 1:
        return [], db.session.scalar(select(counted)) or 0
    return [number for number, _counted in rows], rows[0][1] if rows else 0


def _turn(page: int, *, of: int) -> tuple[int, int]:
    """The nearest page that is there, and how many there are."""
    pages = max(1, -(-of // PAGE_SIZE))
    return min(max(page, 1), pages), pages


def suggest(filters: Filters, *, now: datetime) -> str | None:
    """What was perhaps meant by a text that found nothing."""
    tokens = None if filters.is_past else _tokens(now)
    return text_index.suggest(KIND, filters.text, require_any_of=tokens) if filters.text else None


def list_next(*, limit: int, language: str, now: datetime) -> tuple[list[Card], dict[str, int]]:
    """The next trainings that one can still go to, and how many upcoming ones each facet has."""
    programme = read_programme(now)
    everything = programme.everything()
    welcoming = dict.fromkeys([row.id for row in programme.upcoming() if row.has_places] + everything.ids)
    chosen = set(list(welcoming)[:limit])
    shown = [number for number in everything.ids if number in chosen]
    return programme.cards(shown, language=language), everything.counts


def _narrow(programme: Programme, filters: Filters, *, now: datetime) -> Narrowed:
    if not filters.narrows:
        return programme.everything()
    rows = programme.upcoming()
    if filters.text:
        missed = _rank(programme, filters.text, now=now)
        rows = [row for row in rows if row.id in missed]
        rows.sort(key=lambda row: (row.has_begun, missed[row.id]))
    return narrow(rows, filters)


def _rank(programme: Programme, text: str, *, now: datetime) -> dict[int, int]:
    """What says it of what is upcoming. Their words are kept where they are few, as in any district."""

    def keep(beginning: str, read: Callable[[], text_index.Beginnings]) -> text_index.Beginnings:
        return _BEGINNINGS.get(beginning, read, generation=programme.generation)

    among = [row.id for row in programme.upcoming()]
    if len(among) > MOST_WORDED:
        return text_index.rank(KIND, text, among=frozenset(among), require_any_of=_tokens(now), keep=keep)
    words = programme.words(lambda: text_index.read_words(KIND, among))
    return text_index.rank_among(KIND, text, words, keep=keep)


def _tokens(now: datetime) -> frozenset[str]:
    return frozenset(text_index.tokens_from(clock.to_local(now).date()))


def _past(filters: Filters, *, now: datetime) -> Select[int, datetime] | None:
    """Id and end of the latest `COUNTED` and one; None where nothing can be found."""
    if filters.with_places:
        return None
    t = TRAINING.c
    past = select(t.id, t.ends_at).where(_IS_PUBLIC, t.ends_at <= now)
    if filters.text:
        # Not more than that, so without order and limit, which would tempt PostgreSQL to walk through all that is past;
        # written into the statement, since its plan for any thousand numbers looks for each of them in every row.
        matched: BindParameter[int] = bindparam(
            None, text_index.search(KIND, filters.text), expanding=True, literal_execute=True
        )
        return past.where(t.id.in_(matched), *_facet_conditions(t.facets, filters))
    if any(filters.chosen.values()):
        recent = past.add_columns(t.facets).order_by(t.ends_at.desc(), t.id.desc()).limit(WINDOW).subquery()
        t, past = recent.c, select(recent.c.id, recent.c.ends_at).where(*_facet_conditions(recent.c.facets, filters))
    return past.order_by(t.ends_at.desc(), t.id.desc()).limit(COUNTED + 1)


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
