"""Drafts of trainings, and trainings made of them through the service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from coopnet.foundation.db import db, in_transaction
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft, Partner, QuestionDraft, Saved, SessionDraft, Text, VenueDraft
from coopnet.trainings.service import editing, publishing

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACTOR = "coordinator@example.org"
CAN_BATLLO = VenueDraft("Can Batlló", "Recinte de Can Batlló", "16")


def session(days: float = 7, **changed: Any) -> SessionDraft:
    """Two hours, so many days after `NOW`."""
    starts = NOW + timedelta(days=days)
    usual: dict[str, Any] = {"starts_at": starts, "ends_at": starts + timedelta(hours=2), "venue": CAN_BATLLO}
    return SessionDraft(**(usual | changed))


def make_draft(title: str = "Hort comunitari", **changed: Any) -> Draft:
    """A bit of everything, with two sessions."""
    usual: dict[str, Any] = {
        "texts": (Text("ca", title, "Un resum", "**Descripció**"), Text("es", f"{title} (es)")),
        "language": "ca",
        "format": "in_person",
        "registration_type": "open",
        "code": "T-1",
        "capacity": 10,
        "max_companions": 1,
        "topics": ("energia", "consum"),
        "measures": ("pde-2017:8.4",),
        "audiences": ("everyone",),
        "languages": ("ca", "es"),
        "access": ("sense_graons",),
        "trainers": ("Remei Casatorta",),
        "partners": (Partner("Coòpolis", ("coordination", "teaching")), Partner("Endoll Veïnal", ("technical",))),
        "sessions": (session(7), session(14)),
        "questions": (
            QuestionDraft("short_text", "Com t'has assabentat?", is_required=True),
            QuestionDraft("many_choices", "Quins dies?", options=("Dilluns", "Dimarts")),
        ),
    }
    return Draft(**(usual | changed))


def save(draft: Draft, training_id: int | None = None, *, now: datetime = NOW) -> Saved:
    """Through the service, committed."""
    return in_transaction(partial(editing.save, draft, training_id=training_id, actor=ACTOR, now=now))


def save_public(draft: Draft | None = None, *, now: datetime = NOW, **changed: Any) -> Saved:
    saved = save(replace(draft or make_draft(), **changed), now=now)
    in_transaction(partial(publishing.publish, saved.slug, actor=ACTOR, now=now))
    return saved


def get(training_id: int) -> Training:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Training, training_id)
