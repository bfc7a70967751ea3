"""What every list needs, read once for each state of the programme instead of once a page.

It is true by the same rule as the page cache: for one generation of the programme and one minute of the clock. The
generation is read first, in the transaction of the rest, so nothing old is ever kept under a new number. Where nobody
has raised it yet, nobody tells of changes either: then nothing is kept.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app

from coopnet.foundation.generations import PLACES_LEFT, PROGRAMME, read_generation
from coopnet.foundation.text_index import Words
from coopnet.trainings.queries.cards import Card, list_cards
from coopnet.trainings.queries.filters import Filters, Narrowed, narrow
from coopnet.trainings.queries.upcoming import Upcoming, read_upcoming

MOST_PAGES = 1_000  # of past trainings, of twenty numbers each
MOST_CARDS = 20_000  # of half a kilobyte; it begins anew every minute

_KEY = "coopnet.programme"


@dataclass
class Programme:
    """As it stands at `now`; parts are read when they are asked for."""

    generation: int
    now: datetime
    _upcoming: list[Upcoming] | None = None
    _everything: Narrowed | None = None
    _words: Words | None = None
    _cards: dict[tuple[int, str], Card] = field(default_factory=dict)
    _past: dict[Hashable, tuple[list[int], int]] = field(default_factory=dict)

    def upcoming(self) -> list[Upcoming]:
        if self._upcoming is None:
            self._upcoming = read_upcoming(self.now)
        return self._upcoming

    def everything(self) -> Narrowed:
        """What is upcoming, without filters: the home page and every list that says nothing narrower."""
        if self._everything is None:
            self._everything = narrow(self.upcoming(), Filters())
        return self._everything

    def words(self, read: Callable[[], Words]) -> Words:
        """Of what is upcoming, as `read` finds them."""
        if self._words is None:
            self._words = read()
        return self._words

    def past(self, filters: Filters, page: int, read: Callable[[], tuple[list[int], int]]) -> tuple[list[int], int]:
        """Ids of a page of what is past, and how many there are, as `read` finds them; without words alone.

        Those are few and asked for again and again; what people type is not kept.
        """
        if filters.text:
            return read()
        key = tuple(sorted(filters.chosen.items())), filters.with_places, page
        found = self._past.get(key)
        if found is None:
            if len(self._past) >= MOST_PAGES:
                self._past = {}
            found = self._past[key] = read()
        return found

    def cards(self, ids: Sequence[int], *, language: str) -> list[Card]:
        """In the order of `ids`; at most two queries, however many."""
        kept = self._cards
        missing = [each for each in ids if (each, language) not in kept]
        if missing and len(kept) + len(missing) > MOST_CARDS:
            kept = self._cards = {}
            missing = list(ids)
        for card in list_cards(missing, language=language, now=self.now):
            kept[card.id, language] = card
        return [kept[each, language] for each in ids if (each, language) in kept]


def read_programme(now: datetime) -> Programme:
    generation = read_generation(PROGRAMME, PLACES_LEFT)
    kept: Programme | None = current_app.extensions.get(_KEY)
    if kept is not None and generation and kept.generation == generation and _minute(kept.now) == _minute(now):
        return kept
    fresh = Programme(generation, now)
    current_app.extensions[_KEY] = fresh
    return fresh


def forget(app: Flask) -> None:
    """What this process keeps of it."""
    app.extensions.pop(_KEY, None)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
