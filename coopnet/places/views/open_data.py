"""Support points for machines: what their pages say, in the district's first language. No page of people's is in it."""

import json
from typing import Any

from flask import Response

from coopnet.foundation import district
from coopnet.foundation.generations import POINTS
from coopnet.foundation.i18n import iso_moment
from coopnet.places.queries import Point, list_shown
from coopnet.places.views.blueprint import machines
from coopnet.web import page_cache
from coopnet.web.addresses import absolute


@machines.get("/xarxa/punts.geojson")
def geojson() -> Response:
    """Hours as they are kept: `dl-dv 10:00-14:00`, days in Catalan; `exceptions` are dates."""
    page_cache.keep(POINTS)
    here = district.current()
    said = {
        "type": "FeatureCollection",
        "metadata": {"license": here.data_licence, "licenseUrl": here.data_licence_url},
        "features": [_feature(point, here.default_language) for point in list_shown()],
    }
    answer = Response(json.dumps(said, ensure_ascii=False), content_type="application/geo+json; charset=utf-8")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Link"] = f'<{here.data_licence_url}>; rel="license"'
    return answer


def _feature(point: Point, language: str) -> dict[str, Any]:
    is_placed = point.latitude is not None and point.longitude is not None
    return {
        "type": "Feature",
        "id": point.public_id,
        "geometry": {"type": "Point", "coordinates": [point.longitude, point.latitude]} if is_placed else None,
        "properties": {
            "name": point.name,
            "url": absolute("places.show", slug=point.slug, language=language),
            "address": point.address,
            "barri": point.barri,
            "has": list(point.has),
            "languages": list(point.helps_in),
            "access": list(point.access),
            "hours": point.hours,
            "exceptions": point.exceptions,
            "phone": point.phone,
            "updated": iso_moment(point.updated_at),
        },
    }
