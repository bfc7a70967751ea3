"""That something was made at a support point for somebody, with what they were read and agreed to."""

import hashlib
from datetime import datetime

from sqlalchemy import delete

from coopnet.accounts.models import AgreedText, Assisted
from coopnet.accounts.queries.assisted import find_assisted
from coopnet.accounts.rules.helping import Help, Reach
from coopnet.foundation import audit, told
from coopnet.foundation.db import add_if_absent, db


def note_made(subject_kind: str, subject_id: str, help_given: Help, *, action: str, now: datetime) -> None:
    """In the transaction that made it. What would have been written to the person has been told: they stand there."""
    read = help_given.read
    digest = hashlib.sha256(read.text.encode()).hexdigest()
    add_if_absent(AgreedText, unique="digest", digest=digest, text=read.text)
    db.session.add(
        Assisted(
            subject_kind=subject_kind,
            subject_id=subject_id,
            point=help_given.point,
            made_by_id=help_given.helper_key,
            reach=help_given.reach.value,
            reach_note=help_given.note,
            version=read.version,
            language=read.language,
            digest=digest,
            at=now,
        )
    )
    db.session.flush()
    note_help(subject_kind, subject_id, point=help_given.point, actor=help_given.actor, action=action, now=now)


def note_help(subject_kind: str, subject_id: str, *, point: str, actor: str, action: str, now: datetime) -> None:
    """Who did what for whom, where; and that the person, who stands there, knows it."""
    told.tell_here(subject_kind, subject_id, now=now)
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        after={"point": point},
    )


def change_reach(subject_kind: str, subject_id: str, reach: Reach, note: str) -> None:
    found = find_assisted(subject_kind, subject_id)
    if found is not None:
        found.reach, found.reach_note = reach.value, note
        db.session.flush()


def forget(subject_kind: str, subject_id: str) -> None:
    """With the person whom it was about."""
    gone = delete(Assisted).where(Assisted.subject_kind == subject_kind, Assisted.subject_id == subject_id)
    db.session.execute(gone.execution_options(synchronize_session=False))
