"""What is found in the directory, on the list and on the map."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from coopnet.foundation.db import db
from coopnet.web import page_cache
from tests.factories.initiatives import NOW, make_place, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader, parse

MOST_QUERIES = 6
MOST_BYTES = 14_600


@pytest.fixture(autouse=True)
def _noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def asked(app: Flask) -> Iterator[list[str]]:
    """Statements, as they are asked."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


def test_words_find_their_family_and_misspelt_barris(client: Reader) -> None:
    save_public_profile(make_profile_draft("Fusteria Alta", words=(), barri="15"))
    for question in ("fuster", "Hostafranchs", "fusteries alta"):
        assert "Fusteria Alta" in client.get(f"/ca/iniciatives/?q={question}").text, question


def test_a_draft_is_nowhere(client: Reader) -> None:
    saved = save_profile(make_profile_draft())
    assert saved.slug not in client.get("/ca/iniciatives/").text
    assert client.get(f"/ca/iniciatives/{saved.slug}/").status_code == 404
    assert saved.slug not in client.get("/iniciatives.geojson", buffered=True).text


@pytest.mark.parametrize(
    ("question", "is_found"),
    [
        ("barri=la-bordeta", True),
        ("barri=sants", False),
        ("sector=produccio&tipus=empresa", True),
        ("sector=cultura", False),
        ("oberta=1", True),
        ("accessible=1", True),
        ("ofereix=1&necessita=1", True),
        ("sector=cap&zona=99", True),  # what makes no sense is left out
    ],
)
def test_filters_narrow(client: Reader, question: str, *, is_found: bool) -> None:
    save_public_profile()
    assert ("Fusteria La Clau" in client.get(f"/ca/iniciatives/?{question}").text) == is_found


def test_open_now_follows_the_clock(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    save_public_profile()
    clock_at(NOW + timedelta(hours=8))
    assert "Fusteria La Clau" not in client.get("/ca/iniciatives/?oberta=1").text


def test_a_crowded_point_leads_to_the_names(client: Reader) -> None:
    for number in range(3):
        save_public_profile(make_profile_draft(f"Despatx {number}"))
    page = client.get("/ca/iniciatives/").text
    zone = page.partition("?zona=")[2].partition('"')[0]
    there = client.get(f"/ca/iniciatives/?zona={zone}").text
    assert all(f"Despatx {number}" in there for number in range(3))


def test_who_shows_only_the_barri_has_no_mark(client: Reader) -> None:
    save_public_profile(make_profile_draft(shows_only_barri=True))
    page = client.get("/ca/iniciatives/").text
    assert "Fusteria La Clau" in page
    assert "<circle" not in page


@pytest.mark.parametrize("path", ["", "?sector=produccio", "?q=mobles", "?oberta=1"])
def test_a_list_asks_the_same_for_many_as_for_few(app: Flask, client: Reader, asked: list[str], path: str) -> None:
    counts = []
    for number in range(16):
        place = make_place(longitude=2.13 + number / 1000)
        save_public_profile(make_profile_draft(f"Mobles {number}", places=(place,)))
        if number in {2, 15}:
            page_cache.clear(app)
            client.get(f"/ca/iniciatives/{path}")  # reads the directory anew
            page_cache.clear(app)
            asked.clear()
            assert client.get(f"/ca/iniciatives/{path}").status_code == 200
            counts.append(len([each for each in asked if not each.startswith("BEGIN")]))
    assert counts[0] >= counts[1]
    assert max(counts) <= MOST_QUERIES


def boxes(html: str, name: str) -> dict[str, bool]:
    """What can be ticked under that name, and whether it is."""
    found = [one for one in parse(html).iter("input") if one.get("name") == name and one.get("type") == "checkbox"]
    return {one.get("value", ""): "checked" in one.attrib for one in found}


def test_each_filter_of_the_list_can_be_ticked_and_says_that_it_is_on(client: Reader) -> None:
    save_public_profile()
    page = client.get("/ca/iniciatives/?sector=produccio").text
    assert boxes(page, "sector") == {"produccio": True}
    assert boxes(page, "tipus") == {"empresa": False}
    assert boxes(page, "barri") == {"bordeta": False}
    assert boxes(page, "oberta") == boxes(page, "accessible") == boxes(page, "ofereix") == {"1": False}


def test_each_filter_of_the_suppliers_can_be_ticked(client: Reader) -> None:
    save_public_profile(
        make_profile_draft(is_contractable=True, qualifications=("sense_anim_lucre",), clauses=("proximitat",))
    )
    page = client.get("/ca/iniciatives/proveidors?qualificacio=sense-anim-lucre").text
    assert boxes(page, "sector") == {"produccio": False}
    assert boxes(page, "qualificacio") == {"sense-anim-lucre": True}
    assert boxes(page, "clausula") == {"proximitat": False}
