"""One act for many people: a job of the worker, part by part, each person behind the lock of their training.

What the page said is asked again of the locked truth: whoever is something else by then is left alone and counted.
How far it has come stands in the values of the last part's row.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from coopnet.foundation import audit, clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations import letters
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.queries.many import JOB, SUBJECT
from coopnet.registrations.rules.many import CONCERNED, PART, Act
from coopnet.registrations.service import deciding
from coopnet.registrations.service.running import open_one
from coopnet.trainings.models import Training


def begin(
    training: Training,
    act: Act,
    public_ids: Sequence[str],
    *,
    key: str,
    texts: dict[str, dict[str, str]] | None = None,
    actor: str,
    now: datetime,
) -> bool:
    """`key` makes a page that is sent twice one job: False then. `texts` are subject and text by language."""
    values = {
        "training": training.public_id,
        "act": act.value,
        "left": list(public_ids),
        "total": len(public_ids),
        "done": 0,
        "skipped": 0,
        "texts": texts or {},
        "actor": actor,
        "part": 0,
    }
    is_new = _put(key, values, now=now)
    if is_new:
        audit.record(
            at=now,
            actor=actor,
            action=f"registrations.{act.value}",
            subject_kind="training",
            subject_id=training.public_id,
            after={"count": len(public_ids)},
        )
    return is_new


def do_part(dispatch: Dispatch) -> None:
    """The job: some of them, and then the next part."""
    values, now = dict(dispatch.values), clock.now()
    todo, left = values["left"][:PART], values["left"][PART:]
    did = [_do(Act(values["act"]), each, values, key=dispatch.subject_id, now=now) for each in todo]
    values |= {"left": left, "done": values["done"] + sum(did), "skipped": values["skipped"] + did.count(False)}
    if not left:
        values["texts"] = {}
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch.id)
        .values(values=values)
        .execution_options(synchronize_session=False)
    )
    if left:
        _put(dispatch.subject_id, {**values, "part": values["part"] + 1}, now=now)


def _put(key: str, values: dict[str, Any], *, now: datetime) -> bool:
    return outbox.put(
        dedup_key=f"{JOB}:{key}#{values['part']}",
        channel=outbox.JOB,
        kind=JOB,
        now=now,
        subject_kind=SUBJECT,
        subject_id=key,
        values=values,
    )


def _do(act: Act, public_id: str, values: dict[str, Any], *, key: str, now: datetime) -> bool:
    """False for who is something else by now: nothing is done to them."""
    one = db.session.scalars(select(Registration).where(Registration.public_id == public_id)).first()
    if one is None or one.state not in CONCERNED[act]:
        return False
    code, actor = code_of(one), str(values["actor"])
    try:
        if act == Act.WRITE:
            _write(public_id, values["texts"], key=key, now=now)
        else:
            acts = {
                Act.APPROVE: deciding.approve,
                Act.DECLINE: deciding.decline,
                Act.CANCEL: deciding.cancel_by_code,
            }
            acts[act](code, actor=actor, now=now)
    except RuleBroken:
        return False
    return True


def _write(public_id: str, texts: dict[str, dict[str, str]], *, key: str, now: datetime) -> None:
    _training, one = open_one(public_id)
    if one.state not in CONCERNED[Act.WRITE]:
        raise RuleBroken("registration_ended")
    # Who has changed their language since then reads one that somebody else was written to in.
    said = texts.get(one.language) or next(iter(texts.values()))
    letters.note(one, key=key, subject=said["subject"], text=said["text"], now=now)
