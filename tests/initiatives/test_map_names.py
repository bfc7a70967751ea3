"""The neighbourhoods have their names on the maps: a letter in each, and what it stands for below, on paper too."""

import math
from collections.abc import Callable
from datetime import datetime
from xml.etree.ElementTree import Element

import pytest

from coopnet.places.queries import district_map
from tests.factories.initiatives import NOW, make_profile_draft, save_public_profile
from tests.factories.points import make_point
from tests.rig.reader import Reader, parse

FREE = 40  # units of the drawing, of which a letter is 44 high


def drawn(page: Element, tag: str) -> list[Element]:
    """Elements of an SVG."""
    return [each for each in page.iter() if str(each.tag).rpartition("}")[2] == tag]


@pytest.fixture(autouse=True)
def _noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def test_neighbourhoods_are_named_on_the_map_each_by_a_letter_inside_it(client: Reader) -> None:
    for number in range(3):
        save_public_profile(make_profile_draft(f"Despatx {number}"))
    page = parse(client.get("/ca/iniciatives/?barri=la-bordeta").text)
    legend = next(each for each in page.iter("ul") if each.get("class") == "legend")
    named = {"".join(link.itertext()): link for link in legend.iter("a")}
    assert list(named)[:2] == ["A el Poble-sec", "B la Marina del Prat Vermell"]
    assert named["H Sants"].get("href") == "/ca/iniciatives/?barri=sants"
    assert [words for words, link in named.items() if link.get("aria-current")] == ["F la Bordeta"]
    letters = [each for each in drawn(page, "text") if str(each.text).isalpha()]
    assert [text.text for text in letters] == list("ABCDEFGH")
    outlines = {each.letter: each for each in district_map().outlines}
    at = [(float(str(each.get("x"))), float(str(each.get("y")))) for each in letters]
    for letter, place in zip("ABCDEFGH", at, strict=True):
        assert place in {(round(x), round(y)) for x, y in outlines[letter].places}, "inside it"
    marks = [(float(str(each.get("cx"))), float(str(each.get("cy")))) for each in drawn(page, "circle")]
    assert marks
    for number, place in enumerate(at):
        assert all(math.dist(place, other) > FREE for other in (*marks, *at[:number])), "nothing lies on it"


@pytest.mark.parametrize("page", ["/ca/xarxa/punts/", "/ca/xarxa/tauler/"])
def test_the_other_maps_have_them_too(client: Reader, page: str) -> None:
    make_point(latitude=41.3737, longitude=2.1626)
    shown = parse(client.get(page).text)
    legend = next(each for each in shown.iter("ul") if each.get("class") == "legend")
    assert ["".join(each.itertext()).strip()[0] for each in legend.iter("li")] == list("ABCDEFGH")
    assert {str(each.text) for each in drawn(shown, "text")} >= set("ABCDEFGH")
