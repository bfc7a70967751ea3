"""The directory for machines: geojson, csv, Atom. What a project does not show is in none of them."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flask import Response, current_app, stream_with_context
from markupsafe import escape

from coopnet.foundation import clock, district
from coopnet.foundation.csv_cells import harmless
from coopnet.foundation.i18n import iso_moment
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.views.blueprint import machines
from coopnet.vocabulary.queries import term_label
from coopnet.web.addresses import absolute

BATCH = 200
NEWEST = 30
PHONE = re.compile(r"\+[0-9]{5,15}")  # as we keep them


def profiles() -> Iterator[Profile]:
    """All that are listed, a batch at a time, in the district's first language."""
    ids, language = queries.read_directory().ids, district.current().default_language
    for start in range(0, len(ids), BATCH):
        yield from queries.list_public(ids[start : start + BATCH], language=language)


def phones_in_cell(phones: Sequence[str]) -> str:
    """A number that is one stands as it is: the + at its start is part of it. Anything else is only a text.

    >>> phones_in_cell(["+34931550102", "+34600100200"]), phones_in_cell(["+1+cmd()"])
    ('+34931550102; +34600100200', "'+1+cmd()")
    """
    text = "; ".join(phones)
    return text if all(PHONE.fullmatch(each) for each in phones) else harmless(text)


@machines.get("/iniciatives.geojson")
def geojson() -> Response:
    def lines() -> Iterator[str]:
        here = district.current()
        about = {"name": _site(), "license": here.data_licence, "licenseUrl": here.data_licence_url}
        yield f'{{"type":"FeatureCollection","metadata":{json.dumps(about, ensure_ascii=False)},"features":[\n'
        is_first = True
        for profile in profiles():
            for feature in _features(profile):
                yield ("" if is_first else ",\n") + json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
                is_first = False
        yield "\n]}\n"

    return open_answer(lines(), "application/geo+json; charset=utf-8")


@machines.get("/iniciatives.csv")
def table() -> Response:
    header = (
        "codi", "nom", "resum", "tipus", "forma_juridica", "sectors", "serveis", "ofereix", "necessita", "barri",
        "adreca", "latitud", "longitud", "horari", "accessibilitat", "correu", "telefon", "web", "xarxes_socials",
        "idiomes", "any", "persones", "contractable", "clausules", "confirmada_el", "fitxa", "llicencia",
    )  # fmt: skip

    def lines() -> Iterator[str]:
        yield "\ufeff" + _row(header)
        place = header.index("telefon")
        for profile in profiles():
            cells = [harmless(cell) for cell in _cells(profile)]
            cells[place] = phones_in_cell(profile.phones)
            yield _row(cells)

    return open_answer(lines(), "text/csv; charset=utf-8")


@machines.get("/iniciatives.atom")
def feed() -> Response:
    """The newest profiles, the latest first."""
    ids = queries.newest_ids(limit=NEWEST)
    found = queries.list_public(ids, language=district.current().default_language)
    base, here = current_app.config["BASE_URL"], district.current()
    rights = f"{here.data_licence}, {here.data_licence_url}"
    updated = max((each.updated_at for each in found if each.updated_at), default=clock.now())

    def lines() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        yield f"<title>{escape(_site())}</title><id>{base}/iniciatives.atom</id><updated>{_stamp(updated)}</updated>"
        yield f"<rights>{escape(rights)}</rights>"
        yield f'<link rel="license" href="{escape(here.data_licence_url)}"/>'
        yield f'<link rel="self" href="{base}/iniciatives.atom"/>\n'
        for each in found:
            address = absolute("initiatives.show", slug=each.slug)
            summary = each.summary.text if each.summary else ""
            yield (
                f"<entry><title>{escape(each.name)}</title><id>{_permanent_id(each)}</id>"
                f'<link href="{address}"/><published>{_stamp(each.published_at or updated)}</published>'
                f"<updated>{_stamp(each.updated_at or updated)}</updated><author><name>{escape(each.name)}</name>"
                f"</author><summary>{escape(summary)}</summary></entry>\n"
            )
        yield "</feed>\n"

    return open_answer(lines(), "application/atom+xml; charset=utf-8")


def _features(profile: Profile) -> Iterator[dict[str, Any]]:
    properties = {
        "name": profile.name,
        "url": absolute("initiatives.show", slug=profile.slug),
        "summary": profile.summary.text if profile.summary else None,
        "kind": profile.kind,
        "sectors": list(profile.sectors),
        "barri": term_label("barris", profile.barri, "ca") if profile.barri else None,
    }
    points = [place for place in profile.places if place.latitude is not None]
    for place in points:
        shown = {**properties, "address": place.address, "hours": place.hours or None, "access": list(place.access)}
        geometry = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
        yield {"type": "Feature", "id": profile.public_id, "geometry": geometry, "properties": shown}
    if not points:
        yield {"type": "Feature", "id": profile.public_id, "geometry": None, "properties": properties}


def _cells(profile: Profile) -> list[object]:
    place = profile.places[0] if profile.places else None
    lists = [said.items if said else () for said in (profile.services, profile.offers, profile.needs)]
    return [
        profile.public_id,
        profile.name,
        profile.summary.text if profile.summary else "",
        term_label("initiative_types", profile.kind, "ca") if profile.kind else "",
        term_label("legal_forms", profile.legal_form, "ca") if profile.legal_form else "",
        "; ".join(term_label("sectors", code, "ca") for code in profile.sectors),
        *("; ".join(items) for items in lists),
        term_label("barris", profile.barri, "ca") if profile.barri else "",
        place.address if place else "",
        place.latitude if place else None,
        place.longitude if place else None,
        place.hours if place else "",
        ", ".join(term_label("venue_access", code, "ca") for code in place.access) if place else "",
        "; ".join(profile.emails),
        "; ".join(profile.phones),
        profile.url,
        "; ".join(profile.links),
        ", ".join(term_label("languages", code, "ca") for code in profile.languages),
        profile.year,
        profile.size,
        "sí" if profile.is_contractable else "no",
        "; ".join(term_label("social_clauses", code, "ca") for code in profile.clauses),
        clock.to_local(profile.confirmed_at).date().isoformat() if profile.confirmed_at else "",
        absolute("initiatives.show", slug=profile.slug),
        district.current().data_licence_url,
    ]


def _row(cells: Any) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerow(cells)
    return text.getvalue()


def _permanent_id(profile: Profile) -> str:
    """The same for ever, also under another name (RFC 4287, 4.2.6): never its address."""
    return uuid5(NAMESPACE_OID, f"coopnet initiative {profile.public_id}").urn


def _site() -> str:
    here = district.current()
    return (
        f"{district.label(here.site_name, here.default_language)}: {district.label(here.name, here.default_language)}"
    )


def _stamp(moment: datetime) -> str:
    return iso_moment(moment)


def open_answer(lines: Iterator[str], content_type: str) -> Response:
    """Anybody may read it, also from another site's page."""
    answer = Response(stream_with_context(lines), content_type=content_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Link"] = f'<{district.current().data_licence_url}>; rel="license"'
    return answer
