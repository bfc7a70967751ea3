"""Which training is meant, and the mutex of its places, which comes before anything of it is read."""

from collections.abc import Collection, Iterable

from sqlalchemy import select, update

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status
from coopnet.trainings.service.snapshots import load
from coopnet.vocabulary.rules.sheet_cells import code_key


def find_by_codes(codes: Collection[str]) -> dict[str, int]:
    """`code_key` to the id of the training that has it.

    Codes are compared here: of letters beyond ASCII, SQLite knows no lower case.
    """
    wanted = {code_key(code) for code in codes}
    asked = select(Training.id, Training.code).where(Training.code.is_not(None)).order_by(Training.id.desc())
    found = {code_key(code or ""): id_ for id_, code in db.session.execute(asked)}
    return {key: id_ for key, id_ in found.items() if key in wanted}


def list_drafts(codes: Iterable[str]) -> list[str]:
    """Addresses of the trainings with these codes that nobody sees yet, in the order in which they were made."""
    asked = select(Training.id, Training.slug).where(Training.status == Status.DRAFT).order_by(Training.id)
    ids = set(find_by_codes(set(codes)).values())
    return [slug for id_, slug in db.session.execute(asked) if id_ in ids]


def lock_all(ids: Collection[int]) -> None:
    """All at once, before any of them is changed: whoever registers locks one and then what all share."""
    if ids:
        db.session.execute(
            update(Training)
            .where(Training.id.in_(sorted(ids)))
            .values(queue_version=Training.queue_version + 1)
            .execution_options(synchronize_session=False)
        )


def lock(training_id: int) -> Training:
    """The training with all its parts, behind the queue's mutex. Raises `RuleBroken("training_not_found")`."""
    lock_all([training_id])
    found = load(training_id)
    if found is None:
        raise RuleBroken("training_not_found")
    return found
