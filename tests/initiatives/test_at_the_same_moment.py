"""Whoever keeps, takes or decides at the same moment as another: one of them is first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries import moderation
from coopnet.initiatives.queries.claims import list_invitations
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.drafts import Draft, Saved, Words
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.service import drafting, moderating, naming, sharing
from coopnet.initiatives.service.naming import find_by_name, find_or_add
from coopnet.initiatives.service.snapshots import load
from tests.factories.accounts import NOW, give_role, make_account
from tests.factories.initiatives import make_profile_draft, save_profile, save_public_profile

DONE = "done"


@pytest.fixture
def together(app: Flask) -> Callable[[list[Callable[[], Any]]], list[Any]]:
    """Runs each in a transaction and thread of its own, all begun at once; a refusal is its code."""

    def run(works: list[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(works))

        def one(work: Callable[[], Any]) -> Any:
            with app.app_context():
                start.wait(10)
                try:
                    in_transaction(work)
                except RuleBroken as refusal:
                    return refusal.code
                finally:
                    db.session.remove()
                return DONE

        db.session.rollback()
        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run


def send_at_once(together: Callable[..., list[Any]], names: list[str]) -> list[tuple[str, str, list[str]]]:
    """Each a profile of its own, by a person of its own; what stands in it afterwards: its name, words and people."""
    drafts = []
    for number, _name in enumerate(names):
        begin = partial(drafting.begin, {}, step="nom", form_key=f"k{number}", now=NOW)
        drafts.append((in_transaction(begin), make_account(f"p{number}@example.org").id))
    send = partial(moderating.send_draft, actor="x@example.org", now=NOW)
    said = together(
        [
            partial(send, public_id, Draft(name, (Words("ca", f"Som {number}"),), "ca"), account_key=account)
            for number, (name, (public_id, account)) in enumerate(zip(names, drafts, strict=True))
        ]
    )
    assert said == [DONE] * len(names)
    db.session.rollback()
    found = []
    for one in moderation.list_sent():
        row = load(one.initiative_id)
        keepers = [keeper.contact for keeper in list_keepers(row.public_id)]
        found.append((row.name, row.texts[0].summary or "", keepers))
    return sorted(found, key=lambda each: each[1])


@pytest.mark.parametrize("is_mentioned", [False, True])
def test_one_new_name_that_several_send_at_once_is_sent_by_each(
    together: Callable[..., list[Any]], *, is_mentioned: bool
) -> None:
    """Also where a training has mentioned it: nobody's words take the place of another's."""
    if is_mentioned:
        in_transaction(lambda: find_or_add("Hort de la Font").id)
    found = send_at_once(together, ["Hort de la Font"] * 4)
    assert found == [("Hort de la Font", f"Som {number}", [f"p{number}@example.org"]) for number in range(4)]
    assert find_by_name("Hort de la Font") is not None


def test_two_names_that_make_one_address_are_published_at_once(together: Callable[..., list[Any]]) -> None:
    send_at_once(together, ["Hort +1", "Hort 1", "Hort: 1"])
    waiting = moderation.list_sent()
    decide = partial(moderating.decide, decision=Decision.PUBLISHED, reason="", actor="equip@example.org", now=NOW)
    assert together([partial(decide, one.public_id) for one in waiting]) == [DONE] * 3
    db.session.rollback()
    slugs = db.session.scalars(select(Initiative.slug).order_by(Initiative.slug)).all()
    assert slugs == ["hort-1", "hort-1-2", "hort-1-3"]


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_race_for_a_name_is_there_where_nobody_waits_for_their_turn(
    together: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the tests above can fail: SQLite lets in one writer after the other, PostgreSQL does not."""
    everybody_has_looked = Barrier(4)
    monkeypatch.setattr(naming, "wait_for_turn", lambda: everybody_has_looked.wait(10))
    first = naming.find_by_name

    def careless(name: str) -> Initiative | None:
        found = first(name)
        everybody_has_looked.wait(10)
        return found

    monkeypatch.setattr(naming, "find_by_name", careless)
    with pytest.raises(IntegrityError):
        send_at_once(together, ["Hort de la Font"] * 4)


def owners_of(profile: Saved) -> list[str]:
    db.session.rollback()
    return [one.account_id for one in list_keepers(profile.public_id) if one.role == Role.OWNER]


def test_two_owners_who_leave_at_once_leave_one(together: Callable[..., list[Any]]) -> None:
    profile = save_public_profile()
    accounts = [make_account() for _ in range(2)]
    for account in accounts:
        give_role(account, Role.OWNER, subject_id=profile.public_id)
    leave = partial(sharing.remove, profile.initiative_id, actor="x@example.org", now=NOW)
    said = together([partial(leave, account.public_id) for account in accounts])
    assert sorted(said) == [DONE, "last_owner"]
    assert len(owners_of(profile)) == 1


def test_an_invitation_is_taken_by_one(together: Callable[..., list[Any]]) -> None:
    profile = save_public_profile()
    invite = partial(sharing.invite, profile.initiative_id, "nou@example.org", role=Role.OWNER, language="ca")
    in_transaction(lambda: invite(actor="x@example.org", who="X", now=NOW))
    [invitation] = list_invitations(profile.initiative_id)
    public_id = invitation.public_id
    accounts = [make_account() for _ in range(3)]
    accept = partial(sharing.accept, public_id, actor="x@example.org", now=NOW)
    said = together([partial(accept, account_key=account.id) for account in accounts])
    assert sorted(said) == [DONE, "invitation_ended", "invitation_ended"]
    assert len(owners_of(profile)) == 1


def test_two_of_the_team_decide_once(together: Callable[..., list[Any]]) -> None:
    saved = save_profile(make_profile_draft())
    account = make_account()
    submit = partial(moderating.submit, saved.initiative_id, account=account, actor="x@example.org", now=NOW)
    in_transaction(submit)
    public_id = moderation.list_sent()[0].public_id
    decide = partial(moderating.decide, public_id, actor="equip@example.org", now=NOW)
    said = together(
        [
            partial(decide, Decision.PUBLISHED, reason=""),
            partial(decide, Decision.REFUSED, reason="No és d'aquí"),
        ]
    )
    assert sorted(said) == [DONE, "submission_gone"]


def test_it_is_withdrawn_or_published_and_its_invitation_taken_before_or_not_at_all(
    together: Callable[..., list[Any]],
) -> None:
    saved = save_profile(make_profile_draft())
    owner, guest = make_account(), make_account()
    give_role(owner, Role.OWNER, subject_id=saved.public_id)
    submit = partial(moderating.submit, saved.initiative_id, account=owner, actor="x@example.org", now=NOW)
    in_transaction(submit)
    public_id = moderation.list_sent()[0].public_id
    invite = partial(sharing.invite, saved.initiative_id, "nou@example.org", role=Role.EDITOR, language="ca")
    in_transaction(lambda: invite(actor="x@example.org", who="X", now=NOW))
    [invitation] = list_invitations(saved.initiative_id)
    accept = partial(sharing.accept, invitation.public_id, account_key=guest.id, actor="nou@example.org", now=NOW)
    withdrawn, published, accepted = together(
        [
            partial(moderating.withdraw, saved.initiative_id, actor="x@example.org", now=NOW),
            partial(moderating.decide, public_id, Decision.PUBLISHED, reason="", actor="equip@example.org", now=NOW),
            accept,
        ]
    )
    assert {withdrawn, published} == {DONE, "submission_gone"}
    assert accepted in {DONE, "invitation_ended"}
    db.session.rollback()
    left = {one.role for one in list_keepers(saved.public_id)}
    assert left == (set() if withdrawn == DONE else {Role.OWNER, Role.EDITOR})
