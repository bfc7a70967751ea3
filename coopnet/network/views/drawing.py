"""The map of the board: how many posts there are in each neighbourhood. Nobody has a point on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from coopnet.foundation.i18n import current_language, ngettext
from coopnet.initiatives.queries import district_map
from coopnet.network.rules.choosing import Facet, Filters
from coopnet.network.views.filters import address, word_of
from coopnet.vocabulary.queries import term_label

STAND_IN = "the-barri"  # in an address that is made once for all marks
SMALLEST, LARGEST = 22, 46  # radii, in thousandths of the map


@dataclass(frozen=True)
class Spot:
    x: int
    y: int
    radius: int
    href: str
    label: str
    count: str


@dataclass(frozen=True)
class Area:
    path: str
    href: str
    barri: str
    is_chosen: bool


@dataclass(frozen=True)
class Drawing:
    view: str
    areas: list[Area]
    spots: list[Spot]
    outward: str | None = None


def draw(asked: Filters, barris: Mapping[str, int]) -> Drawing:
    """`barris` are counts by code, whatever neighbourhood the list is narrowed to."""
    here, chosen = district_map(), asked.chosen.get(Facet.BARRI, ())
    language = current_language()
    left, top, width, height = here.frame.box_of("")
    narrowed = address(Filters(asked.text, {**asked.chosen, Facet.BARRI: (STAND_IN,)}))
    return Drawing(
        view=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        areas=[
            Area(each.path, _plain_address(each.barri, language), each.barri, each.barri in chosen)
            for each in here.outlines
        ],
        spots=[
            Spot(
                round(each.label_at[0]),
                round(each.label_at[1]),
                min(SMALLEST + 3 * barris[each.barri].bit_length(), LARGEST),
                narrowed.replace(f"barri={STAND_IN}", f"barri={word_of(Facet.BARRI, each.barri)}"),
                _label(each.barri, barris[each.barri], language),
                str(barris[each.barri]),
            )
            for each in here.outlines
            if barris.get(each.barri)
        ],
    )


@lru_cache(maxsize=256)
def _plain_address(barri: str, _language: str) -> str:
    return address(Filters(chosen={Facet.BARRI: (barri,)}))


@lru_cache(maxsize=1024)
def _label(barri: str, count: int, language: str) -> str:
    name = term_label("barris", barri, language)
    return ngettext("%(barri)s: %(num)d post", "%(barri)s: %(num)d posts", count, barri=name)
