"""A helper's session on a shared computer ends by itself; what was typed comes back to the same person alone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.models import Account, AccountSession
from coopnet.accounts.rules.sessions import HELPER_IDLE
from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from tests.factories.accounts import NOW, email_of, link_for, make_account, sign_in, strengthen, visitor
from tests.factories.helping import at_desk, make_helper, make_point
from tests.factories.registrations import open_training
from tests.rig.reader import Reader, read_form

Move = Callable[[datetime], None]
LATER = NOW + HELPER_IDLE + timedelta(minutes=2)


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Move) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def helper(point: str) -> Account:
    return make_helper(point)


def at(point: str) -> str:
    return f"/ca/gestio/punt/{point}/"


def count_registrations() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def test_it_ends_after_some_minutes_without_anybody_and_says_so(
    app: Flask, helper: Account, point: str, clock_at: Move
) -> None:
    desk = at_desk(app, helper)
    for minutes in (15, 30, 45):  # whoever works goes on
        clock_at(NOW + timedelta(minutes=minutes))
        assert desk.get(at(point)).status_code == 200
    clock_at(NOW + timedelta(minutes=45) + HELPER_IDLE + timedelta(minutes=1))
    answer = desk.get(at(point))
    assert (answer.status_code, "/compte/entra?next=" in answer.location) == (303, True)
    assert 'class="notice warning"' in desk.get(answer.location).text
    db.session.rollback()
    assert all(seen.second == 0 for seen in db.session.scalars(select(AccountSession.last_seen_at)))


def test_a_device_of_ones_own_and_everybody_else_stay_signed_in(
    app: Flask, helper: Account, point: str, clock_at: Move
) -> None:
    own = visitor(app)
    assert own.submit(link_for(email_of(helper)), keep="y").status_code == 303
    strengthen(helper)
    resident = sign_in(visitor(app), make_account())
    clock_at(LATER)
    assert own.get(at(point)).status_code == 200
    assert resident.get("/ca/compte/").status_code == 200


def type_and_lose(desk: Reader, path: str, clock_at: Move) -> dict[str, list[str]]:
    """What the page that says so holds, in the name of whoever had typed."""
    fields = read_form(desk.get(path).text).fields
    clock_at(LATER)
    typed = {**fields, "name": "Fatou Diop", "reach": "call", "reach_note": "La veïna", "was_read": "y"}
    answer = desk.post(path, data=typed)
    assert answer.status_code == 401
    assert "Fatou" not in answer.text
    assert "veïna" not in answer.text
    return read_form(answer.text).fields


def test_what_was_typed_comes_back_after_signing_in_again(
    app: Flask, helper: Account, point: str, clock_at: Move
) -> None:
    desk, path = at_desk(app, helper), f"{at(point)}formacions/{open_training().slug}"
    kept = type_and_lose(desk, path, clock_at)
    sign_in(desk, helper)
    owed = desk.post(path, data=kept)  # the second step comes first, and loses nothing either
    assert (owed.status_code, "Fatou" in owed.text) == (401, False)
    strengthen(helper)
    shown = desk.post(path, data=read_form(owed.text).fields)
    assert (shown.status_code, read_form(shown.text).fields["name"]) == (422, ["Fatou Diop"])
    assert count_registrations() == 0
    assert desk.post(path, data=read_form(shown.text).fields).status_code == 303
    assert count_registrations() == 1


@pytest.mark.parametrize("sealed", [None, "x", "a.b", "....", ""])
def test_nobody_else_is_shown_it_nor_sends_it(
    app: Flask, helper: Account, point: str, clock_at: Move, sealed: str | None
) -> None:
    desk, path = at_desk(app, helper), f"{at(point)}formacions/{open_training().slug}"
    kept = type_and_lose(desk, path, clock_at)
    other = make_helper(point)
    sign_in(desk, other, is_strong=True)
    answer = desk.post(path, data=kept if sealed is None else {"sealed_form": sealed})
    assert (answer.status_code, answer.location) == (303, path)
    assert "Fatou" not in desk.get(path).text
    assert count_registrations() == 0
