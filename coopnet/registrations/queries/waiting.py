"""Registrations that wait for somebody's yes: in a training that takes place and has not begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import selectinload

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.registrations.models import Answer, Registration
from coopnet.registrations.queries import at_the_door, calls
from coopnet.registrations.queries.finding import code_of
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training, TrainingText
from coopnet.trainings.rules.states import Status, Way, places_left

MOST = 100  # trainings
SHOWN = 20  # requests a page


@dataclass(frozen=True)
class Asked:
    """A training, with how many wait for an answer and since when the oldest does."""

    key: int
    slug: str
    title: str
    language: str
    starts_at: datetime
    count: int
    oldest_at: datetime


@dataclass(frozen=True)
class Request:
    """One party. `left` is how many places of its way are free, None without a limit; `answers` are text and value."""

    key: int
    public_id: str
    code: str
    name: str
    guardian_name: str | None
    companions: Sequence[str]
    email: str | None
    phone: str | None
    asked_at: datetime
    party_size: int
    way: str | None  # None where the training has one way only
    left: int | None
    answers: Sequence[tuple[str, Any]]
    training: Asked


def list_asked(now: datetime) -> list[Asked]:
    """The next one to begin first."""
    rows = db.session.execute(
        select(
            Training.id,
            Training.slug,
            func.min(TrainingText.title),
            Training.language,
            Training.starts_at,
            func.count(Registration.id),
            func.min(Registration.queued_at),
        )
        .join(Registration, Registration.training_id == Training.id)
        .outerjoin(
            TrainingText, and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language)
        )
        .where(
            Training.is_public,
            Training.starts_at > now,
            Training.status == Status.PUBLISHED,
            Registration.state == State.PENDING,
        )
        .group_by(Training.id, Training.slug, Training.language, Training.starts_at)
        .order_by(Training.starts_at, Training.id)
        .limit(MOST)
    )
    return [
        Asked(key, slug, title or slug, language, starts_at, count, oldest)
        for key, slug, title, language, starts_at, count, oldest in rows
        if starts_at is not None
    ]


def list_requests(of: Sequence[Asked], *, after: int | None) -> list[Request]:
    """Who has waited longest first, one more than a page shows; `after` is the key of the last one seen."""
    trainings = {one.key: one for one in of}
    asked = (
        select(Registration)
        .options(
            selectinload(Registration.training),
            selectinload(Registration.companions),
            selectinload(Registration.answers).selectinload(Answer.question),
        )
        .where(Registration.training_id.in_(trainings), Registration.state == State.PENDING)
        .order_by(Registration.queued_at, Registration.id)
        .limit(SHOWN + 1)
    )
    if after is not None:
        seen_at = select(Registration.queued_at).where(Registration.id == after).scalar_subquery()
        asked = asked.where(
            Registration.queued_at >= seen_at, or_(Registration.queued_at > seen_at, Registration.id > after)
        )
    return [_told(one, trainings[one.training_id]) for one in db.session.scalars(asked)]


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`: requests for a place, by training; what support points have to tell; today's doors."""
    if not viewer.can("registrations.decide"):
        return calls.panel(viewer) | at_the_door.panel(viewer)
    return (
        calls.panel(viewer)
        | at_the_door.panel(viewer)
        | {
            "registrations": [
                Waiting(
                    text=ngettext(
                        "%(num)d registration to approve: %(title)s",
                        "%(num)d registrations to approve: %(title)s",
                        one.count,
                        title=one.title,
                    ),
                    count=one.count,
                    oldest_at=one.oldest_at,
                    endpoint="registrations_desk.pending",
                    values={"formacio": one.slug},
                    due_at=one.starts_at,
                )
                for one in list_asked(clock.now())
            ]
        }
    )


def _told(one: Registration, asked: Asked) -> Request:
    training = one.training
    apart = training.has_two_ways
    is_online = apart and one.way == Way.ONLINE
    return Request(
        key=one.id,
        public_id=one.public_id,
        code=code_of(one),
        name=one.name,
        guardian_name=one.guardian_name,
        companions=[companion.name for companion in one.companions],
        email=one.email,
        phone=one.phone,
        asked_at=one.queued_at,
        party_size=one.party_size,
        way=one.way if apart else None,
        left=places_left(
            training.online_capacity if is_online else training.capacity,
            training.online_taken if is_online else training.taken,
        ),
        answers=[(answer.question.text, answer.value) for answer in one.answers],
        training=asked,
    )
