"""The sheet for a letterbox, and points as open data."""

import json
from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest

from tests.factories.points import NOW, make_point
from tests.rig.reader import Reader, parse

SHEET = "/ca/xarxa/punts/full"


@pytest.fixture(autouse=True)
def _at_one(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def names(page: str) -> list[str]:
    return ["".join(heading.itertext()).strip() for heading in parse(page).iter("h3")]


def test_the_nearest_three_of_a_barri_with_all_that_one_needs_to_go(client: Reader) -> None:
    make_point(
        name="Prop",
        phone="+34931550111",
        access=("sense_graons",),
        helps_in=("ca", "ur"),
        exceptions="7/12 tancat",
        words=(("es", "", "Por la puerta grande"),),
    )
    make_point(name="Segon", latitude=41.3778)
    make_point(name="Tercer", barri="15", latitude=41.3770)
    make_point(name="Quart", barri="11", latitude=41.36, longitude=2.16)
    make_point(name="Amagat", is_shown=False)
    page = unescape(client.get(f"{SHEET}?barri=sants").text)
    assert names(page) == ["1. Prop", "2. Segon", "3. Tercer"]
    for said in (
        "931 55 01 11",
        "dl. – dv.: 10:00–14:00, 16:00–19:00",
        "festius: tancat",
        "dilluns 7 de desembre: tancat",
        "Ordinadors · Sense graons",
        "Català i urdú",
        'lang="es">Por la puerta grande',
        "Full fet el 24 de novembre del 2026",
        "<svg",
    ):
        assert said in page, said


def test_around_a_point_it_stands_first_itself(client: Reader) -> None:
    far = make_point(name="Lluny", barri="11", latitude=41.36, longitude=2.16)
    make_point(name="Prop")
    assert names(client.get(f"{SHEET}?punt={far.slug}").text) == ["1. Lluny", "2. Prop"]


def test_the_language_asked_for_leads_to_its_page_and_another_one_nowhere(client: Reader) -> None:
    make_point(name="Prop")
    answer = client.get(f"{SHEET}?barri=sants&llengua=es")
    assert (answer.status_code, answer.location) == (302, "/es/xarxa/punts/full?barri=sants")
    for rest in ("?barri=sants&llengua=ca", "?barri=sants&llengua=xx"):
        assert names(client.get(f"{SHEET}{rest}").text) == ["1. Prop"]
    assert 'href="/es/xarxa/punts/full?barri=sants"' in client.get(f"{SHEET}?barri=sants").text


@pytest.mark.parametrize("rest", ["", "?barri=no-hi-es", "?punt=no-hi-es", "?punt=amagat"])
def test_without_a_place_it_asks_for_one(client: Reader, rest: str) -> None:
    make_point(name="Amagat", is_shown=False)
    page = client.get(f"{SHEET}{rest}")
    assert page.status_code == 200
    assert names(page.text) == []
    assert "A prop de quin barri?" in page.text


def test_what_is_long_is_written_smaller(client: Reader) -> None:
    make_point(barri="18")
    assert "dense" not in client.get(f"{SHEET}?barri=sants").text
    for barri, length in (("15", 300), ("16", 500)):
        for _ in range(3):
            make_point(name="Punt " + "x" * 40 + barri, venue=f"{barri} {length} " + "y" * length, barri=barri)
    assert 'class="sheet dense"' in client.get(f"{SHEET}?barri=hostafrancs").text
    assert 'class="sheet dense densest"' in client.get(f"{SHEET}?barri=la-bordeta").text


def test_a_point_is_never_called_like_the_sheet(client: Reader) -> None:
    assert make_point(name="Full").slug == "full-2"


def test_only_the_list_may_ask_the_phone_where_it_is(client: Reader) -> None:
    point = make_point()
    assert "geolocation=(self)" in client.get("/ca/xarxa/punts/").headers["Permissions-Policy"]
    assert "geolocation=()" in client.get(f"/ca/xarxa/punts/{point.slug}/").headers["Permissions-Policy"]
    assert 'data-at="41.3768,2.1389"' in client.get("/ca/xarxa/punts/").text


def test_open_data_has_what_is_shown_and_may_be_read_from_anywhere(client: Reader) -> None:
    point = make_point(access=("sense_graons",))
    make_point(name="Enlloc", latitude=None, longitude=None)
    make_point(name="Amagat", is_shown=False)
    answer = client.get("/xarxa/punts.geojson")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told = json.loads(answer.text)
    assert [each["properties"]["name"] for each in told["features"]] == ["Enlloc", point.name]
    assert told["features"][0]["geometry"] is None
    assert told["features"][1]["geometry"]["coordinates"] == [2.1389, 41.3768]
    assert told["features"][1]["properties"]["url"].endswith(f"/ca/xarxa/punts/{point.slug}/")
