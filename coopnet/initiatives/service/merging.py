"""Two profiles of one initiative become one: the plan's team says which stays.

The other keeps its row, its history and its addresses, which lead to the one that stays; so it can be parted again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from coopnet.accounts.service.handing import hand_back, hand_on
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.events import publish
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.rules.differences import fill_missing
from coopnet.initiatives.rules.drafts import as_json, from_json
from coopnet.initiatives.rules.events import InitiativesMerged
from coopnet.initiatives.rules.states import CAN_STAY, Status, can_become
from coopnet.initiatives.service.asks import end_asks
from coopnet.initiatives.service.carrying import carry_over
from coopnet.initiatives.service.editing import lock, note_change, save
from coopnet.initiatives.service.snapshots import load, read_draft

SUBJECT = "initiative"


def merge(
    *,
    kept_id: int,
    gone_id: int,
    seen: tuple[int, int],
    fills_gaps: bool,
    actor: str,
    now: datetime,
) -> None:
    """`seen` are the versions of both that were looked at: kept, gone. `fills_gaps`: what the kept one says nothing of
    is taken from the other.

    Raises `RuleBroken`: `initiative_not_found`, `merged_with_itself`, `cannot_become`, `edited_meanwhile`.
    """
    if kept_id == gone_id:
        raise RuleBroken("merged_with_itself")
    # Always in the same order, before anything that all share: two merges, or a merge and an editor, wait in turn.
    versions = {kept_id: seen[0], gone_id: seen[1]}
    locked = {each: lock(each, seen_version=versions[each]) for each in sorted(versions)}
    kept, gone = locked[kept_id], locked[gone_id]
    if kept.status not in CAN_STAY or not can_become(gone.status, Status.MERGED):
        raise RuleBroken("cannot_become")
    end_asks(gone.id, now=now)
    keepers = {each.account_id: each for one in (gone, kept) for each in list_keepers(one.public_id)}.values()
    hand_on(SUBJECT, old=gone.public_id, new=kept.public_id, actor=actor, now=now)
    carry_over(kept, gone, actor=actor, now=now)
    db.session.flush()
    publish(InitiativesMerged(kept_id=kept.id, gone_id=gone.id, at=now, actor=actor))
    kept, gone = load(kept.id), load(gone.id)  # whoever listened may have read them anew, without their parts
    before, gone.status, gone.merged_into_id = gone.status, Status.MERGED, kept.id
    _note(gone, {"status": before}, {"status": Status.MERGED.value, "into": kept.name}, "merge_into", actor, now)
    _note(kept, {"merged": None}, {"merged": gone.name}, "merge", actor, now)
    if fills_gaps:
        filled = fill_missing(as_json(read_draft(kept)), as_json(read_draft(gone)))
        save(from_json(filled), initiative_id=kept.id, actor=actor, now=now)
    for keeper in keepers:
        letters.put(
            letters.MERGED,
            keeper.address,
            key=f"{gone.public_id}:{kept.public_id}:{now.isoformat()}:{keeper.account_id}",
            language=keeper.language,
            subject=("account", keeper.account_id),
            values={"initiative": kept.public_id, "gone": gone.name},
            now=now,
        )


def part(gone_id: int, *, actor: str, now: datetime) -> None:
    """A merge was a mistake: the other stands by itself again, as it was, and its editors have their rights back.

    What was taken over from it stays with the one it was merged into. Raises `RuleBroken`: `initiative_not_found`,
    `cannot_become` for one that is not merged.
    """
    kept_id = db.session.scalar(select(Initiative.merged_into_id).where(Initiative.id == gone_id))
    if kept_id is None:
        raise RuleBroken("cannot_become")
    locked = {each: lock(each) for each in sorted((kept_id, gone_id))}
    kept, gone = locked[kept_id], locked[gone_id]
    merged = _find_merge(gone)
    if gone.merged_into_id != kept.id or merged is None:
        raise RuleBroken("cannot_become")
    hand_back(SUBJECT, old=gone.public_id, new=kept.public_id, since=merged.at, actor=actor, now=now)
    gone.status, gone.merged_into_id = str(merged.before["status"]), None
    _note(gone, {"status": Status.MERGED.value}, {"status": gone.status, "out_of": kept.name}, "part", actor, now)
    _note(kept, {"parted": None}, {"parted": gone.name}, "part", actor, now)


def _find_merge(gone: Initiative) -> InitiativeChange | None:
    """The last change that merged it; the newest of its history by then."""
    changes = db.session.scalars(
        select(InitiativeChange)
        .where(InitiativeChange.initiative_id == gone.id)
        .order_by(InitiativeChange.version.desc())
    )
    return next((each for each in changes if each.after.get("status") == Status.MERGED), None)


def _note(
    initiative: Initiative, before: dict[str, Any], after: dict[str, Any], verb: str, actor: str, now: datetime
) -> None:
    note_change(initiative, before=before, after=after, action=f"initiative.{verb}", actor=actor, now=now)
