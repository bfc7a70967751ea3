"""Something is wrong here: two presses for anybody, and a queue for the team."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeReport
from coopnet.initiatives.rules.drafts import Saved
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import make_profile_draft, save_public_profile
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

QUEUE = "/ca/gestio/iniciatives/"
MOST_AT_THE_DESK = 10  # queries a page


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


@pytest.fixture
def profile(app: Flask) -> Saved:
    return save_public_profile()


def report(client: Reader, profile: Saved, **typed: str) -> InitiativeReport:
    typed = typed or {"reason": "place"}
    assert client.submit(f"/ca/iniciatives/{profile.slug}/avisa", **typed).status_code == 303
    db.session.rollback()
    return db.session.scalars(select(InitiativeReport).order_by(InitiativeReport.id.desc()).limit(1)).one()


def test_saying_what_it_is_is_enough_and_nothing_at_all_is_asked_for_at_its_field(
    client: Reader, profile: Saved
) -> None:
    address = f"/ca/iniciatives/{profile.slug}/avisa"
    assert f'href="{address}"' in client.get(f"/ca/iniciatives/{profile.slug}/").text
    for empty in ("", "  "):
        answer = client.submit(address, text=empty)
        assert answer.status_code == 422
        assert 'href="#text"' in answer.text.partition('role="alert"')[2]
    assert db.session.scalars(select(InitiativeReport)).all() == []
    assert report(client, profile, reason="place").text == ""
    assert report(client, profile, text="Ja no hi són").reason == "other"


def test_the_team_sees_it_looks_into_it_and_closes_it(client: Reader, team: Reader, profile: Saved) -> None:
    made = report(client, profile, reason="contact", text="El telèfon no hi és")
    assert "#avisos" in team.get("/ca/gestio/").text
    assert "El telèfon no hi és" in team.get(QUEUE).text
    action = f"action={QUEUE}avisos/{made.public_id}"
    assert team.submit(QUEUE, form=f"{action}/mira").status_code == 303
    assert "equip@example.org" in team.get(QUEUE).text
    assert team.submit(QUEUE, form=f"{action}/tanca", is_right="y").status_code == 303
    assert "El telèfon no hi és" not in team.get(QUEUE).text
    assert "#avisos" not in team.get("/ca/gestio/").text
    db.session.rollback()
    closed = db.session.scalars(select(InitiativeReport)).one()
    assert (closed.handled_by, closed.is_right) == ("equip@example.org", True)
    by_team = select(AuditEntry.action).where(AuditEntry.actor == "equip@example.org")
    actions = db.session.scalars(by_team.order_by(AuditEntry.id)).all()
    assert actions == ["initiative.report.see", "initiative.report.close"]


def test_closed_twice_is_closed_once(app: Flask, client: Reader, team: Reader, profile: Saved) -> None:
    made = report(client, profile)
    other = make_account("altra@example.org")
    give_role(other, Role.PLAN)
    late = sign_in(visitor(app), other, is_strong=True)
    action = f"action={QUEUE}avisos/{made.public_id}/tanca"
    opened = late.get(QUEUE)
    team.submit(QUEUE, form=action, is_right="y")
    fields = read_form(opened.text, action).fields
    late.post(action.partition("=")[2], data={**fields, "is_right": "n"})
    db.session.rollback()
    closed = db.session.scalars(select(InitiativeReport)).one()
    assert (closed.handled_by, closed.is_right) == ("equip@example.org", True)


def test_the_queue_costs_the_same_for_many(client: Reader, team: Reader, profile: Saved) -> None:
    report(client, profile)

    def cost() -> int:
        with counted_queries() as asked:
            assert team.get(QUEUE).status_code == 200
        return len(asked)

    few = cost()
    for number in range(8):
        report(visitor(client.application), save_public_profile(make_profile_draft(f"Hort {number}", contacts=())))
    assert cost() == few <= MOST_AT_THE_DESK


def test_the_oldest_comes_first(
    client: Reader, team: Reader, profile: Saved, clock_at: Callable[[datetime], None]
) -> None:
    report(client, profile, text="Primer avís")
    clock_at(NOW.replace(hour=15))
    report(client, profile, text="Segon avís")
    page = team.get(QUEUE).text
    assert page.index("Primer avís") < page.index("Segon avís")
