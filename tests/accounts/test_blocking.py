"""Who is kept out, and that somebody always stays who gives roles."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Select, select, update

from coopnet.accounts.cli import accounts as commands
from coopnet.accounts.models import Account, AccountSession
from coopnet.accounts.queries.sessions import list_grants, list_sessions
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import administrators, blocking, erasing, roles
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import (
    NOW,
    PASSWORD,
    email_of,
    get,
    give_password,
    give_role,
    link_for,
    make_account,
    sign_in,
    visitor,
)
from tests.rig.reader import Reader

MINE = "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def block(account: Account) -> bool:
    return in_transaction(lambda: blocking.block(account.id, actor="admin@example.org", now=NOW))


def unblock(account: Account) -> bool:
    return in_transaction(lambda: blocking.unblock(account.id, actor="admin@example.org", now=NOW))


def make_admin() -> Account:
    account = make_account()
    give_role(account, Role.ADMIN)
    return account


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_sessions_end_at_once_and_do_not_come_back(app: Flask) -> None:
    rosa = make_account()
    reader = sign_in(visitor(app), rosa)
    assert reader.get(MINE).status_code == 200
    assert block(rosa)
    assert reader.get(MINE).status_code == 303
    assert list_sessions(rosa.id, NOW) == []
    assert unblock(rosa)
    assert reader.get(MINE).status_code == 303
    assert sign_in(visitor(app), rosa).get(MINE).status_code == 200


def test_who_got_in_at_the_very_moment_of_the_block_is_out_when_it_ends(app: Flask) -> None:
    rosa = make_account()
    reader = sign_in(visitor(app), rosa)
    block(rosa)
    with committing():
        db.session.execute(update(AccountSession).values(ended_at=None))
    assert reader.get(MINE).status_code == 303
    unblock(rosa)
    assert reader.get(MINE).status_code == 303
    assert list_sessions(rosa.id, NOW) == []


def test_it_is_written_down_once_with_before_and_after(app: Flask) -> None:
    rosa = make_account()
    assert (block(rosa), block(rosa), unblock(rosa), unblock(rosa)) == (True, False, True, False)
    [blocked], [unblocked] = entries("accounts.block"), entries("accounts.unblock")
    assert (blocked.actor, blocked.subject_id) == ("admin@example.org", rosa.public_id)
    assert (blocked.before, blocked.after) == ({"blocked": False}, {"blocked": True})
    assert (unblocked.before, unblocked.after) == ({"blocked": True}, {"blocked": False})


def test_asking_for_a_link_is_the_same_and_pressing_it_is_as_for_one_that_was_used(app: Flask) -> None:
    rosa, eva = make_account(), make_account()
    block(rosa)
    asked = [visitor(app).submit("/ca/compte/entra", email=email_of(one)) for one in (rosa, eva)]
    assert asked[0].location == asked[1].location
    assert asked[0].status_code == 303
    db.session.rollback()
    assert len(db.session.scalars(select(Dispatch).where(Dispatch.kind == "account.sign_in")).all()) == 2
    used = link_for(email_of(eva))
    visitor(app).submit(used)
    opened = visitor(app)
    answer = opened.submit(link_for(email_of(rosa)))
    assert answer.status_code == 422
    assert said(answer.text) == said(visitor(app).get(used).text)
    assert opened.get(MINE).status_code == 303


def said(page: str) -> list[str]:
    """Whether the page speaks of a link that has been used, and of anything being blocked."""
    text = page.partition("<main")[2].partition("</main>")[0].lower()
    return [word for word in ("bloca", "tancat", "ja s'ha fet servir", "ja s&#39;ha fet servir") if word in text]


def test_a_right_password_is_answered_as_a_wrong_one(app: Flask) -> None:
    rosa = make_account()
    give_password(rosa)
    block(rosa)

    def try_with(password: str) -> tuple[int, str]:
        answer = visitor(app).submit("/ca/compte/entra/contrasenya", who=email_of(rosa), password=password)
        return answer.status_code, answer.text.partition('role="alert"')[2].partition("</div>")[0]

    assert try_with(PASSWORD) == try_with("not it at all")


def test_the_last_administrator_is_neither_blocked_nor_erased_nor_loses_the_role(app: Flask) -> None:
    chief = make_admin()
    ways: list[Callable[[], object]] = [
        partial(blocking.block, chief.id, actor="x", now=NOW),
        partial(erasing.erase, chief.id, now=NOW),
        lambda: roles.revoke(get_here(chief), Role.ADMIN, subject_id=None, actor="x", now=NOW),
    ]
    for way in ways:
        with pytest.raises(RuleBroken, match="last_admin"):
            in_transaction(way)
    other = make_admin()
    block(other)
    for way in ways:
        with pytest.raises(RuleBroken, match="last_admin"):
            in_transaction(way)
    unblock(other)
    assert in_transaction(ways[2])


def get_here(account: Account) -> Account:
    return db.session.scalars(select(Account).where(Account.id == account.id)).one()


def remove_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch, ways: list[str]) -> list[str]:
    """Two administrators are removed at the same moment; the codes of what was refused.

    Both stop after the question whether somebody else stays, for as long as one may be waiting for the other there.
    """
    ids, asked = [make_admin().id, make_admin().id], threading.Barrier(2)
    keep_another, refused = administrators.keep_another, []

    def ask_and_stop(account_key: int) -> None:
        keep_another(account_key)
        with suppress(threading.BrokenBarrierError):
            asked.wait(timeout=0.5)

    def remove(key: int, way: str) -> None:
        with app.app_context():
            try:
                in_transaction(lambda: remove_by(way, key))
            except RuleBroken as refusal:
                refused.append(refusal.code)

    monkeypatch.setattr(administrators, "keep_another", ask_and_stop)
    threads = [threading.Thread(target=remove, args=pair) for pair in zip(ids, ways, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.parametrize("ways", [["revoke"] * 2, ["block"] * 2, ["erase"] * 2, ["revoke", "block"]])
def test_two_administrators_cannot_remove_each_other_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch, ways: list[str]
) -> None:
    assert remove_at_once(app, monkeypatch, ways) == ["last_admin"]


@pytest.mark.parametrize("app", ["postgres"], indirect=True)  # SQLite has one writer at a time
def test_without_the_lock_both_would_go(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Select, "with_for_update", lambda asked: asked)
    assert remove_at_once(app, monkeypatch, ["revoke", "revoke"]) == []


def remove_by(way: str, key: int) -> None:
    if way == "block":
        blocking.block(key, actor="x", now=NOW)
    elif way == "erase":
        erasing.erase(key, now=NOW)
    else:
        account = db.session.get_one(Account, key)
        roles.revoke(account, Role.ADMIN, subject_id=None, actor="x", now=NOW)


def test_who_cannot_erase_themself_is_told_why(client: Reader) -> None:
    chief = make_admin()
    reader = sign_in(client, chief, is_strong=True)
    answer = reader.submit("/ca/compte/esborra")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert reader.get(MINE).status_code == 200


def test_commands_block_and_unblock_with_who_decides(app: Flask) -> None:
    rosa = make_account("rosa@example.org")
    run = partial(app.test_cli_runner().invoke, commands)
    assert (
        run(["block", "rosa@example.org", "--actor", "boss@example.org"]).output
        == "rosa@example.org: ja no pot entrar\n"
    )
    assert get(rosa.public_id).blocked_at is not None
    assert entries("accounts.block")[0].actor == "boss@example.org"
    assert run(["block", "rosa@example.org"]).output == "rosa@example.org: ja estava blocat\n"
    assert run(["unblock", "rosa@example.org"]).output == "rosa@example.org: pot tornar a entrar\n"
    assert get(rosa.public_id).blocked_at is None
    assert run(["block", "nobody@example.org"]).exit_code == 1


@pytest.mark.parametrize("command", [["block"], ["revoke"]])
def test_commands_keep_the_last_administrator(app: Flask, command: list[str]) -> None:
    chief = make_admin()
    answer = app.test_cli_runner().invoke(
        commands, [*command, email_of(chief), *(["admin"] if command == ["revoke"] else [])]
    )
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
    assert [one.role for one in list_grants(chief.id)] == ["admin"]
    assert get(chief.public_id).blocked_at is None


def test_a_block_outlasts_the_link_of_before(app: Flask, clock_at: Callable[[datetime], None]) -> None:
    rosa = make_account()
    link = link_for(email_of(rosa))
    block(rosa)
    clock_at(NOW + timedelta(minutes=1))
    assert visitor(app).submit(link).status_code == 422
