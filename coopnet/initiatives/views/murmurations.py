"""Profiles as the Murmurations network describes organisations, and where an index finds them.

Fields are those of `organizations_schema-v1.0.0` and of the fields that it refers to, as they stand in
MurmurationsNetwork/MurmurationsLibrary (`schemas/`, `fields/`); looked up on 2026-11-24, see decision note 0017.
"""

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, abort, current_app

from coopnet.foundation import district
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.views.blueprint import machines
from coopnet.initiatives.views.open_data import open_answer, profiles
from coopnet.vocabulary.queries import term_label
from coopnet.web import moved
from coopnet.web.addresses import absolute

SCHEMA = "organizations_schema-v1.0.0"
LONGEST_URL = 2000
JSON = "application/json; charset=utf-8"


@machines.get("/murmurations/index.json")
def murmurations() -> Response:
    """Where each profile is described, for an index that crawls."""
    base, here = current_app.config["BASE_URL"], district.current()

    def lines() -> Iterator[str]:
        about = {"linked_schemas": [SCHEMA], "license": here.data_licence, "licenseUrl": here.data_licence_url}
        yield json.dumps(about, ensure_ascii=False)[:-1] + ',"profiles":[\n'
        for number, profile in enumerate(profiles()):
            yield (",\n" if number else "") + json.dumps(f"{base}/murmurations/{profile.slug}.json")
        yield "\n]}\n"

    return open_answer(lines(), JSON)


@machines.get("/murmurations/<slug>.json")
def murmuration(slug: str) -> Response:
    profile = queries.find_public(slug, language=district.current().default_language)
    if profile is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    if profile.status == Status.CLOSED:
        abort(404)
    return open_answer(iter([json.dumps(describe(profile), ensure_ascii=False)]), JSON)


def describe(profile: Profile) -> dict[str, Any]:
    """What is not said of it is not in it. Nothing but what its page shows."""
    here, page = district.current(), absolute("initiatives.show", slug=profile.slug)
    said: dict[str, Any] = {
        "linked_schemas": [SCHEMA],
        "name": profile.name,
        "primary_url": _address(profile.url) or page,
        "tags": _tags(profile),
        "urls": [{"name": name, "url": url} for name, url in _urls(profile, page)],
        "description": profile.summary.text if profile.summary else None,
        "status": "completed" if profile.status == Status.CLOSED else "active",
        "full_address": _full_address(profile),
        "country_iso_3166": here.phone_region,
        "geolocation": _point(profile),
        "contact_details": _contact(profile),
        "telephone": profile.phones[0] if profile.phones else None,
        "geographic_scope": "local",
        "unique_id": profile.public_id,
    }
    return {name: value for name, value in said.items() if value not in (None, [], {}, "")}


def _tags(profile: Profile) -> list[str]:
    """What it does and what it is, in the district's first language."""
    language = district.current().default_language
    codes = [("sectors", code) for code in profile.sectors]
    codes += [("initiative_types", profile.kind)] if profile.kind else []
    return list(dict.fromkeys(term_label(kind, code, language) for kind, code in codes))


def _urls(profile: Profile, page: str) -> list[tuple[str, str]]:
    site = district.label(district.current().site_name, district.current().default_language)
    own = [(each.partition("//")[2].partition("/")[0], each) for each in profile.links if _address(each)]
    return [(site, page), *own] if _address(profile.url) else own


def _address(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) and len(url) <= LONGEST_URL else None


def _full_address(profile: Profile) -> str | None:
    """As on an envelope; where only the neighbourhood is shown, that."""
    here, language = district.current(), district.current().default_language
    street = next((place.address for place in profile.places if place.address), None)
    barri = term_label("barris", profile.barri, language) if profile.barri else None
    parts = [street, barri, district.label(here.name, language)]
    return ", ".join(part for part in parts if part) if street or barri else None


def _point(profile: Profile) -> dict[str, float | None] | None:
    place = next((place for place in profile.places if place.latitude is not None), None)
    return {"lat": place.latitude, "lon": place.longitude} if place else None


def _contact(profile: Profile) -> dict[str, str]:
    """An address that is not public is reached through the form alone."""
    found = {"email": profile.emails[0]} if profile.emails else {}
    if profile.can_be_written and profile.status != Status.CLOSED:
        found["contact_form"] = absolute("initiatives.write", slug=profile.slug)
    return found
