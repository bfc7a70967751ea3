"""How a profile is shared, where its pages cannot be asked: what ends what, for how long, and who is told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, erasing
from coopnet.foundation.audit import ERASED
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeClaim, InitiativeInvitation, InitiativeReport, InitiativeSubmission
from coopnet.initiatives.queries.claims import list_invitations
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.keeping import INVITATION_LASTS
from coopnet.initiatives.service import claiming, sharing
from tests.factories.accounts import NOW, email_of, give_role, make_account
from tests.factories.initiatives import make_profile_draft, save_public_profile

Letters = Callable[..., list[Dispatch]]
BOSS, GUEST = "cap@example.org", "nou@example.org"


@pytest.fixture
def profile(app: Flask) -> Saved:
    return save_public_profile()


def make_keeper(profile: Saved, role: Role = Role.OWNER, email: str | None = None) -> Account:
    account = make_account(email)
    give_role(account, role, subject_id=profile.public_id)
    return account


def invite(profile: Saved, email: str = GUEST) -> str:
    """The invitation's public id."""
    ask = partial(sharing.invite, profile.initiative_id, email, role=Role.EDITOR, language="ca", actor=BOSS, who="Cap")
    in_transaction(partial(ask, now=NOW))
    return list_invitations(profile.initiative_id)[-1].public_id


def recipients_of(found: list[Dispatch]) -> list[str | None]:
    return [letter.recipient for letter in found]


def test_who_is_invited_again_has_one_link_that_works_and_others_keep_theirs(profile: Saved) -> None:
    old, neighbour, new = invite(profile), invite(profile, "altra@example.org"), invite(profile)
    assert [one.public_id for one in list_invitations(profile.initiative_id)] == [neighbour, new]
    accept = partial(sharing.accept, account_key=make_account(GUEST).id, actor=GUEST, now=NOW)
    with pytest.raises(RuleBroken, match="invitation_ended"):
        in_transaction(partial(accept, old))
    assert in_transaction(partial(accept, new)) == profile.slug


def test_an_invitation_is_taken_back_once_and_only_through_its_own_profile(profile: Saved) -> None:
    other = save_public_profile(make_profile_draft("Hort"))
    invitation = invite(profile)
    for whose, is_taken in ((other, False), (profile, True), (profile, False)):
        withdraw = partial(sharing.withdraw, whose.initiative_id, invitation, now=NOW)
        if is_taken:
            in_transaction(withdraw)
            continue
        with pytest.raises(RuleBroken, match="invitation_ended"):
            in_transaction(withdraw)


def test_an_invitation_lasts_so_long_and_can_be_refused_once(profile: Saved) -> None:
    late, refused = invite(profile), invite(profile, "altra@example.org")
    guest = make_account(GUEST)
    accept = partial(sharing.accept, late, account_key=guest.id, actor=GUEST)
    with pytest.raises(RuleBroken, match="invitation_ended"):
        in_transaction(partial(accept, now=NOW + INVITATION_LASTS + timedelta(seconds=1)))
    assert in_transaction(partial(accept, now=NOW + INVITATION_LASTS)) == profile.slug
    in_transaction(partial(sharing.decline, refused, now=NOW))
    for again in (partial(sharing.decline, refused, now=NOW), partial(sharing.decline, "made-up", now=NOW)):
        with pytest.raises(RuleBroken, match="invitation_ended"):
            in_transaction(again)


def test_who_answers_for_it_is_told_of_a_guest_and_an_editor_is_not(profile: Saved, letters: Letters) -> None:
    owner = make_keeper(profile)
    make_keeper(profile, Role.EDITOR)
    in_transaction(partial(sharing.accept, invite(profile), account_key=make_account(GUEST).id, actor=GUEST, now=NOW))
    assert recipients_of(letters("initiative.keeper_came")) == [email_of(owner)]


def test_who_receives_it_is_told_and_nobody_hands_it_to_themself(profile: Saved, letters: Letters) -> None:
    owner, editor = make_keeper(profile), make_keeper(profile, Role.EDITOR)
    hand_over = partial(sharing.hand_over, profile.initiative_id, from_key=owner.id, actor=BOSS, now=NOW)
    for nobody in (owner.public_id, make_account().public_id):
        with pytest.raises(RuleBroken, match="keeper_gone"):
            in_transaction(partial(hand_over, nobody))
    assert letters("initiative.claim_confirmed") == []
    in_transaction(partial(hand_over, editor.public_id))
    assert recipients_of(letters("initiative.claim_confirmed")) == [email_of(editor)]
    assert {one.account_id: one.role for one in list_keepers(profile.public_id)} == {
        editor.public_id: "owner",
        owner.public_id: "editor",
    }


def note_deeds_of(address: str, profile: Saved) -> None:
    """One row of each table that says who decided or looked."""
    mine = {"initiative_id": profile.initiative_id}
    with committing():
        db.session.add(InitiativeClaim(public_id="c", way="team", created_at=NOW, ended_by=address, **mine))
        db.session.add(InitiativeSubmission(public_id="s", sent_at=NOW, decided_by=address, **mine))
        seen = {"seen_by": address, "handled_by": address}
        db.session.add(
            InitiativeReport(public_id="r", reason="other", text="", form_key="k", created_at=NOW, **seen, **mine)
        )


def deeds() -> list[str | None]:
    db.session.rollback()
    columns = (
        InitiativeClaim.ended_by,
        InitiativeSubmission.decided_by,
        InitiativeReport.seen_by,
        InitiativeReport.handled_by,
    )
    return [db.session.scalar(select(column)) for column in columns]


def test_of_who_is_erased_no_address_stays_where_they_decided_or_were_asked(profile: Saved, letters: Letters) -> None:
    boss, guest = make_account(BOSS), make_account(GUEST)
    invite(profile)
    note_deeds_of(BOSS, profile)
    other = save_public_profile(make_profile_draft("Hort"))
    in_transaction(partial(claiming.ask_team, other.initiative_id, "És nostra", account_key=guest.id, now=NOW))
    for account in (boss, guest):
        in_transaction(partial(erasing.erase, account.id, now=NOW))
    assert deeds() == [ERASED] * 4
    invitation = db.session.scalars(select(InitiativeInvitation)).one()
    assert (invitation.recipient, invitation.invited_by) == (None, "")
    assert recipients_of(letters("initiative.invited")) == [None]
    assert db.session.scalars(select(InitiativeClaim.public_id)).all() == ["c"]


def test_an_address_that_was_only_typed_takes_nobodys_name_off(profile: Saved, letters: Letters) -> None:
    """Else whoever types the address of somebody of the team and goes would hide what they decided."""
    make_account(BOSS)
    stranger = make_account()
    invite(profile, BOSS)
    note_deeds_of(BOSS, profile)
    in_transaction(partial(accounts.add_contact, stranger.id, Address(EMAIL, BOSS), language="ca", now=NOW))
    in_transaction(partial(erasing.erase, stranger.id, now=NOW))
    assert deeds() == [BOSS] * 4
    invitation = db.session.scalars(select(InitiativeInvitation)).one()
    assert (invitation.recipient, invitation.invited_by) == (BOSS, BOSS)
    assert recipients_of(letters("initiative.invited")) == [BOSS]
