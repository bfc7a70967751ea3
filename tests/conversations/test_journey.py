"""Two people talk from a post's page, over plain HTTP: nobody is shown how the other is reached."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.conversations.models import Conversation, Party
from coopnet.conversations.queries.finding import link_of
from coopnet.conversations.rules.talk import Side
from coopnet.foundation.db import db
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import Act
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW, after, get, own_of, page_of, published
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]
ROSA: dict[str, Any] = {"name": "Rosa Vila Puig", "contact": Contact(email="rosa@example.org")}
PAU = {"name": "Pau Roca Soler", "email": "pau@example.org", "text": "Hola, en tinc un que no faig servir."}
SECRETS = ("Vila", "Puig", "rosa@example.org", "Roca", "Soler", "pau@example.org")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def answer(client: Reader, post: Post, **typed: str) -> str:
    """The address of the answerer's page."""
    found = client.submit(f"{page_of(post)}respon", **(PAU | typed))
    assert found.status_code == 303, found.text
    return str(found.location).partition("#")[0]


def page_of_side(side: Side) -> str:
    db.session.rollback()
    party = db.session.scalars(select(Party).where(Party.side == side.value)).one()
    return f"/ca/xarxa/converses/{link_of(party)}/"


def worded(letter: Dispatch) -> Words:
    with in_language("ca"):
        found = get_wording(letter.kind)(letter)
    assert isinstance(found, Words)
    return found


def test_who_answers_and_who_asked_talk_and_see_no_more_of_each_other(client: Reader, letters: Letters) -> None:
    post = published(**ROSA, barri="18")
    pau = answer(client, post)
    page = client.get(pau)
    assert PAU["text"] in page.text
    assert "la persona de l&#39;anunci" in page.text  # whoever asks is nobody's to know before they have answered
    assert "Rosa" not in page.text + worded(letters("conversation.began")[0]).html
    assert (page.headers["X-Robots-Tag"], page.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    to_rosa, to_pau = letters("conversation.message"), letters("conversation.began")
    assert [(one.recipient, one.channel) for one in (*to_rosa, *to_pau)] == [
        ("rosa@example.org", "email"),
        ("pau@example.org", "email"),
    ]
    words = worded(to_rosa[0])
    assert PAU["text"] in words.text
    rosa = page_of_side(Side.MAKER)
    assert rosa in words.text
    assert rosa in client.get(own_of(get(post.public_id))).text
    assert client.submit(rosa, text="Sí, encara el busco!").status_code == 303
    for seen, own in ((words.text + words.html + words.subject, "Rosa"), (client.get(rosa).text, "Rosa")):
        assert not [secret for secret in SECRETS[3:] if secret in seen], own
    assert not [secret for secret in SECRETS[:3] if secret in client.get(pau).text]
    assert "Sí, encara el busco!" in client.get(pau).text
    assert "Conversa amb Rosa" in client.get(pau).text
    assert [one.recipient for one in letters("conversation.message")] == ["rosa@example.org", "pau@example.org"]


def test_the_post_is_talked_about_and_what_becomes_of_it_is_told(client: Reader, letters: Letters) -> None:
    post = published(**ROSA)
    pau = answer(client, post)
    talked = get(post.public_id)
    assert (talked.state, talked.steps[-1].actor) == ("in_conversation", "system")
    after(talked, Act.PROMISE, Act.TAKE_BACK, Act.PROMISE, Act.FULFIL)
    page = client.get(pau).text
    for said in ("promès", "torna a estar obert", "està fet"):
        assert said in page
    assert len([one for one in letters("conversation.message") if one.recipient == "pau@example.org"]) == 4


def test_the_same_person_answers_again_and_strangers_learn_nothing(client: Reader, letters: Letters) -> None:
    post = published(**ROSA)
    answer(client, post)
    again = answer(client, post, text="Encara el tens?")
    assert again.endswith("/xarxa/tauler/resposta-enviada")
    assert PAU["text"] not in client.get(again).text
    assert [one.recipient for one in letters("conversation.again")] == ["pau@example.org"]
    other = answer(client, post, name="Una Altra", text="Jo també en tinc un")
    assert PAU["text"] not in client.get(other).text
    assert len(db.session.scalars(select(Conversation.id)).all()) == 2


def test_the_same_form_twice_shows_the_same_page(client: Reader) -> None:
    post = published(**ROSA)
    first = answer(client, post, form_key="k" * 22)
    assert answer(client, post, form_key="k" * 22) == first
    other = client.submit(f"{page_of(post)}respon", **(PAU | {"text": "Encara el tens?", "form_key": "k" * 22}))
    kept = read_form(other.text).fields
    assert (other.status_code, kept["text"][0].strip(), kept["form_key"] == ["k" * 22]) == (
        422,
        "Encara el tens?",
        False,
    )


def test_search_engines_are_kept_from_the_form_too(client: Reader) -> None:
    post = published(**ROSA)
    assert client.get(f"{page_of(post)}respon").headers["X-Robots-Tag"] == "noindex"


def test_a_form_that_is_not_right_keeps_what_was_typed(client: Reader) -> None:
    post = published(**ROSA)
    for typed in ({"email": ""}, {"name": ""}, {"text": ""}, {"email": "pau"}, {"text": "a" * 3001}):
        found = client.submit(f"{page_of(post)}respon", **(PAU | typed))
        assert found.status_code == 422
        assert 'role="alert"' in found.text
    assert db.session.scalar(select(Conversation.id)) is None


def test_who_may_not_see_a_post_cannot_answer_it(app: Flask, client: Reader) -> None:
    post = published(**ROSA, audience=Audience.VOLUNTEERS)
    assert client.get(f"{page_of(post)}respon").status_code == 404
    volunteer = make_account("voluntari@example.org", name="Voluntària")
    give_role(volunteer, Role.VOLUNTEER)
    helper = sign_in(visitor(app), volunteer)
    found = helper.submit(f"{page_of(post)}respon", text="Hi puc anar dijous.")
    assert found.status_code == 303
    assert "Hi puc anar dijous." in helper.get("/ca/compte/").text or found.location in helper.get("/ca/compte/").text


def test_what_is_done_or_taken_away_has_no_answers(client: Reader) -> None:
    post = after(published(**ROSA), Act.FULFIL)
    assert client.get(f"{page_of(post)}respon").status_code == 303
    assert "/respon" not in client.get(page_of(post)).text
    gone = published(**ROSA)
    form = f"{page_of(gone)}respon"
    after(gone, Act.WITHDRAW)
    assert client.get(form).status_code == 404


def test_a_link_that_is_forged_or_of_nobody_is_no_page(client: Reader) -> None:
    post = published(**ROSA)
    path = answer(client, post)
    token = path.strip("/").rpartition("/")[2]
    another = ("y" if token[0] == "z" else "z") + token[1:]
    for forged in (token[:-1], f"{token}x", another, "nothing"):
        assert client.get(f"/ca/xarxa/converses/{forged}/").status_code == 404
