"""What the map that moves asks for, once somebody has pressed its button: points of a view, outlines, its words."""

import json
from collections.abc import Mapping

from flask import Response, abort, request, url_for

from coopnet.foundation import clock, district
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Pin
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views.blueprint import bp, machines
from coopnet.initiatives.views.drawing import count_label, profile_href
from coopnet.initiatives.views.open_data import open_answer
from coopnet.places.queries import district_map
from coopnet.web import page_cache
from coopnet.web.headers import CONTENT_SECURITY_POLICY

VIEW = ("oest", "sud", "est", "nord")  # parameters: the edges of what is seen, in degrees
LONGEST_NUMBER = 24
DIGITS = 5  # a metre
STAND_IN = 999  # a number that the page puts its own in place of


@bp.get("/iniciatives/mapa.json")
def pins() -> Response:
    """Without a view: what the map needs to begin with, and its words in the reader's language."""
    asked, _number = addresses.read_filters(request.args)
    here, language = district.current(), current_language()
    frame = district_map().frame
    whole = (frame.west, frame.south, frame.east, frame.north)
    view = _read_view(request.args)
    found = [_describe(pin, language) for pin in queries.list_pins(asked, view or whole, now=clock.now())]
    said: dict[str, object] = {"pins": found}
    if view is None:
        said |= {
            "box": whole,
            "outlines": url_for("initiative_data.outlines"),
            "tiles": here.tiles_url,
            "credit": here.tiles_credit,  # that of the outlines stands below the map already
            "words": {
                "map": _("Map of the initiatives. Arrow keys move it, plus and minus change its size."),
                "many": ngettext("%(num)d initiative here", "%(num)d initiatives here", STAND_IN).replace(
                    str(STAND_IN), "#"
                ),
                "nearer": _("Nearer"),
                "further": _("Further away"),
                "close": _("Close"),
                "back": _("Back to the drawn map"),
            },
        }
        page_cache.keep(DIRECTORY)
    return Response(json.dumps(said, ensure_ascii=False, separators=(",", ":")), content_type="application/json")


@machines.get("/barris.geojson")
def outlines() -> Response:
    """The neighbourhoods of the district as they were given to us, with whose they are."""
    path = district.current().folder / "barris.geojson"
    return open_answer(iter([path.read_text(encoding="utf-8")]), "application/geo+json; charset=utf-8")


def with_tiles(policy: str = CONTENT_SECURITY_POLICY) -> str:
    """The policy of the one page whose map may show pictures of the district's server of tiles."""
    origin = district.current().tiles_origin
    return policy.replace("img-src 'self'", f"img-src 'self' {origin}") if origin else policy


def _describe(pin: Pin, language: str) -> dict[str, object]:
    label = pin.names[0].name if pin.count == 1 and pin.names else None
    return {
        "at": [round(pin.latitude, DIGITS), round(pin.longitude, DIGITS)],
        "count": pin.count,
        "label": label or count_label(pin.count, language),
        "names": [[name.name, profile_href(name.slug, language)] for name in pin.names],
    }


def _read_view(args: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    """None where none was asked for; 404 for what is no part of the world."""
    if not any(name in args for name in VIEW):
        return None
    edges = [_degrees(args.get(name, "")) for name in VIEW]
    west, south, east, north = edges
    if west is None or south is None or east is None or north is None or west > east or south > north:
        abort(404)
    return west, south, east, north


def _degrees(typed: str) -> float | None:
    try:
        number = float(typed[:LONGEST_NUMBER])
    except ValueError:
        return None
    return number if -360 <= number <= 360 else None  # noqa: PLR2004 - a view may be wider than the world
