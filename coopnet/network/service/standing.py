"""The one way in which a volunteer goes from one state to another; with it the role on their account comes and goes."""

from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.network.letters import volunteers as letters
from coopnet.network.models import Volunteer
from coopnet.network.queries.reading import mark_of
from coopnet.network.rules.volunteering import ENDED, Act, State, missing, next_state
from coopnet.network.service.moving import PERSON, SYSTEM


def stand(public_id: str, act: Act, *, actor: str, now: datetime, seen: str | None = None) -> bool:
    """Does it, and tells them when it was somebody else. False where it is so already: pressing twice is once.

    `actor` is `PERSON`, `SYSTEM`, or the e-mail of one of the team. Who is verified gets the role on the account of
    their contact; who leaves loses it. `seen` is the mark of what one of the team has read. Raises `RuleBroken`:
    `volunteer_not_found`, `volunteer_cannot` for what their state does not allow, `volunteer_changed` where it is not
    what was read, `volunteer_not_ready` before the team has seen what it must, `account_blocked`.
    """
    volunteer = lock(public_id)
    after = next_state(volunteer.state, act)
    if after is None or not volunteer.name:
        raise RuleBroken("volunteer_cannot")
    if after == volunteer.state:
        return False
    refuse_unread(volunteer, seen)
    if act == Act.VERIFY:
        if missing(agreement_on=volunteer.agreement_on, training_on=volunteer.training_on):
            raise RuleBroken("volunteer_not_ready")
        _give_role(volunteer, actor=actor, now=now)
        volunteer.verified_at = now
    before, volunteer.state, volunteer.updated_at = volunteer.state, after.value, now
    if after in ENDED:
        volunteer.ended_at, volunteer.active_key = now, None
        take_role(volunteer, actor=actor, now=now)
    _note(volunteer, act, before=before, actor=actor, now=now)
    db.session.flush()
    raise_generation(HELPERS)
    if actor not in (PERSON, SYSTEM):
        letters.stood(volunteer, act, now=now)
    return True


def lock(public_id: str) -> Volunteer:
    """Read again behind its lock, so that two who press at once see what the other did."""
    found = db.session.scalars(
        select(Volunteer)
        .where(Volunteer.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("volunteer_not_found")
    return found


def refuse_unread(volunteer: Volunteer, seen: str | None) -> None:
    """Whoever decides has read what stands now. `seen` None: nobody who had to."""
    if seen is not None and seen != mark_of(volunteer):
        raise RuleBroken("volunteer_changed")


def take_role(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    if volunteer.account_id is None or volunteer.verified_at is None:
        return
    account = db.session.get(Account, volunteer.account_id)
    if account is not None:
        by = account.public_id if actor == PERSON else actor
        roles.revoke(account, Role.VOLUNTEER, subject_id=None, actor=by, now=now)


def _give_role(volunteer: Volunteer, *, actor: str, now: datetime) -> None:
    kind, value = (EMAIL, volunteer.email) if volunteer.email else (PHONE, volunteer.phone)
    account = accounts.get_or_make(Address(kind, value or ""), language=volunteer.language, now=now)
    account.name = account.name or volunteer.name
    volunteer.account_id = account.id
    roles.grant(account, Role.VOLUNTEER, subject_id=None, actor=actor, now=now)


def _note(volunteer: Volunteer, act: Act, *, before: str, actor: str, now: datetime) -> None:
    if actor in (PERSON, SYSTEM):
        return
    audit.record(
        at=now,
        actor=actor,
        action=f"volunteer.{act.value}",
        subject_kind="volunteer",
        subject_id=volunteer.public_id,
        before={"state": before},
        after={"state": State(volunteer.state).value},
    )
