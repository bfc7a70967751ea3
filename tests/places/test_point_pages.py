"""The public pages of support points: what is open first, what is near, and never wrong for longer than a minute."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event

from coopnet.foundation import kept
from coopnet.foundation.db import db, in_transaction
from coopnet.places.models import Venue
from coopnet.places.service import points
from coopnet.web import page_cache
from tests.factories.points import NOW, TEAM, make_point
from tests.factories.programme import make_programme_training
from tests.rig.reader import Reader, parse

LIST = "/ca/xarxa/punts/"


@pytest.fixture(autouse=True)
def _at_one(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def names(client: Reader, query: str = "") -> list[str]:
    page = parse(client.get(f"{LIST}{query}").text)
    return ["".join(link.itertext()) for card in page.iter("article") for link in card.iter("a")]


def test_open_ones_come_first_then_those_that_open_soonest(client: Reader) -> None:
    make_point(name="Sempre tancat", hours="")
    make_point(name="Demà", hours="dc 10-14")
    make_point(name="Avui a la tarda", hours="dt 16-19")
    make_point(name="Obert", hours="dt 10-19")
    assert names(client) == ["Obert", "Avui a la tarda", "Demà", "Sempre tancat"]
    page = unescape(client.get(LIST).text)
    for said in (
        "4 punts de suport, un d'obert ara",
        "Obert ara, fins a les 19 h",
        "Tancat ara; obre a les 16 h",
        "Tancat ara; obre demà a les 10 h",
    ):
        assert said in page


def test_everything_narrows_and_a_barri_orders(client: Reader) -> None:
    make_point(name="A", has=("computers", "printer"), helps_in=("ca", "ur"), access=("sense_graons",))
    make_point(name="B", barri="11", latitude=41.3737, longitude=2.1626, hours="dl 10-14", helps_in=("ca",))
    for query, found in {
        "": ["A", "B"],
        "?te=printer": ["A"],
        "?te=impressora&te=ordinadors": ["A"],
        "?llengua=ur": ["A"],
        "?obert=1": ["A"],
        "?accessible=1": ["A"],
        "?barri=el-poble-sec": ["B", "A"],
        "?barri=el-poble-sec&obert=1": ["A"],
        "?barri=no-hi-es&te=piscina&pagina=99999999999": ["A", "B"],
        "?te=scanner": [],
    }.items():
        assert names(client, query) == found, query
    assert "a uns" in client.get(f"{LIST}?barri=el-poble-sec").text
    assert "piscina" in client.get(f"{LIST}?te=piscina").text
    drawn = unescape(client.get(f"{LIST}?te=printer").text)
    assert f'href="{LIST}?barri=poble-sec&te=printer" class="area"' in drawn
    assert f'href="{LIST}a/" aria-label="A"' in drawn


def test_a_kept_page_opens_and_closes_with_the_point(
    app: Flask, client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    point = make_point(hours="dt 10-14")
    opening, closing = NOW.replace(hour=9), NOW.replace(hour=13)
    almost = timedelta(seconds=1)
    for path in (LIST, f"{LIST}{point.slug}/"):
        for moment, said in (
            (opening - almost, "obre a les 10 h"),
            (opening, "Obert ara"),
            (closing - almost, "Obert ara"),
            (closing, "Tancat ara"),
        ):
            clock_at(moment)
            for _ in range(3):
                assert said in client.get(path).text, (path, moment)
            clock_at(moment)  # the real clock went on meanwhile
    assert page_cache.of_app(app)._entries


def test_a_kept_page_shows_what_the_team_has_just_said(client: Reader) -> None:
    point = make_point()
    for _ in range(3):
        assert "Obert ara" in client.get(f"{LIST}{point.slug}/").text
    in_transaction(partial(points.close_today, point.public_id, actor=TEAM, now=NOW))
    page = client.get(f"{LIST}{point.slug}/").text
    assert "Obert ara" not in page
    assert "dimarts 24 de novembre: tancat" in page


def test_a_public_holiday_is_closed_unless_it_is_said(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    clock_at(datetime.fromisoformat("2026-12-08T11:00:00+01:00"))
    shut, open_ = make_point(), make_point(hours="dl-dv 10-14; festius 10-12")
    assert "obre demà a les 10 h" in client.get(f"{LIST}{shut.slug}/").text
    assert "Obert ara, fins a les 12 h" in client.get(f"{LIST}{open_.slug}/").text


def test_its_page_says_all_of_it_in_words_and_for_machines(client: Reader) -> None:
    point = make_point(
        name="Biblioteca <b>",
        access=("sense_graons", "lavabo_adaptat"),
        has=("computers", "printer", "procedures_help"),
        helps_in=("ca", "ur"),
        phone="+34931550111",
        exceptions="24/12-26/12 tancat",
        words=(("es", "Nota", "Por la puerta grande"),),
    )
    page = client.get(f"{LIST}{point.slug}/").text
    for said in (
        "Biblioteca &lt;b&gt;",
        "Lavabo adaptat",
        "Ajuda amb els tràmits per internet",
        "Català i urdú",
        "del dijous 24 de desembre al dissabte 26 de desembre: tancat",
        "festius: tancat",
        'href="tel:+34931550111"',
        'lang="es">Por la puerta grande',
        "document d'identitat",
    ):
        assert said in unescape(page) or said in page, said
    script = next(each for each in parse(page).iter("script") if each.get("type") == "application/ld+json")
    told = json.loads(script.text or "")
    assert (told["@type"], told["name"], told["telephone"]) == ("Place", "Biblioteca <b>", "+34931550111")
    assert told["address"]["addressLocality"] == "Barcelona"
    assert {"@type": "OpeningHoursSpecification", "dayOfWeek": "Monday", "opens": "10:00", "closes": "14:00"} in told[
        "openingHoursSpecification"
    ]
    closed = [each["validFrom"] for each in told["specialOpeningHoursSpecification"] if each["opens"] == "00:00"]
    assert closed == ["2026-12-08", "2026-12-24", "2026-12-25", "2027-01-01", "2027-01-06"]


def test_hidden_and_not_there_look_the_same(client: Reader) -> None:
    point = make_point(is_shown=False)
    assert {client.get(f"{LIST}{slug}/").status_code for slug in (point.slug, "no-hi-es")} == {404}
    assert point.slug not in client.get("/sitemap.xml", buffered=True).text
    shown = make_point()
    assert f"/ca/xarxa/punts/{shown.slug}/" in client.get("/sitemap.xml", buffered=True).text


def test_a_training_there_and_its_point_lead_to_each_other(client: Reader) -> None:
    point = make_point()
    venue = db.session.get_one(Venue, point.venue_id)
    training = make_programme_training(title="Tarda oberta", venue=venue)
    make_programme_training(title="Ja ha passat", venue=venue, days=-7)
    page = client.get(f"{LIST}{point.slug}/").text
    assert "Tarda oberta" in page
    assert "Ja ha passat" not in page
    assert f'href="{LIST}{point.slug}/"' in client.get(f"/ca/formacions/{training.slug}/").text


def test_many_points_ask_no_more_than_few(app: Flask, client: Reader) -> None:
    def ask(path: str) -> int:
        page_cache.clear(app)
        kept.clear(app)
        asked: list[str] = []

        def note(_c: object, _k: object, statement: str, *_more: object) -> None:
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    make_point()
    few = ask(LIST)
    for _ in range(30):
        make_point()
    assert ask(LIST) <= min(few, 6)
    assert client.get(f"{LIST}?pagina=2").text.count("<article") == 7
