"""A post's way: written, read by the team, seen by those who may, renewed, done, taken away."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.outbox import Dispatch
from coopnet.network.rules.posts import Audience, Kind
from coopnet.network.rules.states import Act
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW, after, get, own_of, page_of, published, written
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
BOARD = "/ca/xarxa/tauler/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    return signed_in_as(app, Role.NETWORK)


def signed_in_as(app: Flask, role: Role) -> Reader:
    account = make_account()
    give_role(account, role)
    return sign_in(visitor(app), account, is_strong=True)


def test_nobody_sees_a_post_that_the_team_has_not_read(client: Reader) -> None:
    post = written(title="Portàtil vermell")
    assert client.get(page_of(post)).status_code == 404
    for path in (BOARD, f"{BOARD}?q=vermell"):
        assert "Portàtil vermell" not in client.get(path).text


def test_the_team_puts_it_on_the_board_and_its_maker_is_told(client: Reader, team: Reader, letters: Letters) -> None:
    post = written(title="Portàtil vermell")
    queue = team.get("/ca/gestio/xarxa/")
    assert "Portàtil vermell" in queue.text
    assert "1 anunci per llegir" in team.get("/ca/gestio/").text
    answer = team.submit("/ca/gestio/xarxa/", form=f"action=/ca/gestio/xarxa/anuncis/{post.public_id}/publica")
    assert answer.status_code == 303
    assert "Portàtil vermell" in client.get(BOARD).text
    assert "Portàtil vermell" in client.get(f"{BOARD}?q=portatils").text
    page = client.get(page_of(post))
    assert page.status_code == 200
    assert 'data-state="published"' in page.text
    assert [letter.kind for letter in letters()][-1] == "post.approved"


def test_a_rejection_says_why_to_its_maker_alone(client: Reader, team: Reader, letters: Letters) -> None:
    post = written()
    reject = f"/ca/gestio/xarxa/anuncis/{post.public_id}/rebutja"
    assert team.submit(reject, text="").status_code == 422
    assert team.submit(reject, text="Hi ha un telèfon.").status_code == 303
    own = client.get(own_of(get(post.public_id)))
    assert 'data-state="rejected"' in own.text
    assert "Hi ha un telèfon." in own.text
    assert client.get(page_of(post)).status_code == 404
    assert [letter.kind for letter in letters()][-1] == "post.rejected"


def test_a_post_shows_neither_who_made_it_nor_how_they_are_reached(client: Reader) -> None:
    post = published(name="Rosa Vidal Pons")
    for path in (page_of(post), BOARD, "/ca/xarxa/"):
        page = client.get(path).text
        assert "Rosa" not in page
        assert str(post.email) not in page


@pytest.mark.parametrize("role", [None, Role.VOLUNTEER, Role.NETWORK, Role.COORDINATOR])
@pytest.mark.parametrize("audience", list(Audience))
def test_who_may_see_a_request(app: Flask, client: Reader, role: Role | None, audience: Audience) -> None:
    """To who may not, it looks as if it did not exist."""
    post = published(title="Portàtil vermell", audience=audience)
    reader = client if role is None else signed_in_as(app, role)
    may = (
        audience == Audience.EVERYBODY
        or role == Role.NETWORK
        or (role == Role.VOLUNTEER and audience == Audience.VOLUNTEERS)
    )
    refused, missing = reader.get(page_of(post)), reader.get(f"{BOARD}zzzzzzzzzzzz-aparells-sants/")
    assert refused.status_code == (200 if may else 404)
    if not may:
        assert refused.text.replace(post.public_id, "zzzzzzzzzzzz") == missing.text
        assert reader.get(f"{page_of(post)}avisa").status_code == 404
    for path in (BOARD, f"{BOARD}?q=vermell", f"{BOARD}?tipus=demanda"):
        assert ("Portàtil vermell" in reader.get(path).text) == may


def test_what_a_volunteer_has_seen_is_kept_for_nobody_else(app: Flask, client: Reader) -> None:
    post = published(title="Portàtil vermell", audience=Audience.VOLUNTEERS)
    volunteer = signed_in_as(app, Role.VOLUNTEER)
    for _look in range(3):
        assert volunteer.get(page_of(post)).headers["Cache-Control"] == "private, no-store"
        assert "Portàtil vermell" in volunteer.get(BOARD).text
        assert "Portàtil vermell" not in client.get(BOARD).text
        assert client.get(page_of(post)).status_code == 404


def test_what_filters_and_map_count_for_a_volunteer_is_told_to_nobody_else(app: Flask, client: Reader) -> None:
    """Both are drawn once for all pages of a list."""
    published(audience=Audience.VOLUNTEERS, barri="18")
    published(barri="18")
    volunteer = signed_in_as(app, Role.VOLUNTEER)
    for _look in range(2):
        for reader, said in ((volunteer, "Sants: 2 anuncis"), (client, "Sants: 1 anunci")):
            page = reader.get(BOARD).text
            assert f'aria-label="{said}"' in page
            assert f'Sants <span class="count">{said[7]}</span>' in page


def test_words_of_a_protected_request_are_not_suggested(client: Reader) -> None:
    published(title="Xilofon elèctric", audience=Audience.VOLUNTEERS)
    assert "lectric" not in client.get(f"{BOARD}?q=xilofom").text


def test_a_requests_address_is_category_and_barri_and_an_offers_its_title(client: Reader) -> None:
    request = published(title="Sola i sense feina")
    assert page_of(request) == f"{BOARD}{request.public_id}-aparells-sants/"
    offer = published(kind=Kind.OFFER, title="Dues tauletes", barri=None)
    assert page_of(offer) == f"{BOARD}{offer.public_id}-dues-tauletes/"
    for wrong in ("sola-i-sense-feina", "x"):
        answer = client.get(f"{BOARD}{request.public_id}-{wrong}/")
        assert (answer.status_code, answer.location) == (301, page_of(request))


def test_search_engines_are_told_to_leave_requests_alone(client: Reader) -> None:
    request, offer = published(), published(kind=Kind.OFFER)
    assert client.get(page_of(request)).headers["X-Robots-Tag"] == "noindex"
    assert client.get(BOARD).headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(page_of(offer)).headers
    sitemap = client.get("/sitemap.xml", buffered=True).text
    assert page_of(offer) in sitemap
    assert request.public_id not in sitemap
    assert request.title not in client.get("/ca/xarxa/").text
    for sign in ("application/ld+json", "og:", "atom"):
        assert sign not in client.get(page_of(request)).text


def test_opening_a_link_changes_nothing_and_one_press_renews(client: Reader, clock_at: Callable[..., None]) -> None:
    post = published(shown_days=30)
    later = NOW.replace(month=12, day=20)
    clock_at(later)
    renew = f"{own_of(post)}renova"
    assert client.get(renew).status_code == 200
    assert str(get(post.public_id).shown_until) == "2026-12-24"
    for _press in range(2):
        assert client.submit(renew).status_code == 303
        assert str(get(post.public_id).shown_until) == "2027-01-19"


def test_its_maker_says_what_becomes_of_it_with_one_press(client: Reader) -> None:
    post = published()
    own = own_of(post)
    for act, state in (
        ("talk", "in_conversation"),
        ("promise", "promised"),
        ("take_back", "published"),
        ("fulfil_partly", "partly_fulfilled"),
        ("fulfil", "fulfilled"),
    ):
        answer = client.submit(own, form=f"action={own}estat", act=act)
        assert answer.status_code == 303
        assert f'data-state="{state}"' in client.get(answer.location).text
        assert get(post.public_id).state == state
    assert "gràcies" in client.get(page_of(post)).text


@pytest.mark.parametrize("act", ["approve", "show_again", "expire", "withdraw", "", "x"])
def test_a_link_gives_no_right_to_what_is_the_teams(client: Reader, act: str) -> None:
    post = published()
    own = own_of(post)
    assert client.submit(own, form=f"action={own}estat", act=act).status_code == 400
    assert get(post.public_id).state == "published"


def test_a_press_on_an_old_page_is_answered_with_where_it_stands(client: Reader) -> None:
    post = published()
    own = own_of(post)
    client.get(own)
    form = {"act": "promise"}
    page = client.get(own).text
    after(post, Act.WITHDRAW)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post(f"{own}estat", data={**form, "csrf_token": token}, headers={"Referer": "http://localhost/"})
    assert answer.status_code == 303
    assert "no es pot fer" in client.get(answer.location).text
    assert get(post.public_id).state == "withdrawn"


def test_taking_away_asks_once_and_is_seen_at_once(client: Reader, letters: Letters) -> None:
    post = published(title="Portàtil vermell")
    assert "Portàtil vermell" in client.get(BOARD).text
    assert client.submit(f"{own_of(post)}retira").status_code == 303
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(page_of(post)).status_code == 404


def test_it_was_not_me_erases_at_once(client: Reader) -> None:
    post = published(title="Portàtil vermell", name="Rosa Vidal")
    own = own_of(post)
    assert client.submit(f"{own}no-soc-jo").status_code == 303
    gone = get(post.public_id)
    assert (gone.state, gone.name, gone.email, gone.title, gone.details) == ("withdrawn", "", None, "", "")
    page = client.get(own)
    assert page.status_code == 200
    assert "Rosa" not in page.text


def test_a_link_of_another_kind_or_a_forged_one_opens_nothing(client: Reader) -> None:
    post = published()
    own = own_of(post)
    assert client.get(own).headers["Referrer-Policy"] == "no-referrer"
    for wrong in (own[:-3] + "aa/", own.replace(".", "x"), f"{BOARD}meu/nothing/"):
        assert client.get(wrong).status_code == 404
