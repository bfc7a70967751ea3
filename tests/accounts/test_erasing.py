"""My data as a file, erasing me, and the report that nothing overdue is left."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update

from coopnet.accounts.models import Account, AccountContact, AccountSession, ContactProof, RoleGrant
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.accounts.service.erasing import erase
from coopnet.accounts.service.upkeep import erase_overdue
from coopnet.foundation import audit, outbox, personal_data
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import upkeep
from coopnet.registrations.service.joining import join
from tests.factories.accounts import (
    NOW,
    email_of,
    get,
    give_password,
    give_role,
    give_totp,
    link_for,
    make_account,
    sign_in,
    strengthen,
    visitor,
)
from tests.factories.registrations import get as get_registration
from tests.factories.registrations import open_training, take
from tests.rig.reader import Reader

HOME, ERASE, FILE = "/ca/compte/", "/ca/compte/esborra", "/ca/compte/dades.json"
NEW = Address(EMAIL, "nova@example.org")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account("rosa@example.org", name="Rosa Vila")


def register(*, days: int, is_paid: bool = False, capacity: int = 10) -> Registration:
    """Made while the training was to come."""
    training = open_training(starts_at=NOW + timedelta(days=days), is_grant_funded=is_paid, capacity=capacity)
    made = NOW + timedelta(days=min(days, 0) - 1)
    return take(training, "Rosa Vila", contact=Contact(email="rosa@example.org"), now=made)


def test_my_data_are_a_file(client: Reader, account: Account, clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW + timedelta(minutes=34))
    register(days=7)
    give_password(account)
    in_transaction(lambda: join(account.id))
    answer = sign_in(client, account).get(FILE)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.text)
    assert told["account"]["contacts"][0]["value"] == "rosa@example.org"
    for one in (*told["account"]["sessions"], {**told["account"], "began_at": told["account"]["created_at"]}):
        assert one["last_seen_at"] >= one["began_at"], "to the hour, and never before it began"
    assert told["registrations"][0]["name"] == "Rosa Vila"
    assert "argon2" not in answer.text


def test_it_says_first_what_will_happen_and_get_does_nothing(client: Reader, account: Account) -> None:
    sign_in(client, account)
    for _ in range(2):
        page = client.get(ERASE)
        assert page.status_code == 200
    assert page.text.count("<li>") > 4
    assert get(account.public_id).contacts


def test_nothing_of_a_person_stays(
    app: Flask, client: Reader, account: Account, letters: Callable[..., list[Dispatch]]
) -> None:
    give_totp(account)
    other = sign_in(visitor(app), account)
    sign_in(client, account)
    strengthen(account)
    client.submit("/ca/compte/contrasenya", password="quatre gats al terrat")
    assert client.submit(ERASE).location == "/ca/compte/esborrat"
    db.session.rollback()
    for model in (Account, AccountContact, AccountSession, ContactProof):
        assert db.session.scalars(select(model)).all() == [], model
    assert all(letter.recipient is None for letter in letters() if letter.kind.startswith("account."))
    assert other.get(HOME).status_code == 303
    assert client.get(HOME).status_code == 303


@pytest.mark.parametrize(
    ("recipient", "values", "state", "is_kept"),
    [
        ("rosa@example.org", {"name": "Hort"}, outbox.SENT, False),
        ("pau@example.org", {"who": "rosa@example.org"}, outbox.SENT, False),
        ("pau@example.org", {"who": "rosa@example.org"}, outbox.QUEUED, True),
        ("pau@example.org", {"who": "mar@example.org"}, outbox.SENT, True),
    ],
    ids=["to them", "of them", "of them, not sent yet", "of somebody else"],
)
def test_what_was_sent_to_them_or_of_them_is_kept_no_more(
    account: Account, recipient: str, values: dict[str, str], state: str, *, is_kept: bool
) -> None:
    put = partial(outbox.put, dedup_key="k", channel=outbox.EMAIL, kind="k", now=NOW, recipient=recipient)
    in_transaction(lambda: put(values=values, subject_kind="initiative", subject_id="x"))
    in_transaction(lambda: db.session.execute(update(Dispatch).values(state=state, erase_at=NOW + timedelta(days=30))))
    in_transaction(lambda: erase(account.id, now=NOW))
    left = db.session.scalars(select(Dispatch).where(Dispatch.dedup_key == "k")).one()
    assert (left.recipient, left.values) == ((recipient, values) if is_kept else (None, {}))


def test_what_is_to_come_is_cancelled_and_the_next_gets_in(client: Reader, account: Account) -> None:
    mine = register(days=7, capacity=1)
    db.session.rollback()
    next_one = take(get_registration(mine.public_id).training, "Pere Puig")
    assert next_one.state == "waiting"
    in_transaction(lambda: join(account.id))
    sign_in(client, account).submit(ERASE)
    left = get_registration(mine.public_id)
    assert (left.state, left.name, left.email, left.account_id) == ("cancelled", "", None, None)
    assert get_registration(next_one.public_id).state == "confirmed"


@pytest.mark.parametrize(("is_paid", "name"), [(False, ""), (True, "Rosa Vila")])
def test_a_grants_list_is_kept_and_another_is_not(
    client: Reader, account: Account, *, is_paid: bool, name: str
) -> None:
    past = register(days=-3, is_paid=is_paid)
    in_transaction(lambda: join(account.id))
    sign_in(client, account).submit(ERASE)
    left = get_registration(past.public_id)
    assert (left.name, left.account_id) == (name, None)


def test_what_is_not_on_the_page_stays(client: Reader, account: Account) -> None:
    one = register(days=7)
    sign_in(client, account).submit(ERASE)
    assert get_registration(one.public_id).name == "Rosa Vila"


def test_nobody_comes_for_two_years_and_the_account_goes(account: Account) -> None:
    staff = make_account()
    give_role(staff, Role.ADMIN)
    in_transaction(lambda: erase_overdue(NOW + timedelta(days=728)))
    assert get(account.public_id).contacts
    in_transaction(lambda: erase_overdue(NOW + timedelta(days=732)))
    db.session.rollback()
    assert [one.public_id for one in db.session.scalars(select(Account))] == [staff.public_id]


def test_the_report_sees_what_is_overdue_and_the_jobs_leave_nothing(
    app: Flask, client: Reader, account: Account, clock_at: Callable[..., None]
) -> None:
    register(days=-3)
    sign_in(client, account)
    client.submit("/ca/compte/contactes/nou", email="nova@example.org")
    later = NOW + timedelta(days=3 * 365)
    clock_at(later)
    run = app.test_cli_runner().invoke
    late = run(args=["privacy", "report"])
    assert late.exit_code == 1
    counted = {line.field.name: line.overdue for line in personal_data.report(later)}
    theirs = [name for name in counted if name.startswith(("account", "contact_proof", "registration:"))]
    assert len(theirs) > 3
    assert [name for name in theirs if not counted[name]] == []
    db.session.rollback()
    in_transaction(lambda: erase_overdue(later))
    in_transaction(lambda: upkeep.erase_overdue(later))
    clean = run(args=["privacy", "report", "--format", "json"])
    assert clean.exit_code == 0, clean.output
    assert len(json.loads(clean.stdout)) >= 7


def test_the_address_of_an_account_is_free_again_after_it(client: Reader, account: Account) -> None:
    former = account.public_id
    sign_in(client, account).submit(ERASE)
    again = make_account("rosa@example.org")
    assert again.public_id != former
    assert email_of(again) == "rosa@example.org"


def test_who_gave_a_role_is_named_no_more(account: Account, client: Reader) -> None:
    other = make_account()
    give = partial(roles.grant, other, Role.PLAN, subject_id=None, actor="rosa@example.org", now=NOW)
    in_transaction(give)
    sign_in(client, account).submit(ERASE)
    db.session.rollback()
    assert [grant.granted_by for grant in db.session.scalars(select(RoleGrant))] == ["erased"]


def test_what_was_done_under_a_former_address_is_found_when_one_is_erased(
    account: Account, client: Reader, letters: Callable[..., list[Dispatch]]
) -> None:
    audit_as("rosa@example.org")
    in_transaction(partial(accounts.add_contact, account.id, NEW, language="ca", now=NOW))
    [letter] = letters("account.verify")
    in_transaction(partial(accounts.verify_contact, account.id, letter.subject_id, now=NOW))
    first = get(account.public_id).contacts[0].public_id
    in_transaction(partial(accounts.remove_contact, account.id, first, now=NOW))
    assert actors() == [NEW.value]
    in_transaction(partial(erase, account.id, now=NOW))
    assert actors() == ["erased"]


def audit_as(actor: str) -> None:
    in_transaction(
        partial(audit.record, at=NOW, actor=actor, action="trainings.publish", subject_kind="training", subject_id="x")
    )


def actors() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.actor).order_by(AuditEntry.id)))


def test_an_address_that_was_only_typed_is_not_ones_own_to_erase(app: Flask, account: Account) -> None:
    """Else whoever types an administrator's address and goes would take their name off the audit log."""
    boss = make_account("boss@example.org")
    give_role(boss, Role.PLAN)
    in_transaction(lambda: roles.grant(boss, Role.DOOR, subject_id=None, actor="boss@example.org", now=NOW))
    asked = link_for("boss@example.org")
    in_transaction(lambda: accounts.add_contact(account.id, Address(EMAIL, "boss@example.org"), language="ca", now=NOW))
    in_transaction(lambda: erase(account.id, now=NOW))
    db.session.rollback()
    assert db.session.scalars(select(AuditEntry.actor).order_by(AuditEntry.id)).all()[-1] == "boss@example.org"
    assert db.session.scalars(select(RoleGrant.granted_by).order_by(RoleGrant.id)).all()[-1] == "boss@example.org"
    assert visitor(app).submit(asked).status_code == 303
    assert db.session.scalars(select(ContactProof).where(ContactProof.account_id.is_not(None))).all() == []


@pytest.mark.usefixtures("app")
def test_who_did_something_is_said_for_five_years_and_that_it_was_done_for_ever() -> None:
    record = partial(audit.record, action="role.granted", subject_kind="account", subject_id="x")
    in_transaction(lambda: record(at=NOW, actor="rosa@example.org"))
    in_transaction(lambda: record(at=NOW, actor="system"))
    for years, who in ((4, ["rosa@example.org", "system"]), (6, ["erased", "system"])):
        later = NOW + timedelta(days=365 * years)
        in_transaction(partial(erase_overdue, later))
        assert list(db.session.scalars(select(audit.AuditEntry.actor).order_by(audit.AuditEntry.id))) == who
        db.session.rollback()
