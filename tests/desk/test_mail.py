"""Mail health: how the post is doing, what failed and why, and sending it again."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.conversations.models import InboundLetter
from coopnet.foundation import outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import NOW, email_of, give_role, make_account, sign_in, visitor
from tests.factories.dispatches import queue, reread
from tests.factories.mails import open_box
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

MAIL, FRONT = "/ca/gestio/correu", "/ca/gestio/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def admin(client: Reader) -> Reader:
    account = make_account("admin@example.org")
    give_role(account, Role.ADMIN)
    return sign_in(client, account, is_strong=True)


def fail(key: str, *, error: str = "550 <rosa.puig@example.org>: no such mailbox", **changed: object) -> Dispatch:
    queue(key, **({"recipient": "rosa.puig@example.org"} | changed))

    def give_up() -> None:
        row = db.session.scalars(select(Dispatch).where(Dispatch.dedup_key == key)).one()
        row.state, row.attempts, row.last_error, row.finished_at = outbox.DEAD, 8, error, NOW

    in_transaction(give_up)
    return reread(key)


def retries() -> list[AuditEntry]:
    db.session.rollback()
    return list(
        db.session.scalars(select(AuditEntry).where(AuditEntry.action == "letters.retry").order_by(AuditEntry.id))
    )


def test_what_failed_is_told_with_its_reason_and_without_its_address(admin: Reader) -> None:
    fail("one")
    page = admin.get(MAIL).text
    assert "no such mailbox" in page
    assert "r•••@example.org" in page
    assert "rosa.puig" not in page


def test_one_letter_is_sent_again_and_the_log_says_by_whom(admin: Reader) -> None:
    one, other = fail("one"), fail("two")
    assert admin.submit(MAIL, form=f"action=/ca/gestio/correu/{one.public_id}/torna-hi").status_code == 303
    assert (reread("one").state, reread("one").attempts, reread("two").state) == (outbox.QUEUED, 0, outbox.DEAD)
    [entry] = retries()
    assert (entry.actor, entry.subject_id) == ("admin@example.org", one.public_id)
    assert other.public_id in admin.get(MAIL).text


def test_all_are_sent_again_with_one_press(admin: Reader) -> None:
    fail("one")
    fail("two")
    assert admin.submit(MAIL, form="action=/ca/gestio/correu/torna-hi").status_code == 303
    assert {reread("one").state, reread("two").state} == {outbox.QUEUED}
    assert len(retries()) == 2


def test_nothing_is_sent_again_without_the_token(admin: Reader) -> None:
    fail("one")
    assert admin.post("/ca/gestio/correu/torna-hi").status_code == 400
    assert reread("one").state == outbox.DEAD


def test_who_was_erased_is_not_written_to(admin: Reader) -> None:
    letter = fail("one", recipient=None)
    page = admin.get(MAIL).text
    assert f"/{letter.public_id}/torna-hi" not in page
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    fail("two")
    page = admin.get(MAIL).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    admin.post(f"/ca/gestio/correu/{letter.public_id}/torna-hi", data={"csrf_token": token})
    assert reread("one").state == outbox.DEAD
    assert retries() == []


def test_a_letter_that_only_waits_is_not_hurried_by_a_made_up_address(admin: Reader) -> None:
    waiting = queue("later", due_at=NOW + timedelta(days=2))
    fail("one")
    page = admin.get(MAIL).text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    admin.post(f"/ca/gestio/correu/{waiting.public_id}/torna-hi", data={"csrf_token": token})
    assert reread("later").due_at == waiting.due_at


def test_the_page_costs_the_same_for_many_letters(admin: Reader) -> None:
    def cost() -> int:
        with counted_queries() as asked:
            assert admin.get(MAIL).status_code == 200
        return len(asked)

    fail("first")
    few = cost()
    for number in range(60):
        fail(f"more {number}")
    assert cost() <= min(few, 10)


def test_pages_go_on_from_the_last_one_seen(admin: Reader) -> None:
    made = [fail(f"letter {number}").public_id for number in range(52)]
    first = admin.get(MAIL).text
    assert [letter in first for letter in made] == [False, False, *[True] * 50]
    onward = MAIL + "?abans=" + first.partition("correu?abans=")[2].partition('"')[0]
    second = admin.get(onward).text
    assert [letter in second for letter in made] == [True, True, *[False] * 50]


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 18, "9" * 10, "-1", "x", "١"])
def test_a_made_up_page_is_a_page(admin: Reader, typed: str) -> None:
    assert admin.get(f"{MAIL}?abans={typed}").status_code == 200


def test_the_front_page_tells_it_only_to_who_may_see_letters(app: Flask, admin: Reader) -> None:
    fail("one")
    assert MAIL in admin.get(FRONT).text.partition("<h2")[2]
    adviser = make_account()
    give_role(adviser, Role.ADVISER)
    page = sign_in(visitor(app), adviser, is_strong=True).get(FRONT)
    assert page.status_code == 200
    assert MAIL not in page.text
    assert email_of(adviser) not in page.text


def test_what_came_by_mail_is_counted_and_what_cannot_be_read_is_named(app: Flask, admin: Reader) -> None:
    assert "Respostes arribades per correu" not in admin.get(MAIL).text
    open_box()
    page = admin.get(MAIL).text
    assert "Respostes arribades per correu" in page
    assert "coopnet-file.mx" not in page
    usual = {"party_id": None, "way": "maildir", "is_told": False, "received_at": NOW}

    def came() -> None:
        db.session.add(InboundLetter(key="1", answer="relayed", reason="", file="", **usual))
        db.session.add(InboundLetter(key="2", answer="unreadable", reason="too large", file="coopnet-file.mx", **usual))
        old = usual | {"received_at": NOW - timedelta(days=8)}
        db.session.add(InboundLetter(key="3", answer="automatic", reason="bounce", file="", **old))

    in_transaction(came)
    page = admin.get(MAIL).text
    assert ">Han arribat a l'altra persona</dt><dd>1<" in page.replace("&#39;", "'")
    assert "coopnet-file.mx" in page
    assert "massa gran" in page
    assert "una màquina" not in page
