"""What waits for the team, and what it decides."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.conversations.models import ConversationReport
from coopnet.conversations.queries import list_about
from coopnet.conversations.rules.talk import Side
from coopnet.conversations.service import deciding, erasing, reporting, upkeep
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.talks import NOW, answered, begun, page_of, person, say, side_of, talk_of
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
QUEUE = "/ca/gestio/xarxa/missatges/"
TEAM = "xarxa@example.org"
FRAUD = "Fes-me un bizum ara mateix"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account(TEAM)
    give_role(account, Role.NETWORK)
    return sign_in(visitor(app), account, is_strong=True)


def actions() -> list[str]:
    db.session.rollback()
    return [
        one for one in db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "accounts" not in one
    ]


def test_the_team_sees_why_and_passes_it_on(client: Reader, team: Reader, letters: Letters) -> None:
    maker = side_of(begun(), Side.MAKER)
    held = say(maker, FRAUD)
    assert "1 missatge espera" in team.get("/ca/gestio/").text
    page = team.get(QUEUE).text
    assert ("transferència" in page, FRAUD in page, maker.name.split()[1] in page) == (True, True, False)
    assert team.submit(QUEUE, form=f"action={QUEUE}{held.message_id}/deixa-passar").status_code == 303
    answerer = talk_of(maker.public_id).parties[1]
    assert FRAUD in client.get(page_of(answerer)).text
    assert letters("conversation.message")[-1].recipient == answerer.email
    assert actions() == ["message.release"]
    with pytest.raises(RuleBroken, match="message_decided"):
        in_transaction(partial(deciding.release, held.message_id, actor=TEAM, now=NOW))


def test_what_is_refused_is_told_to_its_sender_with_the_reason(client: Reader, team: Reader, letters: Letters) -> None:
    maker = side_of(begun(), Side.MAKER)
    held = say(maker, FRAUD)
    refuse = f"{QUEUE}{held.message_id}/rebutja"
    assert team.submit(refuse, text="").status_code == 422
    assert team.submit(refuse, text="Aquí no es demanen diners.").status_code == 303
    assert "Aquí no es demanen diners." in client.get(page_of(maker)).text
    assert FRAUD not in client.get(page_of(talk_of(maker.public_id).parties[1])).text
    (letter,) = letters("conversation.refused")
    with in_language("ca"):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    assert (letter.recipient, "Aquí no es demanen diners." in words.text) == (maker.email, True)
    assert actions() == ["message.refuse"]
    assert team.get(refuse).status_code == 404
    with pytest.raises(RuleBroken, match="reason_missing"):
        in_transaction(partial(deciding.refuse, held.message_id, reason=" ", actor=TEAM, now=NOW))
    with pytest.raises(RuleBroken, match="message_decided"):
        in_transaction(partial(deciding.refuse, "nothing", reason="No", actor=TEAM, now=NOW))


@pytest.mark.parametrize("name", ["Coopnet Equip", "Banc-Sabadell-Codi", "Suport Tècnic"])
def test_under_the_name_of_the_team_or_a_bank_nothing_passes_unread_and_its_letter_says_so(
    client: Reader, letters: Letters, name: str
) -> None:
    made = answered(answerer=person(name=name), text="Hola, en tinc un.")
    talk = talk_of(made.party_id)
    assert [(one.state, one.held_for) for one in talk.messages] == [("held", ["name"])]
    assert letters("conversation.message") == []
    (began,) = letters("conversation.began")
    with in_language("ca"):
        words = get_wording(began.kind)(began)
    assert isinstance(words, Words)
    assert "encara no ha sortit" in words.text
    assert "El nom sembla el de l'equip" in words.text


def test_the_post_is_talked_about_only_once_its_maker_has_something(app: Flask) -> None:
    """A first message that waits has not been heard yet: its maker's list does not show it."""
    made = answered(text=FRAUD)
    maker = side_of(talk_of(made.party_id), Side.MAKER)
    assert list_about("thing", "t1", purpose="conversation") == []
    in_transaction(partial(deciding.release, made.message.message_id, actor=TEAM, now=NOW))
    (shown,) = list_about("thing", "t1", purpose="conversation")
    assert (shown.party_id, shown.unread, shown.is_open) == (maker.public_id, 1, True)


def test_a_notice_is_decided_once_and_what_was_right_is_kept_for_its_time(client: Reader, team: Reader) -> None:
    maker, answerer = begun(text="Paraula lletja").parties
    in_transaction(partial(reporting.report, maker.public_id, "Insulta", blocks=False, now=NOW))
    assert "1 conversa on hi ha" in team.get("/ca/gestio/").text
    page = team.get(QUEUE).text
    assert ("Insulta" in page, "Paraula lletja" in page) == (True, True)
    public_id = db.session.scalars(select(ConversationReport.public_id)).one()
    decide = f"{QUEUE}avisos/{public_id}"
    assert team.submit(QUEUE, form=f"action={decide}", is_right="y").status_code == 303
    db.session.rollback()
    kept = db.session.scalars(select(ConversationReport)).one()
    assert (kept.text, kept.is_right, kept.handled_by) == ("Insulta", True, TEAM)
    found = talk_of(answerer.public_id)
    assert (found.state, found.ended_by) == ("ended", "team")
    assert "Paraula lletja" not in team.get(QUEUE).text + team.get(f"{QUEUE}avisos/").text
    assert actions() == ["conversation.close_report"]
    kept_page, press = f"{QUEUE}avisos/", f"action={decide}/llegeix"
    read = team.submit(kept_page, form=press)
    assert ("Insulta" in read.text, "Paraula lletja" in read.text) == (True, True)
    assert read.text.count("<time datetime=") == 1
    assert actions() == ["conversation.close_report", "conversation.read_evidence"]
    in_transaction(partial(erasing.forget, answerer.public_id, now=NOW))  # who asks to be erased does not undo it
    assert "Paraula lletja" in team.submit(kept_page, form=press).text
    in_transaction(partial(upkeep.erase_overdue, NOW + timedelta(days=364)))
    assert db.session.scalar(select(ConversationReport.text)) == "Insulta"
    in_transaction(partial(upkeep.erase_overdue, NOW + timedelta(days=366)))
    assert db.session.scalars(select(ConversationReport)).all() == []
    with pytest.raises(RuleBroken, match="reports_closed"):
        in_transaction(partial(reporting.decide, public_id, is_right=False, actor=TEAM, now=NOW))


def test_a_notice_without_reason_leaves_the_conversation_open(app: Flask) -> None:
    maker = begun().parties[0]
    in_transaction(partial(reporting.report, maker.public_id, "No sé", blocks=False, now=NOW))
    public_id = db.session.scalars(select(ConversationReport.public_id)).one()
    in_transaction(partial(reporting.decide, public_id, is_right=False, actor=TEAM, now=NOW + timedelta(days=1)))
    kept = db.session.scalars(select(ConversationReport)).one()
    assert (kept.text, kept.about, kept.evidence) == ("", "", [])
    assert talk_of(maker.public_id).state == "open"
