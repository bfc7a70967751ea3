"""The parts of a training, written from a draft: what is there already keeps its identity."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from coopnet.foundation.ids import new_public_id
from coopnet.trainings.models import (
    Training,
    TrainingPartner,
    TrainingPartnerRole,
    TrainingQuestion,
    TrainingSession,
    TrainingTag,
    TrainingText,
)
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.service.matching import match_sessions
from coopnet.trainings.service.names import Rows
from coopnet.trainings.service.snapshots import TAGS


def clear_positions(training: Training, draft: Draft) -> None:
    """Positions are unique in a training: a session that moves steps out of the way. Flush, then write the parts."""
    places = {
        id(found): position for position, (found, _) in enumerate(match_sessions(training.sessions, draft.sessions))
    }
    for offset, row in enumerate(training.sessions):
        if row.position != places.get(id(row)):
            row.position = -1 - offset


def write_parts(training: Training, draft: Draft, rows: Rows, *, changed: AbstractSet[str], now: datetime) -> None:
    """Of a draft with known names. `changed` are the fields of it that are not yet as the training has them."""
    if "texts" in changed:
        _write_texts(training, draft)
    if not changed.isdisjoint(TAGS):
        _write_tags(training, draft)
    if "partners" in changed:
        _write_partners(training, draft, rows)
    if "sessions" in changed:
        _write_sessions(training, draft, rows)
    if "questions" in changed:
        _write_questions(training, draft, now=now)


def _write_texts(training: Training, draft: Draft) -> None:
    kept = {text.language: text for text in training.texts}
    rows = [kept.get(text.language) or TrainingText(language=text.language) for text in draft.texts]
    for row, text in zip(rows, draft.texts, strict=True):
        row.title, row.summary, row.description = text.title, text.summary, text.description
    training.texts = rows


def _write_tags(training: Training, draft: Draft) -> None:
    kept = {(tag.kind, tag.code): tag for tag in training.tags}
    rows = []
    for name, kind in TAGS.items():
        for position, code in enumerate(getattr(draft, name)):
            row = kept.get((kind, code)) or TrainingTag(kind=kind, code=code)
            row.position = position
            rows.append(row)
    training.tags = rows


def _write_partners(training: Training, draft: Draft, known: Rows) -> None:
    kept = {partner.initiative_id: partner for partner in training.partners}
    rows = []
    for position, partner in enumerate(draft.partners):
        initiative = known.initiative(partner.name)
        row = kept.get(initiative.id) or TrainingPartner(initiative_id=initiative.id, initiative=initiative, roles=[])
        row.position = position
        roles = {role.role: role for role in row.roles}
        parts = [roles.get(role) or TrainingPartnerRole(role=role) for role in partner.roles]
        for place, part in enumerate(parts):
            part.position = place
        row.roles = parts
        rows.append(row)
    training.partners = rows


def _write_sessions(training: Training, draft: Draft, known: Rows) -> None:
    """A session keeps its identity by its date, then by its order."""
    rows = []
    for position, (found, session) in enumerate(match_sessions(training.sessions, draft.sessions)):
        kept = TrainingSession(public_id=new_public_id()) if found is None else found
        kept.position = position
        kept.starts_at, kept.ends_at = session.starts_at, session.ends_at
        kept.venue, kept.room, kept.online_url = known.venue(session.venue), session.room, session.online_url
        kept.internal_notes = session.internal_notes
        rows.append(kept)
    training.sessions = rows


def _write_questions(training: Training, draft: Draft, *, now: datetime) -> None:
    """A question is never deleted, since people may have answered it: it is retired, and comes back if asked again."""
    kept = {(question.kind, question.text): question for question in training.questions}
    for question in training.questions:
        question.retired_at = question.retired_at or now
    for position, wanted in enumerate(draft.questions):
        row = kept.get((wanted.kind, wanted.text))
        if row is None:
            row = TrainingQuestion(public_id=new_public_id(), kind=wanted.kind, text=wanted.text)
            training.questions.append(row)
        row.position, row.why, row.options = position, wanted.why, list(wanted.options)
        row.is_required, row.retired_at = wanted.is_required, None
