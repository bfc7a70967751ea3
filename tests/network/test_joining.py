"""Posts and accounts; the command line; the demo."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import erasing
from coopnet.demo.rules.posts import SAMPLES
from coopnet.demo.service import board
from coopnet.foundation import personal_data, text_index
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.events import publish
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.events import InitiativesMerged
from coopnet.network import queries
from coopnet.network.models import Post
from coopnet.network.queries.finding import link_of
from coopnet.network.rules.choosing import Filters
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import State
from coopnet.network.service import reminding
from tests.factories.accounts import make_account, sign_in
from tests.factories.initiatives import make_profile_draft, save_public_profile
from tests.factories.posts import NOW, get, page_of, published, written
from tests.factories.talks import begun, person, talk_of
from tests.factories.talks import page_of as talk_page
from tests.rig.reader import Reader

HOME = "/ca/compte/"
ROSA = Contact(email="rosa@example.org")
ACTOR = ("--actor", "xarxa@example.org")
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def test_earlier_posts_are_proposed_joined_and_given_as_a_file(client: Reader) -> None:
    post, other = published(title="Portàtil vermell", contact=ROSA), published()
    account = make_account("rosa@example.org")
    sign_in(client, account)
    assert "Portàtil vermell" not in client.get(HOME).text
    assert [one["on_my_page"] for one in personal_data.export(account.public_id)["posts"]] == [False]
    client.submit(HOME, form="action=/ca/compte/anuncis")
    assert f"/meu/{link_of(post)}/" in client.get(HOME).text
    assert get(other.public_id).account_id is None
    given = personal_data.export(account.public_id)["posts"]
    assert [(one["title"], one["email"]) for one in given] == [("Portàtil vermell", "rosa@example.org")]
    assert personal_data.export(make_account("altra@example.org").public_id)["posts"] == []


def test_who_is_erased_leaves_the_board(client: Reader) -> None:
    post = published(contact=ROSA, name="Rosa")
    account = make_account("rosa@example.org")
    sign_in(client, account).submit(HOME, form="action=/ca/compte/anuncis")
    assert "anuncis" in client.get("/ca/compte/esborra").text
    in_transaction(partial(erasing.erase, account.id, now=NOW))
    gone = get(post.public_id)
    assert (gone.state, gone.name, gone.email, gone.title) == ("withdrawn", "", None, "")
    assert client.get(page_of(post)).status_code == 404


def test_a_merged_entitys_posts_are_of_the_one_that_stays(app: Flask) -> None:
    kept, gone = save_public_profile(), save_public_profile(make_profile_draft("Fusteria Clau"))
    post = published(initiative_id=gone.initiative_id)
    one, other = (db.session.get(Initiative, each.initiative_id) for each in (gone, kept))
    assert one is not None
    assert other is not None
    kept_id, kept_name = other.public_id, other.name
    talk = begun(maker=person(entity_id=one.public_id, entity_name=one.name))
    merged = InitiativesMerged(kept.initiative_id, gone.initiative_id, NOW, "plan@example.org")
    in_transaction(lambda: publish(merged))
    assert get(post.public_id).initiative_id == kept.initiative_id
    ours = talk_of(talk.parties[0].public_id).parties[0]
    assert (ours.entity_id, ours.entity_name) == (kept_id, kept_name)


def test_lost_links_are_sent_to_who_has_them_and_strangers_learn_nothing(client: Reader, letters: Letters) -> None:
    post = published(contact=ROSA)
    pau = person("Pau", contact=ROSA)
    talk = begun(answerer=pau).parties[1]
    for email in ("rosa@example.org", "nobody@example.org"):
        answer = client.submit("/ca/xarxa/tauler/els-meus", email=email)
        assert answer.location.endswith("/xarxa/tauler/enllacos-enviats")
    for job in letters(reminding.SEND_LINKS):
        in_transaction(lambda job=job: reminding.send_links(db.session.merge(job)))  # type: ignore[misc]
    (letter,) = letters("post.links")
    with in_language("ca"):
        words = get_wording(letter.kind)(letter)
    assert f"/meu/{link_of(post)}/" in words.text  # type: ignore[union-attr]
    assert talk_page(talk) in words.text  # type: ignore[union-attr]


def run(app: Flask, *args: str) -> str:
    done = app.test_cli_runner().invoke(args=["posts", *args, *ACTOR])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_team_lists_and_decides_at_a_terminal(app: Flask) -> None:
    first, second = written(), written()
    rows = json.loads(run(app, "list", "--format", "json"))
    assert [row["id"] for row in rows] == [second.public_id, first.public_id]
    assert first.name not in run(app, "list", "--state", "pending_review")
    assert "tauler" in run(app, "approve", first.public_id)
    run(app, "reject", second.public_id, "--reason", "Hi ha un telèfon.")
    assert (get(first.public_id).state, get(second.public_id).state) == ("published", "rejected")
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions == ["posts.list", "posts.list", "post.approve", "post.reject"]
    refused = app.test_cli_runner().invoke(args=["posts", "approve", "nothing", *ACTOR])
    assert (refused.exit_code, "no hi és" in refused.output) == (1, True)


def test_the_demo_has_posts_in_every_state_once_and_writes_to_nobody(app: Flask, letters: Letters) -> None:
    save_public_profile()
    made = board.load(NOW)
    assert made == len(SAMPLES)
    assert set(db.session.scalars(select(Post.state))) == set(State)
    assert {letter.recipient for letter in letters()} == {None}
    assert board.load(NOW) is None
    assert db.session.scalar(select(func.count()).select_from(Post)) == made


def test_what_is_inserted_to_measure_with_is_as_the_services_would_have_left_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "CHUNK", 40)
    assert board.add(posts=100, now=NOW) == 100
    assert board.add(posts=100, now=NOW) == 0
    everybody = frozenset({Audience.EVERYBODY})
    shown = queries.list_posts(Filters(), audiences=everybody, now=NOW, size=1_000)
    public = select(func.count()).where(Post.is_listed, Post.audience == "everybody").select_from(Post)
    assert len(shown.cards) == db.session.scalar(public)
    assert len(text_index.search(queries.KIND, "exemple")) == len(shown.cards)
    post = published(title="Després de totes")
    assert get(post.public_id).id > 100
