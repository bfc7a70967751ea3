"""A training as schema.org says it, for machines that read pages (JSON-LD)."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, iso_moment
from coopnet.trainings.queries import Place, PublicTraining, Sitting
from coopnet.trainings.rules.states import Door, Format
from coopnet.web.addresses import absolute

MOST_KEPT = 300  # of about 2 kB

_MODES = {
    Format.IN_PERSON: "OfflineEventAttendanceMode",
    Format.ONLINE: "OnlineEventAttendanceMode",
    Format.HYBRID: "MixedEventAttendanceMode",
}
_FOR_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def describe(training: PublicTraining) -> Markup:
    """JSON that may stand inside a `<script>`: nothing in it can end it."""
    return _describe(current_language(), training)


@lru_cache(maxsize=MOST_KEPT)
def _describe(_language: str, training: PublicTraining) -> Markup:
    text = json.dumps(_event(training), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_FOR_SCRIPT))  # noqa: S704 - what could end the script is escaped


def _event(training: PublicTraining) -> dict[str, Any]:
    address = absolute("trainings.show", slug=training.slug)
    organizers = [_organization(partner.name, partner.url) for partner in training.partners]
    event: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": training.title.text,
        "eventStatus": f"https://schema.org/Event{'Cancelled' if training.is_cancelled else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[Format(training.format)]}",
        "image": absolute("trainings.picture", slug=training.slug),
        "inLanguage": list(training.languages) or [training.language],
        "isAccessibleForFree": True,
        "organizer": _one_or_all(organizers)
        or _organization(district.current().house_name, district.current().house_url),
        "offers": _offer(training, address),
    }
    if training.summary:
        event["description"] = training.summary.text
    if training.starts_at and training.ends_at:
        event["startDate"], event["endDate"] = iso_moment(training.starts_at), iso_moment(training.ends_at)
    if location := _location(training, address):
        event["location"] = _one_or_all(location)
    if training.capacity is not None:
        event["maximumAttendeeCapacity"] = training.capacity
    if len(training.sessions) > 1:
        event["subEvent"] = [_session(each, training, address) for each in training.sessions]
        event["about"] = {
            "@type": "Course",
            "name": training.title.text,
            "description": (training.summary or training.title).text,
            "provider": event["organizer"],
        }
    return event


def _one_or_all(values: list[Any]) -> Any:
    """Readers of such data expect a list only where there are several."""
    return values[0] if len(values) == 1 else values


def _session(sitting: Sitting, training: PublicTraining, address: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Event",
        "name": f"{training.title.text} ({sitting.number}/{len(training.sessions)})",
        "startDate": iso_moment(sitting.starts_at),
        "endDate": iso_moment(sitting.ends_at),
    }
    if sitting.place:
        found["location"] = _place(sitting.place)
    elif training.is_online:
        found["location"] = _virtual(address)
    return found


def _location(training: PublicTraining, address: str) -> list[Mapping[str, Any]]:
    places: list[Mapping[str, Any]] = [_place(each) for each in training.places]
    return [*places, _virtual(address)] if training.is_online else places


def _virtual(address: str) -> dict[str, str]:
    """The training's own page: the room's link is for those who are in."""
    return {"@type": "VirtualLocation", "url": address}


def _place(place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Place",
        "name": place.name,
        "address": {"@type": "PostalAddress", "streetAddress": place.address or place.name},
    }
    if place.latitude is not None and place.longitude is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return found


def _organization(name: str, url: str | None) -> dict[str, str]:
    found = {"@type": "Organization", "name": name}
    return {**found, "url": url} if url else found


def _offer(training: PublicTraining, address: str) -> dict[str, Any]:
    is_sold_out = training.standing.is_full or training.standing.door in {Door.CANCELLED, Door.CLOSED, Door.STARTED}
    offer: dict[str, Any] = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{'SoldOut' if is_sold_out else 'InStock'}",
        "url": address,
    }
    if training.standing.opens_at:
        offer["validFrom"] = iso_moment(training.standing.opens_at)
    return offer
