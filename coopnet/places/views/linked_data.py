"""A support point as schema.org says it, for machines that read pages (JSON-LD)."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from markupsafe import Markup

from coopnet.foundation import clock, district
from coopnet.foundation.i18n import iso_moment
from coopnet.places.queries import Point
from coopnet.places.queries.holidays import holidays
from coopnet.places.queries.linked_data import in_barri
from coopnet.places.rules.hours import Span, clock_of
from coopnet.places.views import words
from coopnet.web.addresses import absolute

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
AHEAD = 90  # days of which exceptions and holidays are told
_FOR_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def describe(point: Point) -> Markup:
    """JSON that may stand inside a `<script>`: nothing in it can end it."""
    text = json.dumps(_place(point), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_FOR_SCRIPT))  # noqa: S704 - what could end the script is escaped


def _place(point: Point) -> dict[str, Any]:
    address, here = absolute("places.show", slug=point.slug), district.current()
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Place",
        "@id": address,
        "url": address,
        "name": point.name,
        "isAccessibleForFree": True,
        "publicAccess": True,
        "address": {
            "@type": "PostalAddress",
            **({"streetAddress": point.address} if point.address else {}),
            "addressLocality": here.municipality,
            "addressCountry": here.phone_region,
        },
        **in_barri(point.barri),
    }
    said = {
        "telephone": point.phone,
        "description": words.said_of(point.words, "note")[0],
        "geo": {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}
        if point.latitude is not None
        else None,
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": name, "value": True}
            for name in (*words.has_of(point), *words.access_of(point))
        ],
        "openingHoursSpecification": _week(point),
        "specialOpeningHoursSpecification": _special(point),
        "dateModified": iso_moment(point.updated_at),
    }
    return {**found, **{name: value for name, value in said.items() if value}}


def _week(point: Point) -> list[dict[str, Any]]:
    hours = point.opening
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": DAYS[number], **_times(span)}
        for number, spans in enumerate(hours.week if hours else ())
        for span in spans
    ]


def _special(point: Point) -> list[dict[str, Any]]:
    """The days to come that are not as the week; a day without hours is closed."""
    hours, today = point.opening, clock.to_local(clock.now()).date()
    if hours is None:
        return []
    days = (date.fromordinal(today.toordinal() + ahead) for ahead in range(AHEAD))
    return [
        {"@type": "OpeningHoursSpecification", "validFrom": day.isoformat(), "validThrough": day.isoformat(), **times}
        for day in days
        if hours.on(day, holidays()) != hours.week[day.weekday()]
        for times in _times_of(hours.on(day, holidays()))
    ]


def _times_of(spans: Iterable[Span]) -> list[dict[str, str]]:
    return [_times(span) for span in spans] or [{"opens": "00:00", "closes": "00:00"}]


def _times(span: Span) -> dict[str, str]:
    return {"opens": clock_of(span[0]).zfill(5), "closes": clock_of(span[1]).zfill(5).replace("24:00", "23:59")}
