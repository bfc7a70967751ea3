"""The team returns and refuses what it has read: who sent it may write on meanwhile, in another tab."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import in_transaction
from coopnet.initiatives.queries import moderation
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.service import moderating
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.freshness import row_of
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile
from tests.rig.reader import Reader, read_form

REASON = "No és d'aquí"
CHANGED = "Ha canviat des que"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account("equip@example.org")
    give_role(account, Role.PLAN)
    return sign_in(visitor(app), account, is_strong=True)


@pytest.fixture
def sent(app: Flask) -> tuple[Saved, str]:
    """A profile that waits, and the address of where the team reads it."""
    saved, account = save_profile(make_profile_draft()), make_account()
    in_transaction(partial(moderating.submit, saved.initiative_id, account=account, actor=ACTOR, now=NOW))
    return saved, f"/ca/gestio/iniciatives/enviades/{moderation.list_sent()[0].public_id}"


def write_on(saved: Saved) -> None:
    save_profile(make_profile_draft(networks=("Una xarxa nova",)), saved.initiative_id)


@pytest.mark.parametrize(("way", "becomes"), [("torna", "draft"), ("rebutja", "draft")])
def test_what_has_changed_since_it_was_read_is_shown_and_what_was_typed_stays(
    team: Reader, sent: tuple[Saved, str], way: str, becomes: str
) -> None:
    saved, address = sent
    version = row_of(saved).version
    page = team.get(f"{address}/{way}?version={version}")
    assert f'{way}?version={version}"' in team.get(address).text
    assert CHANGED not in page.text
    form = read_form(page.text)
    write_on(saved)
    for typed in (form.fields, {**form.fields, "version": ["x"]}, {**form.fields, "version": [""]}):
        answer = team.post(f"{address}/{way}", data={**typed, "text": [REASON]})
        assert (answer.status_code, "Una xarxa nova" in answer.text) == (422, True)
        assert row_of(saved).status == "pending"
    again = read_form(answer.text).fields
    assert [line.strip() for line in again["text"]] == [REASON]
    assert team.post(f"{address}/{way}", data=again).status_code == 303
    assert row_of(saved).status == becomes


def test_who_comes_late_to_say_why_is_told_before_they_write(team: Reader, sent: tuple[Saved, str]) -> None:
    saved, address = sent
    version = row_of(saved).version
    write_on(saved)
    page = team.get(f"{address}/torna?version={version}")
    assert (page.status_code, CHANGED in page.text, "Una xarxa nova" in page.text) == (200, True, True)
    assert team.post(f"{address}/torna", data={**read_form(page.text).fields, "text": [REASON]}).status_code == 303
