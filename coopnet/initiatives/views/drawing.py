"""The map as one SVG of our own: outlines of the neighbourhoods, marks that are links, no script."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import url_for

from coopnet.foundation.i18n import current_language, ngettext
from coopnet.initiatives.queries import Mark, district_map
from coopnet.initiatives.rules.choosing import Facet, Filters
from coopnet.initiatives.views import filters as addresses

STAND_IN = "the-zone"  # in an address that is made once for all marks
SMALLEST, LARGEST = 11, 26  # radii, in thousandths of the view


@dataclass(frozen=True)
class Spot:
    """A mark as the page draws it; `count` is empty for a single profile."""

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
    outward: str | None  # where the map is seen from further away


def draw(asked: Filters, marks: list[Mark]) -> Drawing:
    here = district_map()
    left, top, width, height = here.frame.box_of(asked.zone)
    chosen = asked.chosen.get(Facet.BARRI, ())
    language = current_language()
    areas = [
        Area(each.path, _barri_address(each.barri, language), each.barri, each.barri in chosen)
        for each in here.outlines
    ]
    nearer = addresses.address(replace(asked, zone=STAND_IN))
    out = None
    if asked.zone:
        out = addresses.address(replace(asked, zone=asked.zone[:-3]))
    return Drawing(
        view=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        areas=areas,
        spots=[_spot(mark, nearer, width) for mark in marks],
        outward=out,
    )


@lru_cache(maxsize=256)
def _barri_address(barri: str, _language: str) -> str:
    return addresses.address(Filters(chosen={Facet.BARRI: (barri,)}))


def _spot(mark: Mark, nearer: str, width: float) -> Spot:
    scale, language = width / 1000, current_language()
    if mark.one is not None:
        href = _profile_address(language).replace(STAND_IN, mark.one.slug)
        return Spot(round(mark.x), round(mark.y), _radius(1, scale), href, mark.one.name, "")
    href = nearer.replace(f"zona={STAND_IN}", f"zona={mark.zone}")
    return Spot(
        round(mark.x), round(mark.y), _radius(mark.count, scale), href, _label(mark.count, language), str(mark.count)
    )


@lru_cache(maxsize=16)
def _profile_address(_language: str) -> str:
    """Made once for all marks: a slug has no letter that an address would write otherwise."""
    return url_for("initiatives.show", slug=STAND_IN)


@lru_cache(maxsize=1024)
def _label(count: int, _language: str) -> str:
    return ngettext("%(num)d initiative here", "%(num)d initiatives here", count)


def _radius(count: int, scale: float) -> int:
    return max(1, round(min(SMALLEST + 3 * (count > 1) + 2 * count.bit_length(), LARGEST) * scale))
