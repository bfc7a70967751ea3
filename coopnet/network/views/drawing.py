"""The map of the board: how many posts there are in each neighbourhood. Nobody has a point on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from coopnet.foundation.generations import BOARD, DIRECTORY
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.kept import Kept
from coopnet.network.queries.board import Listing
from coopnet.network.rules.choosing import Facet, Filters
from coopnet.network.views.filters import address, word_of
from coopnet.places.queries import district_map
from coopnet.places.queries.district_map import letter_at
from coopnet.places.rules.maps import LETTER
from coopnet.vocabulary.queries import term_label

STAND_IN = "the-barri"  # in an address that is made once for all of them
MOST_KEPT = 200  # in each process, of about 8 kB
SMALLEST, LARGEST = 26, 46  # radii of the marks, in thousandths of the map

_DRAWN: Kept[Markup] = Kept("board.maps", BOARD, DIRECTORY, most=MOST_KEPT)


@dataclass(frozen=True)
class Area:
    """A neighbourhood; its mark stands at `x` and `y`. One without posts leads nowhere."""

    path: str
    x: int
    y: int
    radius: int
    count: int
    href: str
    name: str
    label: str
    is_chosen: bool
    letter: str
    at: tuple[int, int] | None  # where its letter stands


@dataclass(frozen=True)
class Drawing:
    view: str
    areas: list[Area]
    letter: int = LETTER  # how high


def draw(asked: Filters, listing: Listing) -> Markup:
    """The same on all pages of a list."""
    return _DRAWN.get(
        (listing.key, current_language()),
        lambda: _draw(_drawing(asked, listing.barris)),
        generation=listing.generation,
    )


def _draw(drawing: Drawing) -> Markup:
    macro = get_template_attribute("network/map.html", "board_map")
    return Markup(macro(drawing))  # noqa: S704 - a macro of an escaping template


def _drawing(asked: Filters, barris: Mapping[str, int]) -> Drawing:
    """`barris` are counts by code, whatever neighbourhood the list is narrowed to."""
    here, chosen = district_map(), asked.chosen.get(Facet.BARRI, ())
    language = current_language()
    left, top, width, height = here.frame.box_of("")
    narrowed = address(Filters(asked.text, {**asked.chosen, Facet.BARRI: (STAND_IN,)}))
    areas, marks = [], [each.label_at for each in here.outlines if barris.get(each.barri)]
    for each in here.outlines:
        count = barris.get(each.barri, 0)
        areas.append(
            Area(
                path=each.path,
                x=round(each.label_at[0]),
                y=round(each.label_at[1]),
                radius=min(SMALLEST + 3 * count.bit_length(), LARGEST),
                count=count,
                href=narrowed.replace(f"barri={STAND_IN}", f"barri={word_of(Facet.BARRI, each.barri)}"),
                name=term_label("barris", each.barri, language),
                label=_label(each.barri, count, language),
                is_chosen=each.barri in chosen,
                letter=each.letter,
                at=letter_at(each, marks),
            )
        )
    return Drawing(f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}", areas)


@lru_cache(maxsize=1024)
def _label(barri: str, count: int, language: str) -> str:
    name = term_label("barris", barri, language)
    return ngettext("%(barri)s: %(num)d post", "%(barri)s: %(num)d posts", count, barri=name)
