"""A maker changes a post: what others would read anew the team reads first, and nothing that was answered is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from flask import Flask

from coopnet.accounts.models import Account
from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.conversations.queries.finding import MANAGE as TALKS
from coopnet.conversations.queries.listing import list_about
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post
from coopnet.network.queries.said import said_of
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import Act
from coopnet.network.service import correcting
from coopnet.network.service.correcting import Changed
from tests.factories import helping
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW, after, do, get, own_of, page_of, published, written
from tests.rig.reader import Reader, read_form

BOARD = "/ca/xarxa/tauler/"
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account()
    give_role(account, Role.NETWORK)
    return sign_in(visitor(app), account, is_strong=True)


def change(post: Post, **changed: Any) -> Changed:
    public_id, version, said = post.public_id, post.version, replace(said_of(post), **changed)
    return in_transaction(partial(correcting.change, public_id, said, seen=version, now=NOW))


def desk(post: Post, what: str) -> str:
    return f"/ca/gestio/xarxa/anuncis/{post.public_id}/{what}"


def test_while_it_waits_it_is_changed_freely_by_its_page(client: Reader) -> None:
    post = written(title="Un portatil")
    page = f"{own_of(post)}canvia"
    assert page in client.get(own_of(post)).text
    answer = client.submit(page, title="Un portàtil", details="Per a l'escola.", quantity="2", barri="17")
    assert answer.status_code == 303
    found = get(post.public_id)
    assert (found.title, found.details, found.quantity, found.barri) == ("Un portàtil", "Per a l'escola.", 2, "17")
    assert (found.state, found.before, found.version) == ("pending_review", None, 2)
    assert [step.act for step in found.steps] == ["ask", "change"]
    assert client.submit(page, quantity="0").status_code == 422


def test_facts_of_an_open_post_change_at_once_and_its_words_are_read_again_beside_the_old(
    client: Reader, team: Reader
) -> None:
    post = after(published(title="Portàtil vermell"), Act.PROMISE)
    page = f"{own_of(post)}canvia"
    client.submit(page, quantity="3", shown="30")
    found = get(post.public_id)
    assert (found.state, found.quantity, str(found.shown_until)) == ("promised", 3, "2026-12-24")
    published_at = found.published_at
    client.submit(page, title="Portàtil blau", details="Em podeu deixar 50 euros?")
    found = get(post.public_id)
    assert (found.state, found.hidden_from) == ("pending_review", "promised")
    assert "Portàtil" not in client.get(BOARD).text
    assert "se&#39;l torna a llegir" in client.get(own_of(post)).text
    queue = team.get("/ca/gestio/xarxa/").text
    assert "Portàtil blau" in queue
    assert "Parla de diners" in queue
    assert "Parla de diners" in team.get(f"/ca/gestio/xarxa/anuncis/{post.public_id}").text
    assert "Portàtil vermell" in queue
    team.submit("/ca/gestio/xarxa/", form=f"action={desk(post, 'publica')}")
    found = get(post.public_id)
    assert (found.state, found.hidden_from, found.before) == ("promised", None, None)
    assert found.published_at == published_at
    assert "Portàtil blau" in client.get(BOARD).text


def test_whoever_answered_stays_through_a_change_and_its_refusal(client: Reader, team: Reader) -> None:
    post = published()
    client.submit(f"{page_of(post)}respon", name="Nil", email="nil@example.org", text="En tinc un.")
    post = get(post.public_id)
    assert post.state == "in_conversation"
    assert change(post, details="Truqueu-me.") == Changed.TO_READ
    team.submit(desk(post, "rebutja"), text="Hi ha un telèfon.")
    found = get(post.public_id)
    assert (found.state, found.hidden_from) == ("rejected", "in_conversation")
    client.submit(f"{own_of(post)}canvia", details="Per als deures.")
    after(found, Act.APPROVE)
    assert get(post.public_id).state == "in_conversation"
    assert [one.is_open for one in list_about("post", post.public_id, purpose=TALKS)] == [True]


def test_a_refused_one_is_written_again_from_its_letter_with_what_was_typed(
    client: Reader, team: Reader, letters: Letters
) -> None:
    post = written(title="Portàtil vermell", details="Truqueu al 600 11 22 33")
    do(post.public_id, Act.REJECT)
    page = f"{own_of(post)}canvia"
    assert page in client.get(own_of(post)).text
    letter = letters()[-1]
    with in_language("ca"):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    assert page in words.text
    shown = client.get(page).text
    for said in ("Portàtil vermell", "Truqueu al 600 11 22 33", "Hi ha un telèfon."):
        assert said in shown, said
    assert client.submit(page, details="Per als deures.").status_code == 303
    assert get(post.public_id).state == "pending_review"
    queue = team.get("/ca/gestio/xarxa/").text
    assert "Truqueu al 600 11 22 33" in queue
    assert "Hi ha un telèfon." in queue


def test_a_narrower_audience_holds_at_once_and_a_wider_one_is_read_first(client: Reader) -> None:
    post = published(title="Portàtil vermell")
    assert change(post, audience=Audience.VOLUNTEERS) == Changed.SAVED
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(f"{BOARD}?q=vermell").text.count("vermell") == client.get(f"{BOARD}?q=verd").text.count("verd")
    assert change(get(post.public_id), audience=Audience.EVERYBODY) == Changed.TO_READ


def test_two_windows_do_not_write_over_each_other_and_a_second_press_is_none(client: Reader) -> None:
    post = written()
    page = f"{own_of(post)}canvia"
    old = read_form(client.get(page).text).fields
    client.submit(page, details="De l'altra finestra.")
    mine, headers = old | {"details": "D'aquesta."}, {"Referer": "http://localhost/"}
    answer = client.post(page, data=mine, headers=headers)
    assert answer.status_code == 409
    assert "De l'altra finestra." in answer.text.replace("&#39;", "'")
    again = read_form(answer.text).fields
    for _press in range(2):
        assert client.post(page, data=again, headers=headers).status_code == 303
    found = get(post.public_id)
    assert (found.details, found.version) == ("D'aquesta.", 3)


def test_what_has_ended_or_says_what_another_says_is_not_changed(app: Flask) -> None:
    assert app.config["TESTING"]
    contact = Contact(email="una@example.org")
    post, other = (written(title=title, name="Una", contact=contact) for title in ("Un portàtil", "Un ratolí"))
    with pytest.raises(RuleBroken, match="post_twice"):
        change(other, title=post.title)
    db.session.rollback()
    gone = after(post, Act.WITHDRAW)
    with pytest.raises(RuleBroken, match="post_cannot"):
        change(gone, quantity=2)


def test_the_helper_of_the_point_changes_it_for_somebody_and_no_other(app: Flask) -> None:
    point = helping.make_point()
    helper: Account = helping.make_helper(point)
    post = written(contact=Contact(point=point), name="Fatou Diop")
    at_desk = helping.at_desk(app, helper)
    page = f"/ca/gestio/punt/{point}/anuncis/{post.public_id}"
    assert f"{page}/canvia" in at_desk.get(page).text
    assert at_desk.submit(f"{page}/canvia", details="Amb el teclat en urdú.").status_code == 303
    assert get(post.public_id).details == "Amb el teclat en urdú."
    stranger = written()
    assert at_desk.get(f"/ca/gestio/punt/{point}/anuncis/{stranger.public_id}/canvia").status_code == 404


def test_the_address_of_what_has_ended_says_so_and_of_what_was_protected_nothing(client: Reader) -> None:
    both = Audience.EVERYBODY, Audience.VOLUNTEERS
    ended, protected = (after(published(audience=one), Act.WITHDRAW) for one in both)
    answer = client.get(page_of(ended))
    assert answer.status_code == 404
    assert "ja no és al tauler" in answer.text
    assert ended.title not in answer.text
    assert "ja no és al tauler" not in client.get(page_of(protected)).text
