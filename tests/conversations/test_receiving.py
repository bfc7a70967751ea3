"""A letter to a reply address: what reaches the other side, what does not, and what its writer is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from coopnet.conversations.letters import kinds
from coopnet.conversations.models import Conversation, InboundLetter, Message, Party
from coopnet.conversations.rules import inbound
from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.rules.talk import MessageState, Side
from coopnet.conversations.service import receiving, sitting, writing
from coopnet.conversations.service.erasing import forget
from coopnet.foundation import i18n, links
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import make_account
from tests.factories.mails import BOX, HOSTILE, address_of, mail, open_box
from tests.factories.talks import NOW, begun, person, side_of, talk_of


@pytest.fixture(autouse=True)
def _box(app: Flask) -> None:
    open_box()


@pytest.fixture
def talk() -> Conversation:
    return begun()


@pytest.fixture
def me(talk: Conversation) -> Party:
    return side_of(talk, Side.MAKER)


def receive(
    raw: object, party: Party, *, sender: str | None = None, token: str | None = None, now: datetime = NOW
) -> Answer:
    opened = receiving.open_letter(raw if isinstance(raw, bytes) else raw.as_bytes(), envelope_sender=sender)  # type: ignore[attr-defined]
    found = token or receiving.tokens_of([address_of(party)])[0]
    return in_transaction(partial(receiving.take, opened, found, way=Way.COMMAND, now=now))


def written(party: Party) -> list[Message]:
    return [one for one in talk_of(party.public_id).messages if one.source == "mail"]


def notes() -> list[InboundLetter]:
    db.session.rollback()
    return list(db.session.scalars(select(InboundLetter).order_by(InboundLetter.id)))


def words_of(letter: Dispatch) -> Words:
    with i18n.in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words


Letters = Callable[..., list[Dispatch]]


def test_an_answer_reaches_the_other_side_without_what_it_quotes(
    me: Party, talk: Conversation, letters: Letters
) -> None:
    before = len(letters(kinds.MESSAGE))
    assert receive(mail(me), me) == Answer.RELAYED
    [message] = written(me)
    assert (message.text, message.state, message.party_id) == ("Dijous em va bé.", MessageState.SENT, me.id)
    sent = letters(kinds.MESSAGE)[before:]
    assert [letter.recipient for letter in sent] == [side_of(talk, Side.ANSWERER).email]
    text = words_of(sent[0]).text
    assert "Dijous em va bé." in text
    assert str(me.email) not in text
    assert letters(kinds.MAILED) == []


def test_our_letter_is_answered_to_an_address_of_its_reader_and_says_where_to_write(
    me: Party, letters: Letters
) -> None:
    receive(mail(me), me)
    words = words_of(letters(kinds.MESSAGE)[-1])
    other = side_of(talk_of(me.public_id), Side.ANSWERER)
    assert words.reply_to == address_of(other)
    assert words.text.startswith("Respon per sobre d'aquesta línia\n")
    assert words.html.index("Respon per sobre") < words.html.index('class="from"')
    opened = receiving.open_letter(mail(other, f"Fet.\n\n{words.text}").as_bytes())
    assert opened.said == "Fet."


def test_where_no_mail_comes_in_letters_ask_for_none(app: Flask, me: Party, letters: Letters) -> None:
    receive(mail(me), me)
    app.config["REPLY_BOX"] = None
    words = words_of(letters(kinds.MESSAGE)[-1])
    assert words.reply_to is None
    assert "Respon per sobre" not in words.text + words.html
    assert receiving.tokens_of(["respostes+a@mail.example.org"]) == ()


def test_the_same_letter_twice_is_one_message(me: Party) -> None:
    letter = mail(me)
    assert [receive(letter, me), receive(letter, me)] == [Answer.RELAYED, Answer.DUPLICATE]
    letter["Received"] = "from elsewhere"
    assert receive(letter, me) == Answer.DUPLICATE
    assert len(written(me)) == len(notes()) == 1


def test_two_letters_with_one_number_are_two(me: Party) -> None:
    receive(mail(me, "Una", message_id="<1@x.org>"), me)
    receive(mail(me, "Dues", message_id="<1@x.org>"), me)
    assert [one.text for one in written(me)] == ["Una", "Dues"]


@pytest.mark.parametrize("change", ["tag", "id", "key", "purpose", "shape", "upper"])
def test_only_a_genuine_address_is_one(me: Party, change: str) -> None:
    genuine = receiving.tokens_of([address_of(me)])[0]
    public_id, key, tag = genuine.split(".")
    other = side_of(talk_of(me.public_id), Side.ANSWERER)
    token = {
        "tag": f"{public_id}.{key}.{'0' * len(tag)}",
        "id": f"{other.public_id}.{key}.{tag}",
        "key": f"{public_id}.ffff.{tag}",
        "purpose": links.make_tag("conversation", me.public_id, me.link_version),
        "shape": "x" * 60,
        "upper": genuine.upper(),
    }[change]
    assert receive(mail(me), me, token=token) == (Answer.RELAYED if change == "upper" else Answer.NOBODY)
    assert len(notes()) == (change == "upper")


def test_a_link_that_was_revoked_takes_its_address_along(me: Party) -> None:
    old = receiving.tokens_of([address_of(me)])[0]
    in_transaction(lambda: db.session.execute(update(Party).where(Party.id == me.id).values(link_version=2)))
    assert receive(mail(me), me, token=old) == Answer.NOBODY
    assert written(me) == []


def test_who_was_erased_has_no_address(me: Party) -> None:
    token = receiving.tokens_of([address_of(me)])[0]
    letter = mail(me)
    in_transaction(partial(forget, me.public_id, now=NOW))
    assert receive(letter, me, token=token) == Answer.NOBODY


def test_from_another_address_it_waits_and_its_owner_is_told(me: Party, letters: Letters) -> None:
    before = len(letters(kinds.MESSAGE))
    assert receive(mail(me, sender="rosa@elsewhere.example"), me) == Answer.HELD
    [message] = written(me)
    assert (message.state, message.held_for) == (MessageState.HELD, ["sender"])
    assert len(letters(kinds.MESSAGE)) == before
    [told] = letters(kinds.HELD)
    assert told.recipient == me.email
    assert "elsewhere" not in words_of(told).text
    assert "L'has escrit tu?" in words_of(told).text


def test_whoever_has_the_page_sends_on_what_waits_for_its_sender_alone(me: Party) -> None:
    receive(mail(me, sender="rosa@elsewhere.example"), me)
    receive(mail(me, "Fes-me un bizum", sender="rosa@elsewhere.example"), me)
    one, other = written(me)
    assert other.held_for == ["money", "sender"]
    kinds_of = [
        in_transaction(partial(writing.change, me.public_id, each.public_id, each.text, now=NOW)).kind
        for each in (one, other)
    ]
    assert kinds_of == ["sent", "held"]
    assert [each.state for each in written(me)] == [MessageState.SENT, MessageState.HELD]


@pytest.mark.parametrize("how", ["case", "plus", "proved"])
def test_an_address_that_is_known_to_be_theirs_passes(how: str) -> None:
    account = make_account("rosa.altra@example.org")
    me = side_of(begun(maker=person(account_id=account.id)), Side.MAKER)
    sender = {
        "case": str(me.email).upper(),
        "plus": str(me.email).replace("@", "+coopnet@"),
        "proved": "rosa.altra@example.org",
    }[how]
    assert receive(mail(me, sender=sender), me) == Answer.RELAYED


@pytest.mark.parametrize(
    ("headers", "sender", "reason"),
    [
        ({"Auto_Submitted": "auto-replied"}, None, "auto_reply"),
        ({"Precedence": "bulk"}, None, "mailing_list"),
        ({"Return_Path": "<>"}, None, "bounce"),
        ({}, "", "bounce"),
        ({"message_id": f"<{'0' * 32}@localhost>"}, None, "our_own"),
    ],
)
def test_what_a_machine_sends_is_noted_never_passed_on_nor_answered(
    me: Party, letters: Letters, headers: dict[str, str], sender: str | None, reason: str
) -> None:
    before = len(letters())
    assert receive(mail(me, "", **headers), me, sender=sender) == Answer.AUTOMATIC
    assert written(me) == []
    assert len(letters()) == before
    assert [(note.answer, note.reason, note.party_id) for note in notes()] == [("automatic", reason, me.id)]


@pytest.mark.parametrize(
    ("text", "telling"),
    [("", "empty"), ("> Hola\n", "empty"), ("x" * 3_001, "too_long"), ("Truca'm al 612 345 678", "left_out")],
)
def test_what_did_not_get_through_is_told_to_the_party_s_own_address(
    me: Party, letters: Letters, text: str, telling: str
) -> None:
    receive(mail(me, text, sender=f"Algú <{me.email}>"), me)
    [told] = letters(kinds.MAILED)
    assert (told.recipient, told.values["telling"]) == (me.email, telling)
    assert words_of(told).reply_to == address_of(me)
    assert [one.text for one in written(me)] == (["Truca'm al […]"] if telling == "left_out" else [])


@pytest.mark.parametrize(
    "tail",
    [
        "Mercè Vidal Puig",
        "MERCÈ VIDAL PUIG\nAuxiliar administrativa\nEscola X",
        "Puig Vidal, Mercè\nTel. 93 423 45 67",
        "Mercè Vidal | Ferreteria",
        "Hola, Mercè Vidal Puig:\n\nSobre: Un portàtil\n\nNom et diu:",
        "---- Ahir ----\nHello Mercè Vidal Puig,\nAbout: Un portàtil",
        "Mira la conversa i respon\nhttps://coopnet.example.org/",
    ],
)
def test_neither_signature_nor_surname_nor_our_own_letter_reaches_the_other_side(letters: Letters, tail: str) -> None:
    me = side_of(begun(maker=person("Mercè Vidal Puig")), Side.MAKER)
    assert receive(mail(me, f"D'acord, ho diu la Mercè Vidal.\n\n{tail}\n"), me) == Answer.RELAYED
    assert [one.text for one in written(me)] == ["D'acord, ho diu la Mercè […]."]
    assert letters(kinds.MAILED) == []


def test_a_photo_stays_behind_and_its_sender_knows(me: Party, letters: Letters) -> None:
    letter = mail(me, "Mira")
    letter.add_attachment(b"x", maintype="image", subtype="jpeg", filename="rosa@example.org.jpg")
    assert receive(letter, me) == Answer.RELAYED
    [told] = letters(kinds.MAILED)
    assert "fotos" in words_of(told).text


def test_a_closed_conversation_takes_no_letter(me: Party, letters: Letters) -> None:
    in_transaction(partial(sitting.end, me.public_id, now=NOW))
    assert receive(mail(me), me) == Answer.REFUSED
    assert written(me) == []
    [told] = letters(kinds.MAILED)
    assert told.values["telling"] == inbound.CLOSED
    assert [note.reason for note in notes()] == ["conversation_closed"]


def test_two_machines_that_say_nothing_of_it_come_to_an_end(me: Party, letters: Letters) -> None:
    answers = [receive(mail(me, f"Soc fora {number}"), me) for number in range(inbound.MOST_AN_HOUR + 8)]
    assert answers == [Answer.RELAYED] * inbound.MOST_AN_HOUR + [Answer.TOO_MANY] * 8
    assert len(written(me)) == inbound.MOST_AN_HOUR
    assert [told.values["telling"] for told in letters(kinds.MAILED)] == ["too_many"]


def test_a_letter_of_fraud_is_held_as_one_on_the_page_is(me: Party) -> None:
    assert receive(mail(me, "Envia'm el codi que rebràs per SMS"), me) == Answer.HELD
    assert written(me)[0].held_for == ["code"]


def test_a_letter_that_cannot_be_read_is_noted_and_nothing_else(me: Party, letters: Letters) -> None:
    before = len(letters())
    opened = receiving.open_letter(b"\n" * 600_000)
    token = receiving.tokens_of([address_of(me)])[0]
    assert in_transaction(partial(receiving.take, opened, token, way=Way.LISTENER, now=NOW)) == Answer.UNREADABLE
    assert [(note.answer, note.reason) for note in notes()] == [("unreadable", "too large")]
    assert len(letters()) == before


def test_nothing_half_done_stays_when_it_breaks(me: Party, letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(letters())
    monkeypatch.setattr("coopnet.conversations.letters.mailed", lambda *_args, **_named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        receive(mail(me, "Truca'm al 612 345 678"), me)
    assert (written(me), notes(), len(letters())) == ([], [], before)


HOURS = (timedelta(hours=2 * number) for number in count(1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_whatever_comes_is_answered_and_gives_no_contact_away(me: Party, letters: Letters, raws: list[bytes]) -> None:
    for raw in raws:
        answer = receive(raw, me, now=NOW + next(HOURS))
        assert answer not in {Answer.NOBODY, Answer.TOO_MANY}
    said = "".join(message.text for message in written(me))
    assert not any(contact in said for contact in ("612345678", "612 34 56 78", "b.org", BOX.domain))
