"""A contact is kept out: what it had begun ends, and nothing that comes from it is taken, by whichever way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import KeptOut
from coopnet.accounts.queries.kept_out import find_kept_out
from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import keeping_out, upkeep
from coopnet.conversations.models import ConversationReport, Message, Party
from coopnet.conversations.rules.inbound import Way
from coopnet.conversations.rules.talk import Opened
from coopnet.conversations.service import receiving, reporting
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post
from coopnet.network.queries import moderation
from coopnet.network.queries.said import said_of
from coopnet.network.rules.states import Act
from coopnet.network.service import correcting, moving
from tests.factories import mails, posts, talks, volunteers
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW, TEAM
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
OUT = "/ca/gestio/xarxa/fora/"
FRAUD = Contact(email="joan+x@example.net")
SAID = "truca al"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account(TEAM)
    give_role(account, Role.NETWORK)
    return sign_in(visitor(app), account, is_strong=True)


def _actions() -> list[str]:
    return [one for one in db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "contact." in one]


def _fraud(text: str = "Hola, en tinc un.") -> Opened:
    post = posts.published()
    return talks.answered(
        talks.person(name="Rosa", contact=Contact(email=post.email)),
        talks.person(name="Joan Pi", contact=FRAUD),
        text,
        subject=("post", post.public_id),
    )


def test_with_a_notice_the_contact_is_kept_out_and_let_in_again(team: Reader, letters: Letters) -> None:
    party = _fraud().party_id
    maker = next(one for one in talks.talk_of(party).parties if one.side == "maker")
    standing, helper = posts.published(contact=FRAUD), volunteers.verified(contact=FRAUD)
    in_transaction(partial(reporting.report, maker.public_id, "Em demana diners", blocks=False, now=NOW))
    notice = db.session.scalars(select(ConversationReport.public_id)).one()
    page = f"{OUT}avis/{notice}"
    assert page in team.get("/ca/gestio/xarxa/missatges/").text
    assert "comparteix el telèfon" in team.get(page).text
    assert not find_kept_out(FRAUD)  # who looks has decided nothing
    assert team.submit(page, text="Demana diners a la gent", keeps_out="y").status_code == 303
    kept = db.session.scalars(select(KeptOut)).one()
    assert (kept.kind, kept.reason, kept.by) == ("email", "Demana diners a la gent", TEAM)
    assert "example.net" not in kept.key
    assert (talks.talk_of(party).state, volunteers.get(helper.public_id).state) == ("ended", "left")
    assert posts.get(standing.public_id).state == "rejected"
    assert SAID in posts.get(standing.public_id).reason
    assert db.session.scalars(select(ConversationReport.is_right)).one() is True
    found = team.submit(OUT, email="JOAN@example.net", email_seen="joan@example.net")
    assert "Demana diners a la gent" in found.text
    assert "pot escriure" in team.submit(OUT, email="maria@example.net").text
    team.submit(OUT, form=f"action={OUT}{kept.public_id}/torna")
    assert not find_kept_out(FRAUD)
    assert _actions() == ["contact.keep_out", "contact.let_in"]
    posts.written(contact=FRAUD)


def test_nothing_of_theirs_is_taken_by_any_way_and_they_are_told_how_to_object(
    client: Reader, letters: Letters
) -> None:
    mails.open_box()
    party, expired = _fraud().party_id, posts.after(posts.published(contact=FRAUD), Act.EXPIRE)
    other, refused = posts.published(), posts.after(posts.written(contact=FRAUD), Act.REJECT)
    said = replace(said_of(refused), details="Una altra cosa")
    in_transaction(partial(keeping_out.keep_out, FRAUD, "Frau", actor=TEAM, now=NOW))
    me = next(one for one in talks.talk_of(party).parties if one.public_id == party)
    ways: list[Callable[[], object]] = [
        lambda: posts.written(contact=Contact(email="joan@example.net"), name="Un altre nom"),
        lambda: volunteers.offered(contact=FRAUD),
        lambda: talks.say(me, "Hola un altre cop"),
        lambda: in_transaction(partial(correcting.change, refused.public_id, said, seen=refused.version, now=NOW)),
        lambda: in_transaction(partial(moving.move, expired.public_id, Act.RENEW, actor=moving.PERSON, now=NOW)),
    ]
    for way in ways:
        with pytest.raises(RuleBroken, match="kept_out"):
            way()
    answer = client.submit(f"{posts.page_of(other)}respon", name="Pere", email="joan+y@example.net", text="Hola")
    assert answer.status_code == 422
    assert SAID in answer.text
    assert "Frau" not in answer.text
    opened = receiving.open_letter(mails.mail(me).as_bytes(), envelope_sender=me.email)
    token = receiving.tokens_of([mails.address_of(me)])[0]
    in_transaction(partial(receiving.take, opened, token, way=Way.COMMAND, now=NOW))
    (told,) = letters("conversation.mailed")
    assert told.values["telling"] == "kept_out"
    assert len(db.session.scalars(select(Message)).all()) == 1
    in_transaction(partial(upkeep.erase_overdue, NOW + timedelta(days=729)))
    assert find_kept_out(FRAUD)
    in_transaction(partial(upkeep.erase_overdue, NOW + timedelta(days=730)))
    assert not find_kept_out(FRAUD)


def test_who_is_served_at_a_point_is_kept_out_nowhere(team: Reader) -> None:
    served = Contact(point="punt")
    post = posts.written(contact=served)
    assert team.get(f"{OUT}anunci/{post.public_id}").status_code == 404
    with pytest.raises(RuleBroken, match="kept_out_nobody"):
        in_transaction(partial(keeping_out.keep_out, served, "Frau", actor=TEAM, now=NOW))


def test_a_flood_is_refused_together_and_both_queues_go_on_page_by_page(team: Reader, letters: Letters) -> None:
    flood = [posts.written(contact=FRAUD, title=f"Compra aquí {number}") for number in range(32)]
    real = posts.written(title="Un portàtil de debò")
    _fraud("Fes-me un bizum ara mateix")
    message = db.session.scalars(select(Message.public_id)).one()
    first = team.get("/ca/gestio/xarxa/").text
    assert ("(33)" in first, "de debò" in first) == (True, False)
    last = moderation.list_pending(after=None, limit=30)[-1].id
    assert f"despres={last}#pendents" in first
    assert "de debò" in team.get(f"/ca/gestio/xarxa/?despres={last}").text
    assert team.get("/ca/gestio/xarxa/?despres=99999999999999999999&avisats=x").status_code == 200
    assert "(1)" in team.get("/ca/gestio/xarxa/missatges/?despres=0").text
    page = f"{OUT}missatge/{message}"
    assert "32 anuncis" in team.get(page).text
    before = len(letters("post.rejected"))
    assert team.submit(page, text="És propaganda").status_code == 303
    states = set(db.session.scalars(select(Post.state).where(Post.id.in_([one.id for one in flood]))))
    assert (states, posts.get(real.public_id).state) == ({"rejected"}, "pending_review")
    assert db.session.scalars(select(Message.state)).one() == "refused"
    assert len(letters("post.rejected")) - before == 1
    assert not find_kept_out(FRAUD)
    assert db.session.scalars(select(Party.name).where(Party.side == "answerer")).one() == "Joan Pi"
