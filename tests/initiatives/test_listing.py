"""What is found in the directory, on the list and on the map."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update

from coopnet.foundation import district
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.initiatives import queries
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.choosing import Filters
from coopnet.initiatives.rules.drafts import Words
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


@pytest.mark.parametrize(
    "question", ["fusteria", "FUSTERIES", "fustería", "hostafranchs", "Hostafrancs", "fustera hostafrancs"]
)
def test_a_search_forgives(client: Reader, question: str) -> None:
    """By what its people wrote or by its barri, however it is spelt; another one is not found."""
    save_public_profile(make_profile_draft("El Taller", words=(Words("ca", "Feina de fuster"),), barri="15", places=()))
    save_public_profile(make_profile_draft("Una altra", words=(Words("ca", "Cuina"),), barri="18", places=()))
    page = client.get("/ca/iniciatives/", query_string={"q": question}).text
    assert "El Taller" in page
    assert "Una altra" not in page


@pytest.mark.parametrize(
    ("query", "said"),
    [("?barri=xx", "«xx»"), ("?sector=cultura&sector=yy&tipus=zz", "«yy» i «zz»"), ("proveidors?clausula=xx", "«xx»")],
)
def test_a_value_that_no_filter_knows_is_said_and_left_out(client: Reader, query: str, said: str) -> None:
    save_public_profile(make_profile_draft("El Taller", sectors=("cultura",), is_contractable=True))
    page = client.get(f"/ca/iniciatives/{query}").text
    assert f"No coneixem {said}. La llista" in page
    assert "El Taller" in page
    assert "No coneixem" not in client.get("/ca/iniciatives/?sector=cultura&barri=").text


@pytest.mark.parametrize(("asked", "near"), [("fustreia", "fusteria"), ("coperativa", "cooperativa")])
def test_what_is_mistyped_is_asked_about(client: Reader, asked: str, near: str) -> None:
    save_public_profile(make_profile_draft("Fusteria cooperativa"))
    page = client.get("/ca/iniciatives/", query_string={"q": asked}).text
    assert near in page.casefold()


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
        ("tipus=hort", False),
        ("sector=cultura&sector=produccio", True),  # two of one kind widen
        ("sector=produccio&barri=sants", False),  # two of two kinds narrow
    ],
)
def test_filters_narrow(client: Reader, question: str, *, is_found: bool) -> None:
    save_public_profile()
    assert ("Fusteria La Clau" in client.get(f"/ca/iniciatives/?{question}").text) == is_found


def test_who_has_the_word_in_the_name_stands_before_who_only_speaks_of_it(client: Reader) -> None:
    save_public_profile(make_profile_draft("Arada", words=(Words("ca", "Eines per a un hort"),)))
    save_public_profile(make_profile_draft("Hort de la Font"))
    page = client.get("/ca/iniciatives/?q=hort").text
    assert 0 < page.index("Hort de la Font</a>") < page.index("Arada</a>")


@pytest.mark.parametrize("question", ["accessible=1", "ofereix=1", "necessita=1", "oberta=1"])
def test_who_has_it_not_is_left_out(client: Reader, question: str) -> None:
    bare = Words("ca", "Res per oferir")
    save_public_profile(make_profile_draft("Bar Buit", words=(bare,), places=(make_place(access=(), hours=""),)))
    save_public_profile()
    page = client.get(f"/ca/iniciatives/?{question}").text
    assert "Fusteria La Clau" in page
    assert "Bar Buit" not in page


def test_open_now_follows_the_clock(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    save_public_profile()
    clock_at(NOW + timedelta(hours=8))
    assert "Fusteria La Clau" not in client.get("/ca/iniciatives/?oberta=1").text
    assert boxes(client.get("/ca/iniciatives/").text, "oberta") == {"1": False}  # by night too


def test_a_crowded_point_leads_to_the_names(client: Reader) -> None:
    for number in range(3):
        save_public_profile(make_profile_draft(f"Despatx {number}"))
    page = client.get("/ca/iniciatives/").text
    zone = page.partition("?zona=")[2].partition('"')[0]
    there = client.get(f"/ca/iniciatives/?zona={zone}").text
    assert all(f"Despatx {number}" in there for number in range(3))


def test_many_at_one_door_can_each_be_picked_on_both_maps(client: Reader) -> None:
    """The drawn map leads nearer until its list holds them; the other one lists them where it can go no nearer."""
    for number in range(5):
        save_public_profile(make_profile_draft(f"Despatx {number}"))
    zone = ""
    for _nearer in range(8):
        page = client.get(f"/ca/iniciatives/?zona={zone}").text
        marks = re.findall(r"\?zona=([0-3]+)\"[^>]*aria-label", page)
        if not marks:
            break
        zone = marks[0]
    there = client.get(f"/ca/iniciatives/?zona={zone}").text
    assert all(f"Despatx {number}" in there for number in range(5))
    door = {"oest": 2.13687, "est": 2.13689, "sud": 41.37017, "nord": 41.37019}
    pins = client.get("/ca/iniciatives/mapa.json", query_string=door).get_json()["pins"]
    assert [(pin["count"], len(pin["names"])) for pin in pins] == [(5, 5)]


def test_the_map_that_moves_holds_what_the_filters_find(client: Reader) -> None:
    save_public_profile(make_profile_draft("Fusteria Una"))
    save_public_profile(make_profile_draft("Cuina Dues", sectors=("alimentacio",), words=()))
    save_public_profile(make_profile_draft("Amagada", shows_only_barri=True))
    for question, count in (("", 2), ("sector=produccio", 1), ("q=cuina", 1), ("barri=sants", 0)):
        said = client.get(f"/ca/iniciatives/mapa.json?{question}").get_json()
        assert sum(pin["count"] for pin in said["pins"]) == count, question
        assert said["tiles"] == ""
    elsewhere = {"oest": 0, "est": 1, "sud": 0, "nord": 1}
    assert client.get("/ca/iniciatives/mapa.json", query_string=elsewhere).get_json()["pins"] == []
    for wrong in ("oest=a&est=1&sud=0&nord=1", "oest=2&est=1&sud=0&nord=1", "oest=1", "oest=nan&est=1&sud=0&nord=1"):
        assert client.get(f"/ca/iniciatives/mapa.json?{wrong}").status_code == 404, wrong


def test_tiles_come_from_the_server_of_the_settings_alone(
    app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_public_profile()
    policy = client.get("/ca/iniciatives/").headers["Content-Security-Policy"]
    assert "img-src 'self';" in policy
    here = replace(district.current(), tiles_url="https://tiles.example.org:8443/{z}/{x}/{y}.png", tiles_credit="Prova")
    monkeypatch.setitem(app.config, "DISTRICT", here)
    page_cache.clear(app)
    for path, origin in (
        ("iniciatives/", " https://tiles.example.org:8443"),
        ("iniciatives/fusteria-la-clau/", ""),
        ("", ""),
    ):
        policy = client.get(f"/ca/{path}").headers["Content-Security-Policy"]
        assert f"img-src 'self'{origin};" in policy, path
    said = client.get("/ca/iniciatives/mapa.json").get_json()
    assert said["tiles"] == here.tiles_url
    assert said["credit"] == "Prova"  # whose the outlines are stands below the map once


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


def test_who_shows_no_point_is_counted_once_whoever_shows_several(app: Flask) -> None:
    save_public_profile(make_profile_draft("Dues portes", code="D", places=(make_place(), make_place(latitude=41.36))))
    hidden = make_profile_draft("Amagada", code="A", tax_id="", shows_only_barri=True)
    save_public_profile(hidden)
    listing = queries.list_initiatives(Filters(), language="ca", now=NOW)
    assert (listing.total, listing.unplaced) == (2, 1)


def test_a_directory_that_was_never_committed_is_not_kept(app: Flask) -> None:
    save_public_profile()

    def hide_and_fail() -> None:
        with committing():
            raise_generation(DIRECTORY)
            db.session.execute(update(Initiative).values(is_listed=False))
            assert queries.list_initiatives(Filters(), language="ca", now=NOW).total == 0
            raise RuntimeError

    with pytest.raises(RuntimeError):
        hide_and_fail()
    in_transaction(lambda: raise_generation(DIRECTORY))  # as high as the one that came to nothing
    assert queries.list_initiatives(Filters(), language="ca", now=NOW).total == 1
