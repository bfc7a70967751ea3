"""A helper's phone is lost: one press, and whoever has it is nobody."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.models import Account, PasskeyCredential, PasswordCredential, RecoveryCode, RoleGrant, TotpSecret
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import Base, db
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import NOW, give_password, give_role, give_totp, make_account, sign_in, visitor
from tests.factories.helping import at_desk, make_helper, make_point
from tests.rig.reader import Reader

TEAM, MINE = "/ca/gestio/equip-dels-punts", "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def helper(point: str) -> Account:
    made = make_helper(point)
    give_totp(made)
    give_password(made)
    return made


@pytest.fixture
def coordinator(app: Flask) -> Reader:
    account = make_account()
    give_role(account, Role.NETWORK)
    return at_desk(app, account)


def press(reader: Reader, account: Account, act: str) -> None:
    answer = reader.submit(TEAM, form=f"action={TEAM}/{account.public_id}/{act}")
    assert answer.location == TEAM


def left(model: type[Base]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def actions() -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_kind == "account").order_by(AuditEntry.id)
        )
    )


def test_the_next_request_with_the_old_cookie_is_refused(
    app: Flask, coordinator: Reader, helper: Account, point: str
) -> None:
    phone = at_desk(app, helper)
    assert phone.get(f"/ca/gestio/punt/{point}/").status_code == 200
    assert helper.name in coordinator.get(TEAM).text
    press(coordinator, helper, "tanca")
    answer = phone.get(f"/ca/gestio/punt/{point}/")
    assert (answer.status_code, "/compte/entra" in answer.location) == (303, True)
    assert phone.get(MINE).status_code == 303
    assert [left(model) for model in (TotpSecret, PasskeyCredential, RecoveryCode, PasswordCredential)] == [0] * 4
    assert "accounts.shut_out" in actions()
    [letter] = db.session.scalars(
        select(Dispatch).where(Dispatch.kind == "account.changed").order_by(Dispatch.id.desc()).limit(1)
    )
    assert letter.values["change"] == "shut_out"


def test_who_reads_their_mail_too_gets_nowhere_until_the_role_is_given_back(
    app: Flask, coordinator: Reader, helper: Account, point: str
) -> None:
    press(coordinator, helper, "tanca")
    thief = sign_in(visitor(app), helper)
    assert thief.get(f"/ca/gestio/punt/{point}/").status_code == 404
    assert thief.get("/ca/gestio/").status_code == 404
    press(coordinator, helper, "torna")
    # Whoever signs in now sets up a second step before anything.
    assert "/segon-factor/alta" in sign_in(visitor(app), helper).get(f"/ca/gestio/punt/{point}/").location
    assert at_desk(app, helper).get(f"/ca/gestio/punt/{point}/").status_code == 200


def test_a_role_rests_and_is_given_back_in_one_press_each(
    app: Flask, coordinator: Reader, helper: Account, point: str
) -> None:
    reader = at_desk(app, helper)
    press(coordinator, helper, "atura")
    assert reader.get(f"/ca/gestio/punt/{point}/").status_code == 404
    # Pressed again on an old page.
    coordinator.post(f"{TEAM}/{helper.public_id}/atura", data={"csrf_token": token_of(coordinator.get(MINE).text)})
    press(coordinator, helper, "torna")
    assert reader.get(f"/ca/gestio/punt/{point}/").status_code == 200
    assert [action for action in actions() if "grant" not in action] == ["accounts.pause", "accounts.resume"]
    assert db.session.scalars(select(RoleGrant.paused_at).where(RoleGrant.account_id == helper.id)).all() == [None]


def test_who_holds_other_roles_at_the_desk_is_beyond_the_coordination(
    app: Flask, coordinator: Reader, helper: Account, point: str
) -> None:
    give_role(helper, Role.ADMIN)
    assert f"{helper.public_id}/tanca" not in coordinator.get(TEAM).text
    page = coordinator.get(TEAM).text
    assert helper.name in page
    stranger = make_account()
    for account in (helper, stranger):
        answer = coordinator.post(
            f"{TEAM}/{account.public_id}/tanca", data={"csrf_token": token_of(coordinator.get(MINE).text)}
        )
        assert answer.status_code == 303
    assert left(TotpSecret) == 1
    assert "accounts.shut_out" not in actions()


def token_of(page: str) -> str:
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def test_one_shuts_ones_own_phone_out_from_another_device(app: Flask, helper: Account, point: str) -> None:
    phone, library = at_desk(app, helper), at_desk(app, helper)
    answer = library.submit(MINE, form="action=/ca/compte/aparell-perdut")
    assert answer.status_code == 303
    assert phone.get(MINE).status_code == 303
    assert library.get(MINE).status_code == 200
    assert library.get(f"/ca/gestio/punt/{point}/").status_code == 404
    assert [left(model) for model in (TotpSecret, RecoveryCode, PasswordCredential)] == [0] * 3


def test_who_helps_nowhere_has_no_such_press(app: Flask) -> None:
    assert "aparell-perdut" not in sign_in(visitor(app), make_account()).get(MINE).text
