"""Roles given and taken at a terminal, and what the audit log keeps of it."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pyotp
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select, update

from coopnet.accounts.models import Account, RecoveryCode, RoleGrant
from coopnet.accounts.queries.accounts import find_by_address
from coopnet.accounts.queries.sessions import find_viewer
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import second_factor
from coopnet.foundation import audit, subjects
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.viewer import Grant
from coopnet.places.queries import find_public_id, list_points
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.points import make_point
from tests.factories.registrations import open_training
from tests.rig.reader import Reader

HOME = "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    def call(*words: str) -> Result:
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["accounts", *words])

    return call


def find(email: str) -> Account | None:
    db.session.rollback()
    return find_by_address(Address(EMAIL, email))


def entries() -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def test_a_role_makes_the_account_and_its_entry(run: Callable[..., Result]) -> None:
    assert run("grant", "Rosa@example.org", "admin", "--actor", "boss@example.org").exit_code == 0
    account = find("rosa@example.org")
    assert account is not None
    [entry] = entries()
    assert (entry.actor, entry.action, entry.subject_id) == ("boss@example.org", "accounts.grant", account.public_id)
    assert (entry.before, entry.after) == ({"roles": []}, {"roles": ["admin"]})


def test_twice_is_once(run: Callable[..., Result]) -> None:
    for _ in range(2):
        assert run("grant", "rosa@example.org", "plan").exit_code == 0
    assert len(entries()) == 1


def test_a_secret_set_at_a_terminal_leaves_no_codes_that_nobody_has_seen(run: Callable[..., Result]) -> None:
    run("grant", "rosa@example.org", "admin")
    account = find("rosa@example.org")
    assert account is not None
    in_transaction(partial(second_factor.renew_codes, account.id, now=NOW))
    assert len(run("totp", "rosa@example.org").output.split()) == 1
    db.session.rollback()
    assert db.session.scalars(select(RecoveryCode)).all() == []


@pytest.mark.parametrize(
    "words", [("grant", "a@example.org", "plan"), ("sign-in-link", "a@example.org"), ("totp", "a@example.org")]
)
def test_who_acts_is_an_address(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    assert run(*words, "--actor", "nobody").exit_code == 2
    assert entries() == []


def test_a_role_that_is_for_something_says_so_in_words(run: Callable[..., Result]) -> None:
    answer = run("grant", "rosa@example.org", "owner")
    assert answer.exit_code == 1
    assert "digues quina" in answer.output
    assert find("rosa@example.org") is None


def test_the_first_one_gets_in_by_a_printed_link(app: Flask, run: Callable[..., Result]) -> None:
    run("grant", "rosa@example.org", "admin")
    secret = run("totp", "rosa@example.org").output.strip()
    link = run("sign-in-link", "rosa@example.org").output.strip()
    assert link.startswith("http://localhost:5000/ca/compte/entra/")
    browser = visitor(app)
    browser.submit(link.removeprefix("http://localhost:5000"))
    assert browser.submit("/ca/compte/segon-factor", code=pyotp.TOTP(secret).at(NOW)).location == HOME
    assert browser.get(HOME).status_code == 200
    assert "data-main" not in visitor(app).get(link.removeprefix("http://localhost:5000")).text
    assert [entry.action for entry in entries()] == ["accounts.grant", "accounts.totp", "accounts.sign_in_link"]


def test_a_role_taken_away_is_gone_at_once(app: Flask, run: Callable[..., Result]) -> None:
    account = make_account("rosa@example.org")
    give_role(account, Role.ADMIN)
    give_role(make_account(), Role.ADMIN)  # the last one would stay
    browser = sign_in(visitor(app), account, is_strong=True)
    assert browser.get(HOME).status_code == 200
    assert run("revoke", "rosa@example.org", "admin", "--actor", "boss@example.org").exit_code == 0
    assert browser.get("/ca/gestio/persones").status_code == 404
    assert browser.get(HOME).status_code == 200  # what is theirs is still theirs
    last = entries()[-1]
    assert (last.action, last.before, last.after) == ("accounts.revoke", {"roles": ["admin"]}, {"roles": []})


def test_who_helps_at_a_support_point_helps_at_that_one(app: Flask, run: Callable[..., Result]) -> None:
    first, second = (make_point(name=name).public_id for name in ("Biblioteca Vapor Nou", "Casal"))
    assert run("grant", "rosa@example.org", "point", "--for", "no-hi-es").exit_code == 1
    assert find("rosa@example.org") is None
    done = run("grant", "rosa@example.org", "point", "--for", "biblioteca-vapor-nou")
    assert (done.exit_code, done.output.count("biblioteca-vapor-nou")) == (0, 1)
    [held] = db.session.scalars(select(RoleGrant)).all()
    assert (held.role, held.subject_kind, held.subject_id) == ("point", "point", first)
    assert held.subject_id != second
    listed = app.test_cli_runner().invoke(args=["places", "list", "--format", "json"])
    assert [one["slug"] for one in json.loads(listed.output)] == ["biblioteca-vapor-nou", "casal"]
    assert "biblioteca-vapor-nou  Biblioteca Vapor Nou" in app.test_cli_runner().invoke(args=["places", "list"]).output
    assert run("revoke", "rosa@example.org", "point", "--for", "biblioteca-vapor-nou").exit_code == 0


def test_two_places_of_one_name_have_two_words(app: Flask) -> None:
    for barri in ("16", "18"):
        make_point(name="Casal", barri=barri)
    assert [point.slug for point in list_points()] == ["casal", "casal-2"]
    assert find_public_id("Casal") != find_public_id("casal-2")


def test_a_role_for_something_needs_it(run: Callable[..., Result], app: Flask, monkeypatch: Any) -> None:
    assert run("grant", "rosa@example.org", "owner").exit_code == 1
    assert run("grant", "rosa@example.org", "owner", "--for", "no-hi-es").exit_code == 1
    assert run("grant", "rosa@example.org", "admin", "--for", "la-fusteria").exit_code == 1
    assert find("rosa@example.org") is None
    monkeypatch.setitem(app.extensions, "coopnet.subjects", {})
    subjects.register(app, "initiative", {"la-fusteria": "abc123"}.get)
    assert run("grant", "rosa@example.org", "owner", "--for", "la-fusteria").exit_code == 0
    [grant] = db.session.scalars(select(RoleGrant)).all()
    assert (grant.subject_kind, grant.subject_id) == ("initiative", "abc123")


def test_a_role_for_one_entity_is_none_for_another(app: Flask, client: Reader) -> None:
    account = make_account()
    give_role(account, Role.EDITOR, subject_id="mine")
    sign_in(client, account)
    with client.session_transaction() as held:
        token = held["_user_id"]
    viewer = find_viewer(token, NOW)
    assert viewer is not None
    assert viewer.can("initiatives.edit")
    assert viewer.can("initiatives.edit", subject_kind="initiative", subject_id="mine")
    assert not viewer.can("initiatives.edit", subject_kind="initiative", subject_id="other")
    assert not viewer.can("initiatives.edit", subject_kind="training", subject_id="mine")
    assert Grant("initiatives.edit", "initiative", "mine") in viewer.grants


def test_half_a_viewer_may_nothing(client: Reader) -> None:
    account = make_account()
    give_role(account, Role.ADMIN)
    sign_in(client, account)
    with client.session_transaction() as held:
        viewer = find_viewer(held["_user_id"], NOW)
    assert viewer is not None
    assert not viewer.can("audit.read")


def test_who_holds_what_is_listed(run: Callable[..., Result]) -> None:
    run("grant", "rosa@example.org", "plan")
    [row] = json.loads(run("list", "--format", "json").output)
    assert (row["contact"], row["role"], row["for"]) == ("rosa@example.org", "plan", None)
    assert "rosa@example.org  plan" in run("list").output


@pytest.mark.parametrize(
    "words", [("grant", "x", "admin"), ("revoke", "nobody@example.org", "admin"), ("totp", "a@b.c")]
)
def test_a_wrong_use_says_what_is_wrong(run: Callable[..., Result], words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.exit_code == 1
    assert words[1] in answer.output


def test_an_entry_cannot_be_changed_nor_taken_away(run: Callable[..., Result]) -> None:
    run("grant", "rosa@example.org", "plan")
    [entry] = entries()
    for statement in (update(AuditEntry).values(actor="x"), delete(AuditEntry)):
        with pytest.raises(TypeError):
            in_transaction(partial(db.session.execute, statement))

    def change() -> None:
        db.session.get_one(AuditEntry, entry.id).actor = "x"
        db.session.flush()

    def take_away() -> None:
        db.session.delete(db.session.get_one(AuditEntry, entry.id))
        db.session.flush()

    for work in (change, take_away):
        with pytest.raises(TypeError):
            in_transaction(work)
    assert entries()[0].actor == "terminal"


def test_whoever_was_erased_is_named_no_more_and_the_fact_stays(app: Flask, run: Callable[..., Result]) -> None:
    run("grant", "rosa@example.org", "plan", "--actor", "pere@example.org")
    run("grant", "pere@example.org", "plan", "--actor", "rosa@example.org")
    account = find("rosa@example.org")
    assert account is not None
    public_id = account.public_id
    in_transaction(
        lambda: audit.forget_person(
            names=["rosa@example.org"], subject_kind="account", subject_id=public_id, what_stays=lambda *_both: ({}, {})
        )
    )
    first, second = entries()
    assert (first.actor, first.action, first.subject_id) == ("pere@example.org", "accounts.grant", public_id)
    assert (first.before, first.after) == ({}, {})
    assert (second.actor, second.after) == ("erased", {"roles": ["plan"]})


def test_a_door_helper_is_for_one_training(run: Callable[..., Result]) -> None:
    training = open_training()
    public_id, slug = training.public_id, training.slug
    assert run("grant", "rosa@example.org", "door", "--for", slug).exit_code == 0
    [grant] = db.session.scalars(select(RoleGrant)).all()
    assert (grant.subject_kind, grant.subject_id) == ("training", public_id)
