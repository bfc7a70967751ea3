"""What the board shows, read once for each state of it instead of once a page (as the directory: decision 0014).

True for one generation of the board, and for one day: what has had its last day stands in no list, whether or not the
job that says so has run.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.foundation.generations import BOARD
from coopnet.foundation.kept import Kept
from coopnet.initiatives.rules.choosing import make_set, members
from coopnet.network.models import Post
from coopnet.network.queries.cards import CARDS, Card, list_cards
from coopnet.network.rules.choosing import Facet, Filters, narrow
from coopnet.network.rules.posts import Audience

# In the text index; what not everybody may see has one of its own, so that no suggestion tells its words.
KIND = "post"
PROTECTED_KIND = "protectedpost"
PAGE_SIZE = 12
MOST_FOUND = 500  # lists in each process, of some kB each
COUNTED = 1_000  # matches of words are counted up to here

_P = Post.__table__.c
_BOARD = (
    select(_P.id, _P.audience, _P.facets)
    .where(_P.is_listed == true(), or_(_P.leaves_on.is_(None), _P.leaves_on > bindparam("today")))
    .order_by(_P.published_at.desc(), _P.id.desc())
)


@dataclass(frozen=True)
class Board:
    """`ids` in the order of lists; the place in it is a post's bit."""

    ids: list[int]
    place_of: dict[int, int]
    by_token: dict[str, int]
    by_audience: dict[str, int]

    def seen_by(self, audiences: Collection[Audience]) -> int:
        found = 0
        for audience in audiences:
            found |= self.by_audience.get(audience.value, 0)
        return found


@dataclass(frozen=True)
class Listing:
    """`total` of what words find stops at `COUNTED`; then `has_more`. `counts` by token; `barris` by code.

    `key` and `generation` name what is the same on all pages of it.
    """

    cards: list[Card]
    total: int
    has_more: bool
    page: int
    pages: int
    counts: dict[str, int]
    barris: dict[str, int]
    key: Hashable
    generation: int


@dataclass(frozen=True)
class _Found:
    """What filters leave of the board, as a set of places in it."""

    places: int
    counts: dict[str, int]
    barris: dict[str, int]
    has_more: bool


_KEPT: Kept[Board] = Kept("board", BOARD, most=2)
_FOUND: Kept[_Found] = Kept("board.found", BOARD, most=MOST_FOUND)
_NUMBERS = select(_KEPT.generation, CARDS.generation)


def list_posts(
    filters: Filters, *, audiences: Collection[Audience], now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Listing:
    """The newest first. A page that is not there is answered with the nearest one."""
    today = clock.to_local(now).date()
    number, number_of_cards = db.session.execute(_NUMBERS).one()
    board = _KEPT.get(today, lambda: _read(today), generation=number)
    key = (filters.key, today, frozenset(audiences))
    found = _FOUND.get(key, lambda: _find(board, filters, audiences), generation=number)
    total = found.places.bit_count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    shown = members(found.places, skip=(page - 1) * size, limit=size)
    return Listing(
        cards=list_cards([board.ids[place] for place in shown], generation=number_of_cards),
        total=min(total, COUNTED) if filters.text else total,
        has_more=found.has_more,
        page=page,
        pages=pages,
        counts=found.counts,
        barris=found.barris,
        key=key,
        generation=number_of_cards,
    )


def _find(board: Board, filters: Filters, audiences: Collection[Audience]) -> _Found:
    base, has_more = board.seen_by(audiences), False
    if filters.text:
        worded = _words(filters.text, audiences)
        has_more = len(worded) > COUNTED
        base &= make_set((board.place_of[each] for each in worded if each in board.place_of), len(board.ids))
    found, counts = narrow(base, board.by_token, filters)
    drawn = narrow(base, board.by_token, _without_barri(filters))[1] if filters.chosen.get(Facet.BARRI) else counts
    barris = {token[2:]: count for token, count in drawn.items() if token.startswith(f"{Facet.BARRI.value}:")}
    return _Found(found, counts, barris, has_more)


def suggest(text: str) -> str | None:
    """What was perhaps meant by a text that found nothing; from what everybody may see alone."""
    return text_index.suggest(KIND, text)


def _read(today: date) -> Board:
    ids: list[int] = []
    tokens: dict[str, list[int]] = {}
    audiences: dict[str, list[int]] = {}
    for place, (number, audience, facets) in enumerate(db.session.execute(_BOARD, {"today": today})):
        ids.append(number)
        audiences.setdefault(audience, []).append(place)
        for token in facets.split():
            tokens.setdefault(token, []).append(place)
    size = len(ids)
    return Board(
        ids=ids,
        place_of={number: place for place, number in enumerate(ids)},
        by_token={token: make_set(places, size) for token, places in tokens.items()},
        by_audience={audience: make_set(places, size) for audience, places in audiences.items()},
    )


def _words(text: str, audiences: Collection[Audience]) -> list[int]:
    found = text_index.search(KIND, text, limit=COUNTED + 1)
    if len(audiences) > 1:
        found += text_index.search(PROTECTED_KIND, text, limit=COUNTED + 1)
    return found


def _without_barri(filters: Filters) -> Filters:
    return Filters(filters.text, {facet: codes for facet, codes in filters.chosen.items() if facet != Facet.BARRI})
