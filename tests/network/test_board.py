"""The board as people find it: list, filters, search, map; the same questions for many posts as for few."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.service import publishing
from coopnet.network.queries.codes import SHOWN_CODE, code_of
from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.states import Act
from coopnet.web import page_cache
from tests.factories.accounts import give_role, make_account, sign_in
from tests.factories.initiatives import make_place, make_profile_draft, save_public_profile
from tests.factories.posts import NOW, after, get, page_of, published
from tests.rig.reader import Reader, parse, read_form

BOARD = "/ca/xarxa/tauler/"
MOST_QUERIES = 6


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def titles(client: Reader, query: str = "") -> list[str]:
    page = parse(client.get(f"{BOARD}{query}").text)
    return ["".join(link.itertext()) for card in page.iter("article") for link in card.iter("a")]


def test_the_newest_stands_first_and_everything_narrows(client: Reader) -> None:
    laptop = published(title="Portàtil", barri="18", languages=("ur",), terms=("donate",))
    hour = published(
        title="Una hora", kind=Kind.OFFER, category="digital_support", barri="11", now=NOW.replace(hour=13)
    )
    everywhere = published(title="Sala", kind=Kind.OFFER, category="space", barri=None, now=NOW.replace(hour=14))
    assert titles(client) == ["Sala", "Una hora", "Portàtil"]
    for query, found in {
        "?tipus=demanda": [laptop],
        "?tipus=oferta": [everywhere, hour],
        "?categoria=aparells": [laptop],
        "?categoria=suport-digital&categoria=aparells": [hour, laptop],
        "?barri=sants": [everywhere, laptop],
        "?barri=sants&tipus=demanda": [laptop],
        "?llengua=ur": [laptop],
        "?condicions=donacio": [laptop],
        "?q=portatils": [laptop],
        "?q=urdú": [laptop],
        "?q=hores&tipus=oferta": [hour],
        "?q=no-hi-ha-res-de-tot-aixo": [],
        "?tipus=casa&pagina=999999999999": [everywhere, hour, laptop],
    }.items():
        assert titles(client, query) == [one.title for one in found], query
    assert "casa" in client.get(f"{BOARD}?tipus=casa").text


def test_the_map_counts_barris_and_has_no_point_for_anybody(client: Reader) -> None:
    for _each in range(3):
        published(barri="18")
    published(barri="11")
    for query in ("", "?barri=el-poble-sec"):
        page = client.get(f"{BOARD}{query}").text
        assert 'aria-label="Sants: 3 anuncis"' in page
        assert 'aria-label="el Poble-sec: 1 anunci"' in page
    assert 'href="/ca/xarxa/tauler/?tipus=demanda&amp;barri=sants"' in client.get(f"{BOARD}?tipus=demanda").text


def test_text_of_any_language_and_direction_is_marked(client: Reader) -> None:
    post = published(title="گھر میں انٹرنیٹ", details="بچوں کی پڑھائی", text_language="ur")
    heading = next(parse(client.get(page_of(post)).text).iter("h1"))
    assert (heading.get("dir"), heading.get("lang")) == ("auto", "ur")
    assert 'dir="auto" lang="ur"' in client.get(BOARD).text
    assert titles(client, "?q=انٹرنیٹ") == ["گھر میں انٹرنیٹ"]


def test_what_is_typed_is_never_markup(client: Reader) -> None:
    post = published(title="<b>x</b>", details="<script>alert(1)</script>", when="<i>")
    for path in (page_of(post), BOARD):
        assert "<b>x" not in client.get(path).text
    assert "<script>alert" not in client.get(page_of(post)).text


def test_a_change_is_seen_at_once_where_a_page_was_kept(client: Reader) -> None:
    post = published(title="Portàtil vermell")
    for _look in range(3):
        assert "Portàtil vermell" in client.get(BOARD).text
        assert client.get(page_of(post)).headers["Cache-Control"] == "public, no-cache"
    after(post, Act.PROMISE)
    assert "Promès" in client.get(BOARD).text
    assert "Promès" in client.get(page_of(post)).text
    after(post, Act.WITHDRAW)
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(page_of(post)).status_code == 404


@pytest.mark.parametrize("path", [BOARD, f"{BOARD}?q=anunci", f"{BOARD}?tipus=demanda&barri=sants", "/ca/xarxa/"])
def test_a_list_asks_the_same_for_many_as_for_few(app: Flask, client: Reader, path: str) -> None:
    def ask() -> int:
        page_cache.clear(app)
        asked: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith("BEGIN"):
                asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert client.get(path).status_code == 200
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    published(kind=Kind.OFFER), published()
    few = ask()
    for number in range(20):
        published(kind=list(Kind)[number % 2], barri=str(11 + number % 8))
    assert ask() <= min(few, MOST_QUERIES)


def test_who_keeps_a_published_profile_writes_for_it_and_may_show_where_it_is(client: Reader) -> None:
    saved = save_public_profile(
        make_profile_draft("Fusteria La Clau", places=(make_place(address="carrer de Sants, 1"),))
    )
    keeper = make_account("clau@example.org", name="Pau")
    give_role(keeper, Role.EDITOR, subject_id=saved.public_id)
    sign_in(client, keeper)
    new = "/ca/xarxa/tauler/nou"
    assert "initiative" in read_form(client.get(new).text).fields
    asked = {"kind": "offer", "category": "device", "title": "Quatre portàtils", "barri": "18"}
    answer = client.submit(new, **asked, initiative=saved.public_id, shows_place="y")
    assert answer.status_code == 303
    public_id = answer.location.partition("/meu/")[2].partition(".")[0]
    post = after(get(public_id), Act.APPROVE)
    assert (post.name, post.email, post.initiative_id) == ("Pau", "clau@example.org", saved.initiative_id)
    assert post.account_id == keeper.id
    page = client.get(page_of(post)).text
    assert "Fusteria La Clau" in page
    assert "carrer de Sants, 1" in page
    assert "Pau" not in page
    assert "Fusteria La Clau" in client.get(BOARD).text


def test_an_entity_that_is_no_more_is_named_on_no_page_that_was_kept(client: Reader) -> None:
    saved = save_public_profile(make_profile_draft("Fusteria La Clau"))
    post = published(initiative_id=saved.initiative_id, kind=Kind.OFFER, title="Quatre portàtils")
    pages = (BOARD, "/ca/xarxa/", page_of(post))
    for path in pages * 3:
        assert "Fusteria La Clau" in client.get(path).text
    in_transaction(lambda: publishing.close(saved.slug, actor="plan@example.org", now=NOW))
    for path in pages:
        page = client.get(path).text
        assert "Quatre portàtils" in page
        assert "Fusteria La Clau" not in page


def test_nobody_writes_in_the_name_of_what_they_do_not_keep(client: Reader) -> None:
    saved = save_public_profile()
    asked = {"kind": "offer", "category": "device", "title": "Quatre portàtils", "barri": "18", "name": "Pau"}
    answer = client.submit("/ca/xarxa/tauler/nou", **asked, email="pau@example.org", initiative=saved.public_id)
    assert answer.status_code == 422


def test_a_person_is_shown_by_barri_alone_also_where_a_place_was_asked_for(client: Reader) -> None:
    post = published(shows_place=True)
    page = client.get(page_of(post)).text
    assert "Sants" in page
    assert post.name not in page


def test_the_desk_shows_every_post_and_its_contact_to_the_team_alone(client: Reader) -> None:
    post = published(audience=Audience.COORDINATORS, name="Rosa Vidal")
    team = make_account()
    give_role(team, Role.NETWORK)
    sign_in(client, team, is_strong=True)
    page = client.get(f"/ca/gestio/xarxa/anuncis/{post.public_id}").text
    assert "Rosa Vidal" in page
    assert str(post.email) in page
    listed = client.get("/ca/gestio/xarxa/anuncis/?estat=published").text
    assert post.title in listed
    assert post.title not in client.get("/ca/gestio/xarxa/anuncis/?estat=promised").text
    # Somebody rings who has seen it on the board: they say a code, which is not the one of its maker's slip.
    said = code_of(post, purpose=SHOWN_CODE)
    assert said != code_of(post)
    assert said not in page
    open_post = published()
    said = code_of(open_post, purpose=SHOWN_CODE)
    assert f"digues el codi {said}" in client.get(page_of(open_post)).text
    found = client.submit("/ca/gestio/xarxa/anuncis/", code=said.replace("-", " ").lower())
    assert found.location.endswith(f"/gestio/xarxa/anuncis/{open_post.public_id}")
    assert "pàgina pública" in client.get(found.location).text
