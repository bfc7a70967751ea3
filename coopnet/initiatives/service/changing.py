"""A part of a profile is changed by who keeps it; nobody's words are lost to somebody who wrote meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.rules.parts import mark_of, put
from coopnet.initiatives.service.editing import lock, save
from coopnet.initiatives.service.snapshots import read_draft


def change(initiative_id: int, part: str, values: Mapping[str, Any], *, seen: str, actor: str, now: datetime) -> Saved:
    """`seen` is the mark of the part as its form was opened.

    Raises `RuleBroken`: `initiative_not_found`, `edited_meanwhile`, `name_missing`, `name_taken`.
    """
    before = read_draft(lock(initiative_id))
    if seen != mark_of(before, part):
        raise RuleBroken("edited_meanwhile")
    return save(put(before, values), initiative_id=initiative_id, actor=actor, now=now)
