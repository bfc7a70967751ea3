"""A profile is sent to the team, which publishes, returns or refuses it; or its people take it back."""

from datetime import datetime

from sqlalchemy import delete, select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import (
    Initiative,
    InitiativeChange,
    InitiativeOldSlug,
    InitiativePicture,
    InitiativeSubmission,
)
from coopnet.initiatives.queries.keepers import KIND, list_keepers
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.rules.histories import only_state
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import editing, publishing, sharing
from coopnet.initiatives.service.drafting import get_open
from coopnet.initiatives.service.naming import take_name

LETTERS = {
    Decision.PUBLISHED: letters.PUBLISHED,
    Decision.RETURNED: letters.RETURNED,
    Decision.REFUSED: letters.REFUSED,
    Decision.WITHDRAWN: letters.WITHDRAWN,
}


def send_draft(public_id: str, draft: Draft, *, account_key: int, actor: str, now: datetime) -> str:
    """Makes the profile, which waits for the team; who sends it answers for it. Its slug.

    Its name may be another's: that would tell of one that is not public, and the team sees both. Raises `RuleBroken`:
    `draft_gone`, `session_ended`, `name_missing`.
    """
    kept = get_open(public_id)
    account = accounts.get(account_key)
    saved = editing.save(draft, initiative_id=None, actor=actor, now=now, may_share_name=True)
    kept.typed, kept.sent_at, kept.initiative_id = {}, now, saved.initiative_id
    roles.grant(account, Role.OWNER, subject_id=saved.public_id, actor=actor, now=now)
    submit(saved.initiative_id, account=account, actor=actor, now=now)
    return saved.slug


def submit(initiative_id: int, *, account: Account, actor: str, now: datetime) -> None:
    """To the team, for the first time or again. Raises `RuleBroken("not_to_be_sent")` unless it is a draft."""
    initiative = editing.lock(initiative_id)
    if initiative.status != Status.DRAFT:
        raise RuleBroken("not_to_be_sent")
    publishing.move(initiative, Status.PENDING, action="initiative.send", actor=actor, now=now)
    made = InitiativeSubmission(
        public_id=new_public_id(), initiative_id=initiative_id, account_id=account.id, sent_at=now
    )
    db.session.add(made)
    db.session.flush()
    _tell(letters.RECEIVED, account, made, values={"initiative": initiative.public_id}, now=now)


def decide(
    public_id: str, decision: Decision, *, reason: str, actor: str, now: datetime, seen_version: int | None = None
) -> None:
    """What is refused becomes a bare name again: nothing of it is kept but its history.

    `seen_version` is the one that was read, None where nobody looked at one. Raises `RuleBroken`: `submission_gone`
    once somebody has decided, `reason_missing`, `edited_meanwhile`.
    """
    if decision != Decision.PUBLISHED and not reason:
        raise RuleBroken("reason_missing")
    waiting = _get_waiting(public_id)
    initiative = editing.lock(waiting.initiative_id, seen_version=seen_version)
    if initiative.status != Status.PENDING:
        raise RuleBroken("submission_gone")
    waiting.decided_at, waiting.decided_by = now, actor
    waiting.decision, waiting.reason = decision.value, reason
    values = {"initiative": initiative.public_id, "name": initiative.name, "reason": reason}
    keepers = list_keepers(initiative.public_id)
    match decision:
        case Decision.PUBLISHED:
            take_name(initiative)
            initiative.confirmed_at = waiting.sent_at  # its people have just written all of it
            publishing.publish(initiative.slug or "", actor=actor, now=now)
        case Decision.RETURNED:
            publishing.move(initiative, Status.DRAFT, action="initiative.return", actor=actor, now=now)
        case Decision.REFUSED:
            _empty(initiative, actor=actor, now=now)
            publishing.move(initiative, Status.DRAFT, action="initiative.refuse", actor=actor, now=now)
    for keeper in keepers:
        account = accounts.get(keeper.account_key)
        if decision == Decision.REFUSED:
            roles.revoke(account, Role(keeper.role), subject_id=initiative.public_id, actor=actor, now=now)
        _tell(LETTERS[decision], account, waiting, values=values, now=now)
    audit.record(
        at=now,
        actor=actor,
        action=f"initiative.moderate.{decision.value}",
        subject_kind=KIND,
        subject_id=initiative.public_id,
        after={"reason": reason} if reason else {},
    )
    db.session.flush()


def withdraw(initiative_id: int, *, actor: str, now: datetime) -> None:
    """Its people want it back before it is public: it becomes a bare name, as if it had been refused.

    Raises `RuleBroken`: `initiative_not_found`, `submission_gone` once it is public.
    """
    sent = select(InitiativeSubmission).where(InitiativeSubmission.initiative_id == initiative_id)
    newest = sent.order_by(InitiativeSubmission.id.desc()).limit(1).with_for_update()
    last = db.session.scalars(newest.execution_options(populate_existing=True)).first()
    initiative = editing.lock(initiative_id)
    if last is None or initiative.slug is None or initiative.status not in {Status.PENDING, Status.DRAFT}:
        raise RuleBroken("submission_gone")
    last.decided_at, last.decided_by = now, actor
    last.decision, last.reason = Decision.WITHDRAWN.value, ""
    values = {"initiative": initiative.public_id, "name": initiative.name}
    keepers = list_keepers(initiative.public_id)
    _empty(initiative, actor=actor, now=now)
    was, initiative.status = initiative.status, Status.DRAFT
    editing.note_change(
        initiative,
        before={"status": str(was)},
        after={"status": str(Status.DRAFT)},
        action=f"initiative.moderate.{Decision.WITHDRAWN.value}",
        actor=actor,
        now=now,
    )
    for keeper in keepers:
        account = accounts.get(keeper.account_key)
        roles.revoke(account, Role(keeper.role), subject_id=initiative.public_id, actor=actor, now=now)
        _tell(letters.WITHDRAWN, account, last, values=values, now=now)
    db.session.flush()


def _get_waiting(public_id: str) -> InitiativeSubmission:
    asked = select(InitiativeSubmission).where(InitiativeSubmission.public_id == public_id).with_for_update()
    found = db.session.scalars(asked.execution_options(populate_existing=True)).first()
    if found is None or found.decided_at is not None:
        raise RuleBroken("submission_gone")
    return found


def _empty(initiative: Initiative, *, actor: str, now: datetime) -> None:
    """A bare name, which a training may mention and somebody else may publish: they see nothing of what stood here."""
    bare = Draft(initiative.name, (), initiative.language)
    editing.save(bare, initiative_id=initiative.id, actor=actor, now=now)
    initiative.confirmed_at = None  # of nothing; its keeper's hand is no confirmation here
    pictures = delete(InitiativePicture).where(InitiativePicture.initiative_id == initiative.id)
    db.session.execute(pictures.execution_options(synchronize_session=False))
    sharing.withdraw_all(initiative.id, now=now)
    for change in db.session.scalars(
        select(InitiativeChange).where(InitiativeChange.initiative_id == initiative.id)
    ).all():
        change.before, change.after, change.erase_at = only_state(change.before), only_state(change.after), None
        if not change.after:
            db.session.delete(change)
    for old in db.session.scalars(
        select(InitiativeOldSlug).where(InitiativeOldSlug.initiative_id == initiative.id)
    ).all():
        db.session.delete(old)
    initiative.slug = None
    db.session.flush()


def _tell(kind: str, account: Account, about: InitiativeSubmission, *, values: letters.Values, now: datetime) -> None:
    to: Address | None = main_address(account)
    letters.put(
        kind,
        to,
        key=f"{about.public_id}:{account.public_id}",
        language=account.language,
        subject=("account", account.public_id),
        values=values,
        now=now,
    )
