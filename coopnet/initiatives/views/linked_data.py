"""A profile as schema.org and ESSglobal say it, for machines that read pages (JSON-LD).

`SSEInitiative`, `legalForm` and `economicSector` are terms of http://purl.org/essglobal/vocab/; the codes of our
vocabularies are concepts of release 2.1 of its standard, at the addresses that published data sets use. Where both were
found: decision note 0017.
"""

import json
from typing import Any

from markupsafe import Markup

from coopnet.foundation import district
from coopnet.foundation.i18n import iso_moment
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.views.pictures import absolute_picture
from coopnet.places.queries.linked_data import in_barri
from coopnet.vocabulary.queries import find_term
from coopnet.web.addresses import absolute

ESSGLOBAL = "http://purl.org/essglobal/vocab/"
STANDARD = "https://dev.lod.coop/essglobal/2.1/standard/"
# By how a code begins, which list of concepts it is of.
SCHEMES = {"OS": "organisational-structure", "AM": "activities-modified", "A": "activities"}
_FOR_SCRIPT = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def describe(profile: Profile) -> Markup:
    """JSON that may stand inside a `<script>`: nothing in it can end it."""
    text = json.dumps(organization(profile), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_FOR_SCRIPT))  # noqa: S704 - what could end the script is escaped


def organization(profile: Profile) -> dict[str, Any]:
    address = absolute("initiatives.show", slug=profile.slug)
    # One thing, whatever language tells of it.
    itself = absolute("initiatives.show", slug=profile.slug, language=district.current().default_language)
    found: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/", "essglobal": ESSGLOBAL},
        "@type": ["Organization", "essglobal:SSEInitiative"],
        "@id": itself,
        "url": profile.url or address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address, "license": district.current().data_licence_url},
        "name": profile.name,
    }
    said = {
        "description": profile.summary.text if profile.summary else None,
        "foundingDate": str(profile.year) if profile.year else None,
        "sameAs": list(profile.links),
        "knowsLanguage": list(profile.languages),
        "email": next(iter(profile.emails), None),
        "telephone": next(iter(profile.phones), None),
        "logo": absolute_picture(profile.logo) if profile.logo else None,
        "image": [absolute_picture(shown) for shown in profile.pictures],
        "dateModified": iso_moment(profile.updated_at) if profile.updated_at else None,
        "location": _places(profile),
        "makesOffer": _offers(profile),
        **_in_the_standard(profile),
    }
    return {**found, **{name: value for name, value in said.items() if value}}


def _offers(profile: Profile) -> list[dict[str, Any]]:
    services = profile.services.items if profile.services else ()
    return [{"@type": "Offer", "itemOffered": {"@type": "Service", "name": each}} for each in services]


def _in_the_standard(profile: Profile) -> dict[str, Any]:
    """Its legal form and sectors under the addresses that ESSglobal gives them."""
    form = _concept("legal_forms", profile.legal_form)
    fields = dict.fromkeys(_concept("sectors", code) for code in profile.sectors)
    return {
        "essglobal:legalForm": {"@id": form} if form else None,
        "essglobal:economicSector": [{"@id": each} for each in fields if each],
    }


def _places(profile: Profile) -> list[dict[str, Any]]:
    """An address is in the municipality; its neighbourhood is a place that holds it."""
    municipality = district.current().municipality
    found = []
    for place in profile.places:
        address = {"@type": "PostalAddress", "streetAddress": place.address, "addressLocality": municipality}
        described: dict[str, Any] = {
            "@type": "Place",
            "address": {name: value for name, value in address.items() if value},
            **in_barri(place.barri),
        }
        if place.latitude is not None:
            described["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": place.latitude,
                "longitude": place.longitude,
            }
        found.append(described)
    if not found and profile.barri:
        address = {"@type": "PostalAddress", "addressLocality": municipality}
        found.append({"@type": "Place", "address": address, **in_barri(profile.barri)})
    return found


def _concept(kind: str, code: str | None) -> str | None:
    """The term's address in the ESSglobal standard, where the vocabulary names one."""
    term = find_term(kind, code) if code else None
    said = str(term.extra.get("ess") or "").upper() if term else ""
    scheme = SCHEMES.get(said.rstrip("0123456789"))
    return f"{STANDARD}{scheme}/{said}" if scheme else None
