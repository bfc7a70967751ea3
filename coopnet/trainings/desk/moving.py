"""A change that people who registered must hear of: asked what to add, shown as they will read it, then made."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import request

from coopnet.foundation import clock
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.moves import Manner, Moving, is_draft_moved, of_draft
from coopnet.trainings.rules.parts import SESSIONS, put
from coopnet.web import slots

SLOT = "trainings.moving"


def list_languages(one: Training, part: str) -> list[str]:
    """Those of who would hear of it; none where nobody would."""
    if part != SESSIONS or not one.is_public:
        return []
    found = slots.fill(SLOT, Moving(one.id)).get("languages", [])
    return list(found) if isinstance(found, list) else []


def foresee(one: Training, draft: Draft, values: Mapping[str, Any], said: Mapping[str, str]) -> tuple[list[Any], str]:
    """The letters, and the mark of what they say; nothing where nobody need hear of it."""
    planned = put(draft, values)
    if not is_draft_moved(draft, planned, status=one.status, now=clock.now()):
        return [], ""
    shown = slots.fill(SLOT, Moving(one.id, of_draft(draft), of_draft(planned), said)).get("previews", [])
    previews = list(shown) if isinstance(shown, list) else []
    mark = hashlib.sha256(repr((of_draft(planned), sorted(said.items()))).encode()).hexdigest()[:16]
    return (previews, mark) if previews else ([], "")


def is_shown(mark: str) -> bool:
    return not mark or request.form.get("told") == mark


def manner_of(said: Mapping[str, str]) -> Manner:
    return Manner(tuple(sorted(said.items())), is_thought_over=True)
