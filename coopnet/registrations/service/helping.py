"""What a helper at a support point does for somebody who stands there: the same as they would, in their name.

The helper has read to them what is done with it, and witnesses that they agree; who helped is in the audit log.
"""

from datetime import datetime

from coopnet.accounts.queries.assisted import find_assisted
from coopnet.accounts.rules.helping import Help, Reach
from coopnet.accounts.service import assisting
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations.queries.served import SUBJECT, asked_beside, find_served
from coopnet.registrations.rules.applications import Application, Outcome, OutcomeKind
from coopnet.registrations.service import changing
from coopnet.registrations.service.registering import register


def register_for(application: Application, help_given: Help, *, training_id: int, now: datetime) -> Outcome:
    """By the same service as everybody; raises what it raises."""
    made = register(application, training_id=training_id, now=now)
    if made.kind == OutcomeKind.MADE:
        assisting.note_made(SUBJECT, made.public_id, help_given, action="registration.help", now=now)
    return made


def cancel_for(public_id: str, *, point: str, actor: str, now: datetime) -> bool:
    """False when it had ended before. Raises what `changing.cancel` raises."""
    _check(point, public_id, now)
    done = changing.cancel(public_id, now=now)
    if done:
        _note(public_id, "registration.cancel_for", point=point, actor=actor, now=now)
    return done


def change_for(
    public_id: str, wish: changing.Wish, *, reach: Reach, note: str, point: str, actor: str, now: datetime
) -> bool:
    """How they are reached, and who comes along. False when it was so already. Raises what `changing.change` raises."""
    _check(point, public_id, now)
    done = changing.change(public_id, wish, now=now, beside=lambda: asked_beside(public_id))
    assisting.change_reach(SUBJECT, public_id, reach, note)
    _note(public_id, "registration.change_for", point=point, actor=actor, now=now)
    return done


def take_back_needs_for(public_id: str, *, point: str, actor: str, now: datetime) -> None:
    _check(point, public_id, now)
    changing.take_back_needs(public_id, now=now)
    _note(public_id, "registration.take_back_needs_for", point=point, actor=actor, now=now)


def is_of(point: str, public_id: str) -> bool:
    """Whether the point made it, whatever has become of it."""
    found = find_assisted(SUBJECT, public_id)
    return found is not None and found.point == point


def _check(point: str, public_id: str, now: datetime) -> None:
    """Somebody else's, or one whose time is over, is not there."""
    if find_served(point, public_id, now) is None:
        raise RuleBroken("registration_not_found")


def _note(public_id: str, action: str, *, point: str, actor: str, now: datetime) -> None:
    assisting.note_help(SUBJECT, public_id, point=point, actor=actor, action=action, now=now)
