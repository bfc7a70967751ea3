"""What the demo's sheet marks as private appears nowhere that the public can read."""

import csv
import io
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from coopnet.foundation import text_index
from coopnet.foundation.db import db
from coopnet.initiatives import queries
from coopnet.initiatives.service.importing import import_file
from tests.factories.initiatives import ACTOR, NOW
from tests.rig.reader import Reader

SHEET = Path("coopnet/demo/data/iniciatives.csv")
LANGUAGES = ("ca", "es", "en")
FEEDS = ("/iniciatives.geojson", "/iniciatives.csv", "/iniciatives.atom", "/murmurations/index.json", "/sitemap.xml")
POINT = ("Latitud", "Longitud")
# The whole, and as near as the map that moves can come to each of a hundred parts.
VIEWS = [
    f"oest={2.12 + x / 200}&est={2.125 + x / 200}&sud={41.345 + y / 250}&nord={41.349 + y / 250}"
    for x in range(10)
    for y in range(10)
]
PAGES = ("", "proveidors", "proveidors.csv", "incrusta")


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(SHEET.read_text("utf-8-sig"), newline=""), delimiter=";"))


def is_yes(typed: str) -> bool:
    return typed.strip().casefold() in {"sí", "si"}


def degrees(typed: str) -> str:
    return typed.strip().replace(",", ".").rstrip("0")


def is_in(value: str, page: str) -> bool:
    """A number as a whole: the beginning of another one is another one."""
    if value[0].isdigit():
        return re.search(rf"(?<!\d){re.escape(value)}0*(?!\d)", page) is not None
    return value.casefold() in page.casefold()


def private_values() -> dict[str, str]:
    """Value to the code of its row. An address that another row shows is no secret."""
    shown = {row["Adreça"].strip() for row in rows() if row["Mostra"].strip() == "adreça"}
    points = {degrees(row[name]) for row in rows() for name in POINT if row["Mostra"].strip() == "adreça"}
    found = {}
    for row in rows():
        code = row["Codi"].strip()
        if not code:
            continue
        if row["Mostra"].strip() != "adreça":
            if (address := row["Adreça"].strip()) and address not in shown:
                found[address] = code
            found |= {number: code for name in POINT if (number := degrees(row[name])) and number not in points}
        if (email := row["Correu"].strip().lower()) and not is_yes(row["Correu públic"]):
            found[email] = code
    return found


@pytest.fixture
def read_everything(app: Flask, client: Reader) -> dict[str, str]:
    """Every public answer, by address."""
    assert import_file(SHEET, is_real=True, publish=True, actor=ACTOR, now=NOW).is_applied
    slugs = [each.slug for each in queries.list_public(queries.read_directory().ids, language="ca")]
    paths = [*FEEDS, *(f"/murmurations/{slug}.json" for slug in slugs)]
    for language in LANGUAGES:
        paths += [f"/{language}/iniciatives/{page}" for page in PAGES]
        paths += [f"/{language}/iniciatives/{slug}/" for slug in slugs]
        paths += [f"/{language}/", f"/{language}/iniciatives/mapa.json"]
    paths += [f"/ca/iniciatives/incrusta?zona={a}{b}" for a in range(4) for b in range(4)]
    paths += [f"/ca/iniciatives/mapa.json?{view}" for view in VIEWS]
    paths += [f"/ca/iniciatives/?q={row['Nom'].strip().split()[0]}" for row in rows() if row["Codi"].strip()]
    paths += [f"/ca/iniciatives/?pagina={number}" for number in range(2, 8)]
    paths += [f"/ca/iniciatives/?zona={a}{b}{c}" for a in range(4) for b in range(4) for c in range(4)]
    paths += [f"/ca/iniciatives/{slug}/{page}" for slug in slugs for page in ("escriu", "avisa")]
    found = {}
    for path in paths:
        answer = client.get(path, buffered=True)
        if answer.status_code != 404:
            assert answer.status_code == 200, path
            found[path] = answer.get_data(as_text=True)
    return found


def test_the_sheet_has_private_values_of_each_kind() -> None:
    values = private_values()
    assert any("@" in value for value in values)
    assert any(value.startswith("41.") for value in values)
    assert any(value.startswith("carrer") for value in values)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # what is written is the same on both
def test_private_values_are_in_no_public_answer(read_everything: dict[str, str]) -> None:
    assert len(read_everything) > 300
    found = [
        (code, value, path)
        for path, page in read_everything.items()
        for value, code in private_values().items()
        if is_in(value, page)
    ]
    assert found == []


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_public_values_are_there(read_everything: dict[str, str]) -> None:
    everything = "\n".join(read_everything.values())
    for row in rows():
        if row["Codi"].strip() and row["Mostra"].strip() == "adreça" and is_yes(row["Correu públic"]):
            assert row["Correu"].strip().lower() in everything
            assert row["Adreça"].strip().replace("'", "&#39;").replace("’", "'") in everything or "'" in row["Adreça"]


def test_no_search_finds_a_private_address(app: Flask) -> None:
    import_file(SHEET, is_real=True, publish=True, actor=ACTOR, now=NOW)
    hidden = {row["Codi"].strip(): row for row in rows() if "barri" in row["Mostra"]}
    assert hidden
    ids: dict[str, int] = dict(db.session.execute(text("SELECT code, id FROM initiative WHERE code IS NOT NULL")).all())
    for code, row in hidden.items():
        if row["Adreça"].strip():
            assert ids[code] not in text_index.search("initiative", row["Adreça"].strip()), code
        if row["Correu"].strip() and not is_yes(row["Correu públic"]):
            assert ids[code] not in text_index.search("initiative", row["Correu"].strip()), code
