"""Several people keep one profile: invited, taken off, handed over. Its last owner cannot leave it."""

from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import list_verified, main_address
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.events import AccountErased
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.foundation import audit, outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import (
    Initiative,
    InitiativeClaim,
    InitiativeInvitation,
    InitiativeReport,
    InitiativeSubmission,
)
from coopnet.initiatives.queries.keepers import Keeper, is_last_owner, list_keepers
from coopnet.initiatives.rules.keeping import INVITATION_LASTS, Outcome, is_open
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service.editing import lock


def invite(initiative_id: int, email: str, *, role: Role, language: str, actor: str, who: str, now: datetime) -> None:
    """By a letter; whoever opens it and signs in may say yes. `who` invites, as the letter calls them.

    Somebody who was invited before is written to again, with a link that works.
    """
    initiative = lock(initiative_id)
    made = InitiativeInvitation(
        public_id=new_public_id(),
        initiative_id=initiative_id,
        role=role.value,
        recipient=email,
        invited_by=actor,
        created_at=now,
    )
    for old in _list_open(initiative_id):
        if old.recipient == email:
            _end(old, Outcome.WITHDRAWN, now=now)
    db.session.add(made)
    db.session.flush()
    letters.put(
        letters.INVITED,
        Address(EMAIL, email),
        key=made.public_id,
        language=language,
        subject=("initiative_invitation", made.public_id),
        values={"initiative": initiative.public_id, "invitation": made.public_id, "who": who},
        now=now,
    )


def withdraw(initiative_id: int, public_id: str, *, now: datetime) -> None:
    """Raises `RuleBroken("invitation_ended")`."""
    made = _get(public_id)
    if made.initiative_id != initiative_id or made.ended_at is not None:
        raise RuleBroken("invitation_ended")
    _end(made, Outcome.WITHDRAWN, now=now)


def withdraw_all(initiative_id: int, *, now: datetime) -> None:
    """There is nothing to keep any more."""
    for made in _list_open(initiative_id):
        _end(made, Outcome.WITHDRAWN, now=now)


def accept(public_id: str, *, account_key: int, actor: str, now: datetime) -> str:
    """The profile's slug. Raises `RuleBroken`: `invitation_ended`, `session_ended`."""
    asked = select(InitiativeInvitation.initiative_id).where(InitiativeInvitation.public_id == public_id)
    of = db.session.scalar(asked)
    if of is None:
        raise RuleBroken("invitation_ended")
    # The profile first, then the invitation: in this order whoever withdraws it locks them too.
    initiative, made = lock(of), _get(public_id)
    if not is_open(created_at=made.created_at, ended_at=made.ended_at, lasts=INVITATION_LASTS, now=now):
        raise RuleBroken("invitation_ended")
    account = accounts.get(account_key)
    _end(made, Outcome.ACCEPTED, now=now)
    roles.grant(account, Role(made.role), subject_id=initiative.public_id, actor=actor, now=now)
    tell_others(initiative.public_id, but=account_key, who=account.name or actor, key=public_id, now=now)
    return initiative.slug or ""


def decline(public_id: str, *, now: datetime) -> None:
    """Raises `RuleBroken("invitation_ended")`."""
    made = _get(public_id)
    if made.ended_at is not None:
        raise RuleBroken("invitation_ended")
    _end(made, Outcome.DECLINED, now=now)


def remove(initiative_id: int, account_id: str, *, actor: str, now: datetime) -> None:
    """Somebody else, or oneself; at once, in every session. Raises `RuleBroken`: `keeper_gone`, `last_owner`.

    What no longer exists needs nobody to answer for it.
    """
    initiative = lock(initiative_id)
    keepers = list_keepers(initiative.public_id)
    held = [one for one in keepers if one.account_id == account_id]
    if not held:
        raise RuleBroken("keeper_gone")
    if initiative.status != Status.CLOSED and is_last_owner(keepers, account_id):
        raise RuleBroken("last_owner")
    account = accounts.get(held[0].account_key)
    for one in held:
        roles.revoke(account, Role(one.role), subject_id=initiative.public_id, actor=actor, now=now)
    _tell(letters.KEEPER_WENT, account, initiative, now=now)


def hand_over(initiative_id: int, account_id: str, *, from_key: int, actor: str, now: datetime) -> None:
    """Another keeper answers for it from here on; who did can still change it. Raises `RuleBroken("keeper_gone")`."""
    initiative = lock(initiative_id)
    heir = _find(list_keepers(initiative.public_id), account_id)
    if heir is None or heir.account_key == from_key:
        raise RuleBroken("keeper_gone")
    receiver, giver = accounts.get(heir.account_key), accounts.get(from_key)
    roles.grant(receiver, Role.OWNER, subject_id=initiative.public_id, actor=actor, now=now)
    roles.revoke(receiver, Role.EDITOR, subject_id=initiative.public_id, actor=actor, now=now)
    roles.grant(giver, Role.EDITOR, subject_id=initiative.public_id, actor=actor, now=now)
    roles.revoke(giver, Role.OWNER, subject_id=initiative.public_id, actor=actor, now=now)
    _tell(letters.CLAIM_CONFIRMED, receiver, initiative, now=now)


def tell_others(initiative_public_id: str, *, but: int, who: str, key: str, now: datetime) -> None:
    """Those who answer for it learn that somebody else keeps it too."""
    for one in list_keepers(initiative_public_id):
        if one.role == Role.OWNER and one.account_key != but:
            letters.put(
                letters.KEEPER_CAME,
                one.address,
                key=f"{key}:{one.account_id}",
                language=one.language,
                subject=("account", one.account_id),
                values={"initiative": initiative_public_id, "who": who},
                now=now,
            )


def on_account_erased(event: AccountErased) -> None:
    """The profiles stay; what the person said of themself, and asked for, goes. Roles go with the account.

    Of their addresses those that they have proved: what was only typed may be somebody else's.
    """
    values = [address.value for address in list_verified(event.key)]
    gone = select(InitiativeInvitation).where(InitiativeInvitation.recipient.in_(values))
    for made in db.session.scalars(gone).all():
        outbox.forget("initiative_invitation", made.public_id)
        made.recipient = None
    invited = update(InitiativeInvitation).where(InitiativeInvitation.invited_by.in_(values))
    db.session.execute(invited.values(invited_by="").execution_options(synchronize_session=False))
    for column in (
        InitiativeClaim.ended_by,
        InitiativeSubmission.decided_by,
        InitiativeReport.seen_by,
        InitiativeReport.handled_by,
    ):
        done = update(column.class_).where(column.in_(values)).values({column: audit.ERASED})
        db.session.execute(done.execution_options(synchronize_session=False))
    claims = delete(InitiativeClaim).where(InitiativeClaim.account_id == event.key)
    db.session.execute(claims.execution_options(synchronize_session=False))


def _find(keepers: list[Keeper], account_id: str) -> Keeper | None:
    return next((one for one in keepers if one.account_id == account_id), None)


def _list_open(initiative_id: int) -> list[InitiativeInvitation]:
    asked = select(InitiativeInvitation).where(
        InitiativeInvitation.initiative_id == initiative_id, InitiativeInvitation.ended_at.is_(None)
    )
    return list(db.session.scalars(asked))


def _get(public_id: str) -> InitiativeInvitation:
    asked = select(InitiativeInvitation).where(InitiativeInvitation.public_id == public_id).with_for_update()
    found = db.session.scalars(asked.execution_options(populate_existing=True)).first()
    if found is None:
        raise RuleBroken("invitation_ended")
    return found


def _end(made: InitiativeInvitation, outcome: Outcome, *, now: datetime) -> None:
    """From here on nobody needs to know where the letter went."""
    made.ended_at, made.outcome, made.recipient = now, outcome.value, None
    db.session.flush()


def _tell(kind: str, account: Account, initiative: Initiative, *, now: datetime) -> None:
    letters.put(
        kind,
        main_address(account),
        key=f"{initiative.public_id}:{account.public_id}:{now.isoformat()}",
        language=account.language,
        subject=("account", account.public_id),
        values={"initiative": initiative.public_id},
        now=now,
    )
