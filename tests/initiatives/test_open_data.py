"""The directory for machines: each format is what it says it is, carries the licence, and is readable by anybody.

What `organizations_schema-v1.0.0` asks is from MurmurationsNetwork/MurmurationsLibrary (`schemas/` and `fields/`); the
ESSglobal terms are from http://purl.org/essglobal/vocab/ and release 2.1 of its standard; decision note 0017.
"""

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from coopnet.foundation import district
from coopnet.initiatives.rules.drafts import Contact, Words
from tests.factories.initiatives import make_place, make_profile_draft, save_public_profile
from tests.rig.reader import Reader, parse

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = (
    "/iniciatives.geojson",
    "/iniciatives.csv",
    "/iniciatives.atom",
    "/murmurations/index.json",
    "/murmurations/fusteria-la-clau.json",
)
MURMURATIONS_FIELDS = {
    "linked_schemas": list,
    "name": str,
    "primary_url": str,
    "tags": list,
    "urls": list,
    "description": str,
    "status": str,
    "full_address": str,
    "country_iso_3166": str,
    "geolocation": dict,
    "contact_details": dict,
    "telephone": str,
    "geographic_scope": str,
    "unique_id": str,
}
WEB = re.compile(r"https?://.*")


@pytest.fixture
def made(app: Flask) -> None:
    save_public_profile(
        make_profile_draft(
            "Fusteria La Clau",
            url="https://clau.example.org/",
            links=("https://social.example.org/@clau",),
            contacts=(
                Contact("email", "hola@example.org", is_public=True),
                Contact("phone", "+34931550102", is_public=True),
            ),
        )
    )
    save_public_profile(
        make_profile_draft(
            "=1+1",
            words=(Words("ca", "-2+3", services=("@SUM(A1)", "Mobles")),),
            sectors=("energia",),
            shows_only_barri=True,
        )
    )


def murmuration(client: Reader, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"/murmurations/{slug}.json", buffered=True).text)
    return found


def linked_data(client: Reader, slug: str) -> dict[str, Any]:
    root = parse(client.get(f"/ca/iniciatives/{slug}/").text)
    script = root.find(".//script[@type='application/ld+json']")
    assert script is not None
    found: dict[str, Any] = json.loads(script.text or "")
    return found


@pytest.mark.usefixtures("made")
def test_one_thing_has_one_name_for_machines_in_every_language(client: Reader) -> None:
    pages = [client.get(f"/{code}/iniciatives/fusteria-la-clau/").text for code in ("ca", "es", "en")]
    named = [re.findall(r'"@type":\["Organization"[^]]*],"@id":"([^"]+)"', page) for page in pages]
    assert named[0] == named[1] == named[2] != []
    assert "No hi ha cap iniciativa" in client.get("/ca/iniciatives/incrusta?q=zzzz").text


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("path", FORMATS)
def test_every_format_may_be_read_from_anywhere_and_names_its_licence(client: Reader, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Link"] == f'<{LICENCE}>; rel="license"'
    assert "Set-Cookie" not in answer.headers
    assert LICENCE in answer.text or path.startswith("/murmurations/fusteria")


@pytest.mark.usefixtures("made")
def test_the_licence_is_a_setting(client: Reader, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:

    other = replace(
        district.current(), data_licence="ODbL 1.0", data_licence_url="https://opendatacommons.org/licenses/odbl/"
    )
    monkeypatch.setitem(app.config, "DISTRICT", other)
    for path in (*FORMATS, "/ca/iniciatives/", "/ca/iniciatives/incrusta", "/ca/iniciatives/fusteria-la-clau/"):
        answer = client.get(path, buffered=True)
        assert other.data_licence_url in answer.text + answer.headers.get("Link", ""), path
        assert LICENCE not in answer.text + answer.headers.get("Link", ""), path


@pytest.mark.usefixtures("made")
def test_geojson_is_a_collection_of_points_and_of_those_that_show_none(client: Reader) -> None:
    found = json.loads(client.get("/iniciatives.geojson", buffered=True).text)
    assert found["type"] == "FeatureCollection"
    assert {each["type"] for each in found["features"]} == {"Feature"}
    shown = {each["properties"]["name"]: each["geometry"] for each in found["features"]}
    assert shown == {"Fusteria La Clau": {"type": "Point", "coordinates": [2.13688, 41.37018]}, "=1+1": None}
    assert all(each["properties"]["url"].startswith("http") for each in found["features"])


@pytest.mark.usefixtures("made")
def test_no_cell_of_a_table_is_a_formula(client: Reader) -> None:
    save_public_profile(make_profile_draft("+34 Cooperativa", is_contractable=True, url="https://a.example.org/"))
    for path in ("/iniciatives.csv", "/ca/iniciatives/proveidors.csv"):
        answer = client.get(path, buffered=True)
        assert answer.mimetype == "text/csv"
        rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        for row in rows[1:]:
            assert row[-1] == LICENCE
            cells = [cell for cell in row if cell != "+34931550102"]  # a phone stands as it is
            assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=1+1" in client.get("/iniciatives.csv", buffered=True).text


@pytest.mark.usefixtures("made")
def test_atom_has_what_a_reader_of_feeds_needs(client: Reader) -> None:
    answer = client.get("/iniciatives.atom", buffered=True)
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    for name in ("id", "title", "updated", "rights"):
        assert feed.findtext(f"{ATOM}{name}"), name
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["=1+1", "Fusteria La Clau"]
    for entry in entries:
        for name in ("id", "updated", "summary"):
            assert entry.findtext(f"{ATOM}{name}"), name
        assert entry.findtext(f"{ATOM}author/{ATOM}name")


@pytest.mark.usefixtures("made")
def test_a_murmurations_profile_has_the_fields_of_its_schema(client: Reader) -> None:
    for slug in ("fusteria-la-clau", "1-1"):
        said = murmuration(client, slug)
        assert said.keys() <= MURMURATIONS_FIELDS.keys()
        assert all(isinstance(value, MURMURATIONS_FIELDS[name]) for name, value in said.items())
        assert said["linked_schemas"] == ["organizations_schema-v1.0.0"]
        assert said["status"] in {"active", "completed", "cancelled", "on_hold", "in_planning"}
        assert said["geographic_scope"] in {"local", "regional", "national", "international"}
        assert len(said["tags"]) == len(set(said["tags"]))
        assert all(WEB.fullmatch(each["url"]) for each in said.get("urls", []))
        assert set(said["contact_details"]) <= {"email", "contact_form"}


@pytest.mark.usefixtures("made")
def test_a_murmurations_profile_says_what_its_page_says(client: Reader) -> None:
    said = murmuration(client, "fusteria-la-clau")
    assert said["primary_url"] == "https://clau.example.org/"
    assert said["geolocation"] == {"lat": 41.37018, "lon": 2.13688}
    assert said["contact_details"]["email"] == "hola@example.org"
    assert said["telephone"] == "+34931550102"
    assert [each["name"] for each in said["urls"]][1:] == ["social.example.org"]
    hidden = murmuration(client, "1-1")
    assert "geolocation" not in hidden
    assert "carrer" not in json.dumps(hidden)
    assert hidden["contact_details"].keys() == {"contact_form"}
    assert hidden["contact_details"]["contact_form"].endswith("/iniciatives/1-1/escriu")


@pytest.mark.usefixtures("made")
def test_the_index_names_each_profile_at_its_address(client: Reader) -> None:
    found = json.loads(client.get("/murmurations/index.json", buffered=True).text)
    assert found["linked_schemas"] == ["organizations_schema-v1.0.0"]
    assert len(found["profiles"]) == 2
    for address in found["profiles"]:
        assert client.get(re.sub("https?://[^/]+", "", address), buffered=True).status_code == 200


@pytest.mark.usefixtures("made")
def test_linked_data_uses_terms_that_essglobal_has(client: Reader) -> None:
    said = linked_data(client, "fusteria-la-clau")
    assert said["@context"]["essglobal"] == "http://purl.org/essglobal/vocab/"
    assert "essglobal:SSEInitiative" in said["@type"]
    assert {name for name in said if name.startswith("essglobal:")} == {
        "essglobal:legalForm",
        "essglobal:economicSector",
    }
    standard = "https://dev.lod.coop/essglobal/2.1/standard/"
    assert said["essglobal:legalForm"] == {"@id": f"{standard}organisational-structure/OS60"}
    assert said["essglobal:economicSector"] == [{"@id": f"{standard}activities-modified/AM140"}]
    assert said["mainEntityOfPage"]["license"] == LICENCE
    [place] = said["location"]
    assert place["address"]["addressLocality"] == "Barcelona"
    assert place["containedInPlace"]["name"] == "la Bordeta"
    [hidden] = linked_data(client, "1-1")["location"]
    assert (hidden["address"], hidden["containedInPlace"]) == (
        {"@type": "PostalAddress", "addressLocality": "Barcelona"},
        place["containedInPlace"],
    )


def test_each_kind_of_code_has_its_own_list_of_concepts(client: Reader) -> None:
    save_public_profile(make_profile_draft("Gestoria", sectors=("assessorament", "alimentacio")))
    concepts = [
        each["@id"].partition("/standard/")[2] for each in linked_data(client, "gestoria")["essglobal:economicSector"]
    ]
    assert concepts == ["activities/A13", "activities-modified/AM60"]


@pytest.mark.usefixtures("made")
def test_only_the_page_for_frames_may_be_framed_and_it_sets_no_cookie(client: Reader) -> None:
    save_public_profile(make_profile_draft("Una altra", places=(make_place(),)))
    assert 'href="/ca/iniciatives/incrusta/com?q=altra"' in client.get("/ca/iniciatives/?q=altra").text
    how = parse(client.get("/ca/iniciatives/incrusta/com?q=altra").text)
    copied = [str(each.text) for each in how.iter("textarea")]
    sources = [frame.get("src", "") for text in copied for frame in parse(text).iter("iframe")]
    assert sources == [f"http://localhost:5000/{code}/iniciatives/incrusta?q=altra" for code in ("ca", "es", "en")]
    framed = client.get(sources[0])
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in framed.headers
    assert "X-Frame-Options" not in framed.headers
    for path in (
        "/ca/",
        "/ca/iniciatives/",
        "/ca/iniciatives/proveidors",
        "/ca/iniciatives/incrusta/com",
        "/ca/iniciatives/una-altra/",
        "/ca/formacions/",
    ):
        assert "frame-ancestors 'none'" in client.get(f"/ca/{path}").headers["Content-Security-Policy"], path
