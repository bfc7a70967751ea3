"""What the board shows, read once for each state of it instead of once a page (as the directory: decision 0014).

True for one generation of the board, and for one day: what has had its last day stands in no list, whether or not the
job that says so has run.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, or_, select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.foundation.generations import BOARD
from coopnet.foundation.kept import Kept
from coopnet.initiatives.rules.choosing import make_set, members
from coopnet.network.models import Post
from coopnet.network.queries.cards import Card, list_cards
from coopnet.network.rules.choosing import Facet, Filters, narrow
from coopnet.network.rules.posts import Audience

# In the text index; what not everybody may see has one of its own, so that no suggestion tells its words.
KIND = "post"
PROTECTED_KIND = "protectedpost"
PAGE_SIZE = 12
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
    """`total` of what words find stops at `COUNTED`; then `has_more`. `counts` by token; `barris` by code."""

    cards: list[Card]
    total: int
    has_more: bool
    page: int
    pages: int
    counts: dict[str, int]
    barris: dict[str, int]


_KEPT: Kept[Board] = Kept("board", BOARD, most=2)


def list_posts(
    filters: Filters, *, audiences: Collection[Audience], now: datetime, page: int = 1, size: int = PAGE_SIZE
) -> Listing:
    """The newest first. A page that is not there is answered with the nearest one."""
    board = read_board(clock.to_local(now).date())
    base, has_more = board.seen_by(audiences), False
    if filters.text:
        worded = _words(filters.text, audiences)
        has_more = len(worded) > COUNTED
        base &= make_set((board.place_of[each] for each in worded if each in board.place_of), len(board.ids))
    found, counts = narrow(base, board.by_token, filters)
    total = found.bit_count()
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    shown = members(found, skip=(page - 1) * size, limit=size)
    drawn = narrow(base, board.by_token, _without_barri(filters))[1] if filters.chosen.get(Facet.BARRI) else counts
    return Listing(
        cards=list_cards([board.ids[place] for place in shown]),
        total=min(total, COUNTED) if filters.text else total,
        has_more=has_more,
        page=page,
        pages=pages,
        counts=counts,
        barris={token[2:]: count for token, count in drawn.items() if token.startswith(f"{Facet.BARRI.value}:")},
    )


def suggest(text: str) -> str | None:
    """What was perhaps meant by a text that found nothing; from what everybody may see alone."""
    return text_index.suggest(KIND, text)


def read_board(today: date) -> Board:
    return _KEPT.get(today, lambda: _read(today))


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
