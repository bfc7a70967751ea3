"""What each side can do on its page: give a contact, block, end, take it up again, tell the team, get rid of a link."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, ConversationReport, Party
from coopnet.conversations.rules.talk import Side, Source
from coopnet.conversations.service import deciding, erasing, sitting, writing
from coopnet.conversations.views import own
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from tests.factories.talks import NOW, begun, page_of, person, say, side_of, talk_of
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def worded(letter: Dispatch) -> Words | str | None:
    with in_language(letter.language):
        return get_wording(letter.kind)(letter)


def press(client: Reader, party: Party, what: str) -> None:
    path = page_of(party)
    assert client.submit(path, form=f"action={path}{what}").status_code == 303


def test_a_phone_is_given_by_a_step_of_its_own_and_seen_by_the_other_alone(client: Reader, letters: Letters) -> None:
    talk = begun(answerer=person("Pau Roca", contact=Contact(phone="+34612345678")))
    maker, pau = talk.parties
    assert "612" not in client.get(page_of(maker)).text
    asked = client.get(f"{page_of(pau)}telefon")
    assert "612 34 56 78" in asked.text
    for wrong in ("no", "806 12 34 56", "902 123 456", "+44 909 879 1234"):
        assert client.submit(f"{page_of(pau)}telefon", given=wrong).status_code == 422, wrong
    assert client.submit(f"{page_of(pau)}telefon").status_code == 303
    shown = client.get(page_of(maker)).text
    assert ("612 34 56 78" in shown, "No hem comprovat de qui és" in shown) == (True, True)
    told = worded(letters("conversation.message")[-1])
    assert isinstance(told, Words)
    assert "612 34 56 78" in told.text
    assert client.submit(f"{page_of(maker)}correu", given="nova@example.org").status_code == 303
    assert "nova@example.org" in client.get(page_of(pau)).text


def test_a_block_holds_at_once_either_way_and_the_other_side_is_not_told(client: Reader, letters: Letters) -> None:
    talk = begun()
    maker, answerer = talk.parties
    say(answerer, "Ei!")
    on_its_way = letters("conversation.message")[-1]
    press(client, maker, "bloca")
    assert worded(on_its_way) is None
    assert "blocat" in client.get(page_of(maker)).text
    other = client.get(page_of(answerer)).text
    assert ("bloca" in other.partition("<h2")[0], 'data-state="closed"' in other) == (False, True)
    before = len(letters())
    for one in (maker, answerer):
        with pytest.raises(RuleBroken, match="conversation_blocked"):
            say(one, "Hola?")
        assert "data-main" not in client.get(page_of(one)).text
    assert len(letters()) == before
    press(client, maker, "repren")
    assert say(answerer, "Hola?").kind == "sent"


def test_who_did_not_close_it_cannot_take_it_up_again(client: Reader) -> None:
    talk = begun()
    maker, answerer = talk.parties
    press(client, maker, "acaba")
    assert "ha tancat la conversa" in client.get(page_of(answerer)).text
    with pytest.raises(RuleBroken, match="conversation_closed"):
        in_transaction(partial(sitting.take_up, answerer.public_id, now=NOW))
    press(client, maker, "repren")
    assert talk_of(maker.public_id).state == "open"
    assert say(answerer, "Hola?").kind == "sent"


def test_a_message_and_a_block_at_once_have_an_order(app: Flask, letters: Letters) -> None:
    """Whatever comes second knows of the first: nothing is delivered after the block."""
    for _round in range(3):
        talk = begun()
        maker, answerer = (one.public_id for one in talk.parties)
        barrier, said = Barrier(2), list[str]()
        db.session.rollback()

        def write(answerer: str = answerer, barrier: Barrier = barrier, said: list[str] = said) -> None:
            with app.app_context():
                barrier.wait(timeout=30)
                try:
                    work = partial(writing.write, answerer, "Ei!", source=Source.PAGE, key=None, now=NOW)
                    said.append(in_transaction(work).kind)
                except RuleBroken as refusal:
                    said.append(refusal.code)
                db.session.remove()

        def block(maker: str = maker, barrier: Barrier = barrier) -> None:
            with app.app_context():
                barrier.wait(timeout=30)
                in_transaction(partial(sitting.block, maker, now=NOW))
                db.session.remove()

        threads = [Thread(target=work) for work in (write, block)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        found = talk_of(maker)
        assert found.parties[0].blocked_at is not None
        assert (len(found.messages), said) in [(2, ["sent"]), (1, ["conversation_blocked"])]


def test_by_phone_one_text_message_says_so_until_it_is_read_and_never_the_text(
    client: Reader, letters: Letters
) -> None:
    talk = begun(maker=person("Rosa Vila", contact=Contact(phone="+34612345678")), text="Primer")
    rosa, pau = talk.parties
    say(pau, "Segon")
    (sent,) = letters("conversation.message")
    told = worded(sent)
    assert isinstance(told, str)
    assert page_of(rosa) in told
    assert "Rosa" in told
    for kept in ("Primer", "Vila"):
        assert kept not in told
    assert client.get(page_of(rosa)).status_code == 200
    say(pau, "Tercer")
    assert len(letters("conversation.message")) == 2


def test_a_held_message_is_explained_changed_and_goes_out_once(client: Reader, letters: Letters) -> None:
    talk = begun()
    maker, answerer = talk.parties
    assert client.submit(page_of(maker), text="Truca'm al 612 34 56 78").status_code == 303
    own = client.get(page_of(maker))
    assert "tens un botó" in own.text
    assert "612 34 56 78" not in client.get(page_of(answerer)).text
    assert not [one for one in letters("conversation.message") if one.recipient == answerer.email]
    held = talk_of(maker.public_id).messages[-1]
    change = f"{page_of(maker)}missatge/{held.public_id}"
    assert client.submit(change, text="Digue'm el teu PIN").status_code == 303
    assert talk_of(maker.public_id).messages[-1].held_for == ["code"]
    assert client.get(f"{page_of(answerer)}missatge/{held.public_id}").status_code == 404
    assert client.submit(change, text="Quedem dijous?").status_code == 303
    assert "Quedem dijous?" in client.get(page_of(answerer)).text
    assert client.get(change).status_code == 404
    with pytest.raises(RuleBroken, match="message_decided"):
        in_transaction(partial(writing.change, maker.public_id, held.public_id, "Ara no", now=NOW))
    assert len([one for one in letters("conversation.message") if one.recipient == answerer.email]) == 1


def test_who_writes_by_mail_is_told_by_mail_that_it_waits(app: Flask, letters: Letters) -> None:
    maker = side_of(begun(), Side.MAKER)
    say(maker, "Passa'm el teu IBAN", source=Source.MAIL, key="<1@x>")
    (letter,) = letters("conversation.held")
    words = worded(letter)
    assert isinstance(words, Words)
    assert (letter.recipient, "banc" in words.text) == (maker.email, True)


def test_the_same_form_sent_twice_is_one_message(client: Reader) -> None:
    maker = side_of(begun(), Side.MAKER)
    for _press in range(2):
        assert client.submit(page_of(maker), text="Sí", form_key="k" * 22).status_code == 303
    other = client.submit(page_of(maker), text="Sí, a les deu", form_key="k" * 22)
    assert other.status_code == 422
    kept = read_form(other.text).fields
    assert (kept["text"][0].strip(), kept["form_key"] != ["k" * 22]) == ("Sí, a les deu", True)
    assert "amb altres paraules" in other.text
    assert [one.text for one in talk_of(maker.public_id).messages][1:] == ["Sí"]
    client.post(page_of(maker), data=kept, headers={"Referer": f"http://localhost{page_of(maker)}"})
    assert [one.text for one in talk_of(maker.public_id).messages][1:] == ["Sí", "Sí, a les deu"]


def test_a_new_link_makes_the_old_one_worth_nothing_and_is_sent(client: Reader, letters: Letters) -> None:
    maker = side_of(begun(), Side.MAKER)
    old = page_of(maker)
    stale = letters("conversation.message")[-1]
    assert client.submit(f"{old}enllac").status_code == 303
    assert client.get(old).status_code == 404
    new = page_of(side_of(talk_of(maker.public_id), Side.MAKER))
    words = worded(letters("conversation.new_link")[-1])
    assert isinstance(words, Words)
    assert new in words.text
    assert worded(stale) is None
    assert client.get(new).status_code == 200


def test_whoever_was_not_it_is_erased_and_hears_no_more(client: Reader, letters: Letters) -> None:
    talk = begun(text="Sóc un altre")
    maker, answerer = talk.parties
    say(answerer, "Fes un bizum")
    assert client.submit(f"{page_of(answerer)}no-soc-jo").status_code == 303
    found = talk_of(maker.public_id)
    gone = found.parties[1]
    assert (gone.name, gone.email, gone.account_id, found.state) == ("", None, None, "ended")
    assert {one.text for one in found.messages} == {""}
    assert {one.state for one in found.messages} == {"sent", "refused"}
    assert client.get(page_of(answerer)).status_code == 404
    assert "Sóc un altre" not in client.get(page_of(maker)).text
    assert {one.recipient for one in letters()} == {None}
    in_transaction(partial(erasing.forget, maker.public_id, now=NOW))
    db.session.rollback()
    assert db.session.scalar(select(Conversation.id)) is None


def test_a_notice_keeps_what_was_written_and_blocks_if_wanted(client: Reader) -> None:
    talk = begun(text="Dona'm la targeta")
    maker, surname = talk.parties[0], talk.parties[1].name.split()[1]
    assert client.submit(f"{page_of(maker)}avisa", text="").status_code == 422
    assert client.submit(f"{page_of(maker)}avisa", text="Demana coses", blocks="y").status_code == 303
    assert talk_of(maker.public_id).parties[0].blocked_at is not None
    in_transaction(partial(erasing.erase_about, *("thing", "t1")))
    db.session.rollback()
    kept = db.session.scalars(select(ConversationReport)).one()
    assert (kept.side, kept.text, [one["text"] for one in kept.evidence]) == (
        "maker",
        "Demana coses",
        ["Dona'm la targeta"],
    )
    assert kept.conversation_id is None
    assert surname not in str(kept.evidence)


def test_said_again_a_notice_is_one_with_the_new_words(client: Reader) -> None:
    maker = side_of(begun(), Side.MAKER)
    for text in ("Primer", "Segon"):
        assert client.submit(f"{page_of(maker)}avisa", text=text).status_code == 303
    db.session.rollback()
    assert [one.text for one in db.session.scalars(select(ConversationReport))] == ["Segon"]


def test_too_many_messages_of_one_side_have_to_wait_but_a_block_never(client: Reader) -> None:
    talk = begun()
    maker = talk.parties[0]
    codes = [client.submit(page_of(maker), text=f"Ei {number}").status_code for number in range(41)]
    assert (set(codes[:40]), codes[40]) == ({303}, 429)
    press(client, maker, "bloca")
    assert talk_of(maker.public_id).parties[0].blocked_at is not None


def test_reading_changes_nothing_that_anybody_sees(client: Reader, letters: Letters) -> None:
    """Mail scanners open every link."""
    talk = begun()
    before = len(letters())
    for one in talk.parties:
        for what in ("", "telefon", "correu", "avisa", "enllac", "no-soc-jo"):
            assert client.get(f"{page_of(one)}{what}").status_code == 200
        for what in ("bloca", "acaba", "repren"):
            assert client.get(f"{page_of(one)}{what}").status_code == 405
    found = talk_of(talk.parties[0].public_id)
    assert (found.state, len(found.messages), [one.blocked_at for one in found.parties]) == ("open", 1, [None, None])
    assert len(letters()) == before


def test_a_message_released_after_a_block_does_not_get_through(app: Flask) -> None:
    talk = begun()
    maker, answerer = talk.parties
    held = say(answerer, "https://example.org")
    in_transaction(partial(sitting.block, maker.public_id, now=NOW + timedelta(hours=1)))
    with pytest.raises(RuleBroken, match="conversation_blocked"):
        in_transaction(partial(deciding.release, held.message_id, actor="xarxa@example.org", now=NOW))
    assert talk_of(maker.public_id).messages[-1].state == "held"


def test_a_long_conversation_shows_its_end_and_costs_no_more(app: Flask, client: Reader) -> None:
    talk = begun(text="El primer de tots")
    maker, answerer = talk.parties
    client.get(page_of(maker))
    with counted_queries() as few:
        client.get(page_of(maker))
    for number in range(own.SHOWN):
        say(answerer, f"Ei {number}")
    client.get(page_of(maker))
    with counted_queries() as many:
        page = client.get(page_of(maker)).text
    assert len(many) == len(few) <= 8
    assert ("El primer de tots" in page, "Ei 49" in page) == (False, True)
    assert "El primer de tots" in client.get(f"{page_of(maker)}?tot=si").text
