"""A profile becomes public, or is called what it has become."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.freshness import find_own_address
from coopnet.initiatives.queries.history import is_closed_by_its_own
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.histories import OWN_ADDRESS
from coopnet.initiatives.rules.states import LISTED, READABLE, SILENT, Status, can_become
from coopnet.initiatives.service.addresses import follow_names, has_tail
from coopnet.initiatives.service.asks import end_asks
from coopnet.initiatives.service.editing import forget_silence, lock, note_change
from coopnet.initiatives.service.naming import wait_for_turn
from coopnet.initiatives.service.snapshots import day_of


def publish(slug: str, *, actor: str, now: datetime) -> bool:
    """False when it was public before. Raises `RuleBroken`: `initiative_not_found`, `cannot_become`."""
    initiative = lock(find_id(slug))
    if initiative.status in LISTED:
        return False
    initiative.published_at = initiative.published_at or now
    initiative.closed_at = None
    move(initiative, Status.PUBLISHED, action="initiative.publish", actor=actor, now=now)
    if has_tail(initiative):
        wait_for_turn()
        follow_names([initiative])
        db.session.flush()
    return True


def close(slug: str, *, actor: str, now: datetime) -> bool:
    """It no longer exists: its page says so. False when that was known.

    Raises `RuleBroken`: `initiative_not_found`, `cannot_become`.
    """
    initiative = lock(find_id(slug))
    if initiative.status == Status.CLOSED:
        return False
    close_profile(initiative, actor=actor, now=now)
    return True


def close_profile(initiative: Initiative, *, actor: str, now: datetime) -> None:
    """The profile is locked and loaded; nobody is asked about it any more."""
    end_asks(initiative.id, now=now)
    initiative.closed_at = now
    move(initiative, Status.CLOSED, action="initiative.close", actor=actor, now=now)
    if list_keepers(initiative.public_id):
        tell_keepers(letters.CLOSED, initiative, actor=actor, now=now)
    elif initiative.published_at is not None:  # of what was never shown nobody needs to hear
        _tell_own_address(letters.CLOSED, initiative, actor=actor, now=now)


def reopen(slug: str, *, actor: str, now: datetime, is_team: bool = True) -> bool:
    """It exists after all: back into the lists. False when it stands in them.

    What is known of it is as old as before: `confirmed_at` stays, its people are asked when the time comes. Who keeps
    it takes back what its own people closed, and nothing that the team did. Raises `RuleBroken`:
    `initiative_not_found`, `cannot_become`, `closed_by_team`.
    """
    initiative = lock(find_id(slug))
    if initiative.status in LISTED:
        return False
    if initiative.status not in READABLE:
        raise RuleBroken("cannot_become")
    if not is_team and not is_closed_by_its_own(initiative.id):
        raise RuleBroken("closed_by_team")
    initiative.closed_at = None
    forget_silence(initiative)
    move(initiative, Status.PUBLISHED, action="initiative.reopen", actor=actor, now=now)
    tell_keepers(letters.REOPENED, initiative, actor=actor, now=now)
    return True


def confirm_profile(initiative: Initiative, *, actor: str, now: datetime) -> None:
    """All is right today. What was marked or folded away is public again; the profile is locked and loaded."""
    before: dict[str, Any] = {"confirmed_on": day_of(initiative.confirmed_at)}
    after: dict[str, Any] = {"confirmed_on": day_of(now)}
    if initiative.status in SILENT:
        before["status"], after["status"] = initiative.status, Status.PUBLISHED.value
        initiative.status = Status.PUBLISHED
    initiative.confirmed_at = now
    forget_silence(initiative)
    note_change(initiative, before=before, after=after, action="initiative.confirm", actor=actor, now=now)


def move(initiative: Initiative, status: Status, *, action: str, actor: str, now: datetime) -> None:
    """Into another state, with its row of the history. The profile is locked and loaded.

    Raises `RuleBroken("cannot_become")`.
    """
    if not can_become(initiative.status, status):
        raise RuleBroken("cannot_become")
    before, initiative.status = initiative.status, status
    note_change(
        initiative, before={"status": str(before)}, after={"status": str(status)}, action=action, actor=actor, now=now
    )


def _tell_own_address(kind: str, initiative: Initiative, *, actor: str, now: datetime) -> None:
    """Where nobody keeps it: a letter with links may have been passed on, and its people shall know what was done."""
    to = find_own_address(initiative.id)
    letters.put(
        kind,
        Address(EMAIL, to) if to else None,
        key=f"{initiative.public_id}:{initiative.version}:own",
        language=initiative.language,
        subject=("initiative", initiative.public_id),
        values={"initiative": initiative.public_id, "by": "own" if actor == OWN_ADDRESS else "team", "to": "own"},
        now=now,
    )


def tell_keepers(kind: str, initiative: Initiative, *, actor: str, now: datetime) -> None:
    """Those who keep it, but for who did it. Its version tells one time from the next."""
    keepers = list_keepers(initiative.public_id)
    did = next((one for one in keepers if actor in one.known_as), None)
    by = "own" if actor == OWN_ADDRESS else "team"
    for one in keepers:
        if one != did:
            letters.put(
                kind,
                one.address,
                key=f"{initiative.public_id}:{initiative.version}:{one.account_id}",
                language=one.language,
                subject=("account", one.account_id),
                values={
                    "initiative": initiative.public_id,
                    "who": (did.name or did.contact) if did is not None else "",
                    "by": by,
                },
                now=now,
            )


def find_id(slug: str) -> int:
    """Raises `RuleBroken("initiative_not_found")`."""
    found = db.session.scalar(select(Initiative.id).where(Initiative.slug == slug))
    if found is None:
        raise RuleBroken("initiative_not_found")
    return found
