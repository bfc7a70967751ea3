"""The map as one SVG of our own: outlines of the neighbourhoods, marks that are links, no script."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import get_template_attribute, url_for
from markupsafe import Markup

from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.kept import Kept
from coopnet.initiatives.queries import Listing, Mark, list_marks
from coopnet.initiatives.rules.choosing import Facet, Filters
from coopnet.initiatives.views import filters as addresses
from coopnet.places.queries import district_map
from coopnet.places.queries.district_map import letter_at
from coopnet.places.rules.maps import LETTER, WIDTH
from coopnet.vocabulary.queries import term_label

STAND_IN = "the-zone"  # in an address that is made once for all marks
SMALLEST, LARGEST = 11, 26  # radii, in thousandths of the view
MOST_KEPT = 200  # in each process, of about 10 kB

_DRAWN: Kept[Markup] = Kept("initiatives.maps", DIRECTORY, most=MOST_KEPT)


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
    """`at` is where its letter stands; None where it has no room, seen from so near."""

    path: str
    href: str
    name: str
    is_chosen: bool
    letter: str
    at: tuple[int, int] | None


@dataclass(frozen=True)
class Drawing:
    view: str
    areas: list[Area]
    spots: list[Spot]
    letter: int  # how high
    outward: str | None  # where the map is seen from further away


def draw(asked: Filters, listing: Listing, *, target: str | None = None) -> Markup:
    """The same on all pages of a list. `target` opens its links in a window of their own."""
    language, nearer = current_language(), addresses.address(replace(asked, zone=STAND_IN))
    return _DRAWN.get(
        (nearer, asked.zone, listing.found, target, language),
        lambda: _draw(_drawing(asked, list_marks(listing, asked.zone), nearer), target),
        generation=listing.directory.generation,
    )


def _draw(drawing: Drawing, target: str | None) -> Markup:
    macro = get_template_attribute("initiatives/map.html", "district_map")
    return Markup(macro(drawing, target))  # noqa: S704 - a macro of an escaping template


def _drawing(asked: Filters, marks: list[Mark], nearer: str) -> Drawing:
    here = district_map()
    box = left, top, width, height = here.frame.box_of(asked.zone)
    chosen = asked.chosen.get(Facet.BARRI, ())
    language = current_language()
    areas = [
        Area(
            each.path,
            _barri_address(each.barri, language),
            term_label("barris", each.barri, language),
            each.barri in chosen,
            each.letter,
            letter_at(each, ((mark.x, mark.y) for mark in marks), box),
        )
        for each in here.outlines
    ]
    out = None
    if asked.zone:
        out = addresses.address(replace(asked, zone=asked.zone[:-3]))
    return Drawing(
        view=f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}",
        areas=areas,
        spots=[_spot(mark, nearer, width) for mark in marks],
        letter=max(1, round(LETTER * width / WIDTH)),
        outward=out,
    )


@lru_cache(maxsize=256)
def _barri_address(barri: str, _language: str) -> str:
    return addresses.address(Filters(chosen={Facet.BARRI: (barri,)}))


def _spot(mark: Mark, nearer: str, width: float) -> Spot:
    scale, language = width / 1000, current_language()
    if mark.one is not None:
        href = profile_href(mark.one.slug, language)
        return Spot(round(mark.x), round(mark.y), _radius(1, scale), href, mark.one.name, "")
    href = nearer.replace(f"zona={STAND_IN}", f"zona={mark.zone}")
    return Spot(
        round(mark.x),
        round(mark.y),
        _radius(mark.count, scale),
        href,
        count_label(mark.count, language),
        str(mark.count),
    )


def profile_href(slug: str, language: str) -> str:
    """In the language of the request; a slug has no letter that an address would write otherwise."""
    return _profile_address(language).replace(STAND_IN, slug)


@lru_cache(maxsize=16)
def _profile_address(_language: str) -> str:
    return url_for("initiatives.show", slug=STAND_IN)


@lru_cache(maxsize=1024)
def count_label(count: int, _language: str) -> str:
    return ngettext("%(num)d initiative here", "%(num)d initiatives here", count)


def _radius(count: int, scale: float) -> int:
    return max(1, round(min(SMALLEST + 3 * (count > 1) + 2 * count.bit_length(), LARGEST) * scale))
