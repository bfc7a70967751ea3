"""Profiles that may be one initiative twice: looked for every night, until the team says that they are two."""

from datetime import datetime

from sqlalchemy import delete, select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativePair
from coopnet.initiatives.queries.pairs import find_pairs
from coopnet.initiatives.rules.likeness import Why
from coopnet.initiatives.service.editing import lock

FIND = "initiatives.find_pairs"
MOST_PAIRS = 500  # more than anybody looks at; the rest comes up when these are done


def find_job(_dispatch: Dispatch) -> None:
    """What was told apart stays so; what is not alike any more goes."""
    apart = select(InitiativePair.one_id, InitiativePair.other_id).where(InitiativePair.apart_at.is_not(None))
    done = {(row.one_id, row.other_id) for row in db.session.execute(apart)}
    found = [each for each in find_pairs(most=MOST_PAIRS + len(done)) if (each.one, each.other) not in done]
    gone = delete(InitiativePair).where(InitiativePair.apart_at.is_(None))
    db.session.execute(gone.execution_options(synchronize_session=False))
    db.session.add_all(
        InitiativePair(one_id=each.one, other_id=each.other, why=each.why.value, alike=each.alike)
        for each in found[:MOST_PAIRS]
    )
    db.session.flush()


def tell_apart(one_id: int, other_id: int, *, actor: str, now: datetime) -> bool:
    """They are two: nobody is asked about them again. False when that was known.

    Raises `RuleBroken`: `initiative_not_found`, `merged_with_itself`.
    """
    if one_id == other_id:
        raise RuleBroken("merged_with_itself")
    low, high = sorted((one_id, other_id))
    both = [lock(each) for each in (low, high)]
    kept = db.session.get(InitiativePair, (low, high), populate_existing=True)
    if kept is not None and kept.apart_at is not None:
        return False
    if kept is None:
        kept = InitiativePair(one_id=low, other_id=high, why=Why.TAX_ID.value, alike=0)
        db.session.add(kept)
    kept.apart_at = now
    for each, twin in zip(both, reversed(both), strict=True):
        audit.record(
            at=now,
            actor=actor,
            action="initiative.tell_apart",
            subject_kind="initiative",
            subject_id=each.public_id,
            after={"from": twin.name},
        )
    db.session.flush()
    return True
