"""Who answers, who goes on, what is held; each once, whatever is pressed twice."""

from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.rules.talk import TEXT_MAX, Begun, MessageState, OutcomeKind, Side, Source, State
from coopnet.conversations.service import writing
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from tests.factories.talks import NOW, answered, begun, person, say, side_of, talk_of


def count(model: type[Conversation | Message]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_answer_opens_a_conversation_between_two(app: Flask) -> None:
    made = answered(person("Rosa Vila"), person("Pau Roca"), "Hola")
    talk = talk_of(made.party_id)
    assert (made.kind, made.message.kind, talk.state) == (Begun.NEW, OutcomeKind.SENT, State.OPEN)
    assert [(one.side, one.name) for one in talk.parties] == [("maker", "Rosa Vila"), ("answerer", "Pau Roca")]
    assert [(one.text, one.party, one.state) for one in talk.messages] == [("Hola", talk.parties[1], "sent")]


def test_the_same_person_goes_on_with_the_same_conversation(app: Flask) -> None:
    maker, pau = person(), person("Pau Roca", contact=Contact(phone="+34612345678"))
    first = answered(maker, pau, "Hola")
    again = answered(maker, person("pau  ROCA", contact=pau.contact), "Encara el tens?")
    assert (again.kind, again.party_id) == (Begun.CONTINUED, first.party_id)
    other = answered(maker, person("Mireia Roca", contact=pau.contact), "Hola")
    assert (other.kind, count(Conversation)) == (Begun.NEW, 2)
    assert [one.text for one in talk_of(first.party_id).messages] == ["Hola", "Encara el tens?"]


def test_the_same_form_twice_is_one_message_whatever_it_says(app: Flask) -> None:
    maker = person()
    first = answered(maker, person(), "Hola", form_key="k" * 22)
    again = answered(maker, person(), "Hola!", form_key="k" * 22)
    assert (again.kind, again.party_id, again.message.message_id) == (
        Begun.SAME_FORM,
        first.party_id,
        first.message.message_id,
    )
    assert (count(Conversation), count(Message)) == (1, 1)


def test_the_same_letter_twice_is_one_message(app: Flask) -> None:
    maker = side_of(begun(), Side.MAKER)
    first, again = say(maker, "Sí", key="<1@example.org>"), say(maker, "Sí", key="<1@example.org>")
    assert (first.kind, again.kind, again.message_id) == (OutcomeKind.SENT, OutcomeKind.SAME, first.message_id)
    assert say(maker, "Sí", key="<2@example.org>").kind == OutcomeKind.SENT


def test_what_may_be_a_fraud_waits_and_its_sender_is_told_why(app: Flask) -> None:
    talk = begun()
    told = say(side_of(talk, Side.MAKER), "Fes-me un bizum: https://example.org/paga")
    assert (told.kind, told.held_for) == (OutcomeKind.HELD, ("link", "money"))
    held = talk_of(side_of(talk, Side.MAKER).public_id).messages[-1]
    assert (held.state, held.held_for, held.delivered_at) == (MessageState.HELD, ["link", "money"], None)


@pytest.mark.parametrize(("text", "code"), [("  \n", "message_empty"), ("a" * (TEXT_MAX + 1), "message_too_long")])
def test_what_cannot_be_written_is_refused(app: Flask, text: str, code: str) -> None:
    maker = side_of(begun(), Side.MAKER)
    with pytest.raises(RuleBroken, match=code):
        say(maker, text)
    with pytest.raises(RuleBroken, match=code):
        answered(text=text)
    assert count(Message) == 1


def test_nobody_answers_themselves(app: Flask) -> None:
    rosa = person("Rosa Vila")
    with pytest.raises(RuleBroken, match="answer_own"):
        answered(rosa, person("rosa vila", contact=rosa.contact))
    # Who types the maker's contact under another name is not told whose it is.
    assert answered(rosa, person("Algú", contact=rosa.contact)).kind == Begun.NEW


def test_nothing_gets_through_what_is_closed_or_blocked_nor_from_nobody(app: Flask) -> None:
    talk = begun()
    maker, answerer = talk.parties
    in_transaction(lambda: db.session.execute(update(Party).where(Party.id == maker.id).values(blocked_at=NOW)))
    for one in (maker, answerer):
        with pytest.raises(RuleBroken, match="conversation_blocked"):
            say(one, "Hola?")
    other = begun()
    ended = update(Conversation).where(Conversation.id == other.id).values(state=State.ENDED)
    in_transaction(lambda: db.session.execute(ended))
    with pytest.raises(RuleBroken, match="conversation_closed"):
        say(other.parties[0], "Hola?")
    with pytest.raises(RuleBroken, match="conversation_not_found"):
        in_transaction(partial(writing.write, "nobody", "Hola", source=Source.MAIL, key=None, now=NOW))


@pytest.mark.parametrize("who", [{"email": "pau@example.org"}, {"phone": "+34612345678"}, {"point": "p1"}])
def test_who_is_blocked_gets_no_way_around_by_something_else(app: Flask, who: dict[str, str]) -> None:
    maker, pau = person("Rosa"), person("Pau", contact=Contact(**who))
    talk = begun(maker=maker, answerer=pau)
    in_transaction(
        lambda: db.session.execute(update(Party).where(Party.id == talk.parties[0].id).values(blocked_at=NOW))
    )
    with pytest.raises(RuleBroken, match="conversation_blocked"):
        answered(maker, pau, subject=("thing", "t2"))
    assert answered(person(), pau, subject=("thing", "t3")).kind == Begun.NEW


def test_an_entity_that_blocks_blocks_for_all_who_keep_it(app: Flask) -> None:
    pau = person("Pau")
    talk = begun(maker=person("Rosa", entity_id="e1", entity_name="Fusteria"), answerer=pau)
    in_transaction(
        lambda: db.session.execute(update(Party).where(Party.id == talk.parties[0].id).values(blocked_at=NOW))
    )
    with pytest.raises(RuleBroken, match="conversation_blocked"):
        answered(person("Joan", entity_id="e1", entity_name="Fusteria"), pau, subject=("thing", "t2"))


def test_two_first_answers_at_once_by_one_person_are_one_conversation(app: Flask) -> None:
    maker, pau, barrier = person(), person("Pau"), Barrier(2)
    kinds: list[Begun] = []
    db.session.rollback()

    def press(text: str) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            kinds.append(answered(maker, pau, text).kind)
            db.session.remove()

    threads = [Thread(target=press, args=(text,)) for text in ("Hola", "Bon dia")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(kinds) == [Begun.CONTINUED, Begun.NEW]
    assert (count(Conversation), count(Message)) == (1, 2)
