"""Many profiles are written at once, behind the locks of those that change."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update

from coopnet.foundation.db import db
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service.addresses import follow_names
from coopnet.initiatives.service.editing import Note, note_changes, rewrite
from coopnet.initiatives.service.naming import wait_for_turn
from coopnet.initiatives.service.planning import Planned
from coopnet.initiatives.service.snapshots import load_all


def touched(planned: Iterable[Planned]) -> set[int]:
    """Rows that are there already and that writing the plan would change."""
    found = {one.before.id for one in planned if one.before is not None and one.changes}
    return found | {one.bare_id for one in planned if one.bare_id is not None}


def lock_all(planned: Iterable[Planned]) -> set[int]:
    """All at once and in one order: two who write wait for each other, and not for ever. Their ids."""
    ids = touched(planned)
    if ids:
        mutex = update(Initiative).where(Initiative.id.in_(sorted(ids))).values(version=Initiative.version)
        db.session.execute(mutex.execution_options(synchronize_session=False))
    return ids


def write(planned: Sequence[Planned], *, publish: bool, actor: str, now: datetime) -> None:
    """Of a plan that was made behind `lock_all`, without a clash. With `publish` new profiles are public at once."""
    written = [one for one in planned if not one.is_merged and (one.before is None or one.changes)]
    kept = {row.id: row for row in load_all(touched(written))}
    rows = []
    for one in written:
        known = one.before.id if one.before is not None else one.bare_id
        rows.append(_empty(one.draft) if known is None else kept[known])
    wait_for_turn()
    with db.session.no_autoflush:
        _free_names(kept.values(), written)
        notes = [
            rewrite(row, one.draft, before=one.before.draft if one.before else None, now=now)
            for row, one in zip(rows, written, strict=True)
        ]
        follow_names(rows)
        if publish:
            notes += [_publish(row, now) for row, one in zip(rows, written, strict=True) if one.before is None]
    db.session.add_all(rows)
    db.session.flush()
    note_changes(notes, actor=actor, now=now, is_of_sheet=True)


def _empty(draft: Draft) -> Initiative:
    return Initiative(
        public_id=new_public_id(), name=draft.name, version=0, texts=[], tags=[], places=[], contacts=[], labels=[]
    )


def _free_names(kept: Iterable[Initiative], written: Iterable[Planned]) -> None:
    """Names are unique: where two swap theirs, or hand one on, each steps out of the way first."""
    wanted = {match_key(one.draft.name) for one in written}
    leaving = {one.before.id for one in written if one.before and match_key(one.draft.name) != one.before.name_key}
    movers = [row for row in kept if row.id in leaving and row.name_key in wanted]
    for row in movers:
        row.name_key = f"\x01{row.id}"
    if movers:
        db.session.flush()


def _publish(row: Initiative, now: datetime) -> Note:
    row.status, row.published_at = Status.PUBLISHED, row.published_at or now
    return Note(row, "initiative.publish", {"status": str(Status.DRAFT)}, {"status": str(Status.PUBLISHED)})
