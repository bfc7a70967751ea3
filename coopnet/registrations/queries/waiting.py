"""Registrations that wait for somebody's yes."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training, TrainingText

MOST = 100


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`: requests for a place in a training that has not begun, by training."""
    if not viewer.can("registrations.decide"):
        return {}
    now = clock.now()
    rows = db.session.execute(
        select(
            Training.slug,
            Training.starts_at,
            func.min(TrainingText.title),
            func.count(Registration.id),
            func.min(Registration.queued_at),
        )
        .join(Registration, Registration.training_id == Training.id)
        .outerjoin(
            TrainingText, and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language)
        )
        .where(
            Training.registration_type == "approval",
            Training.starts_at > now,
            Registration.state == State.PENDING,
        )
        .group_by(Training.id, Training.slug, Training.starts_at)
        .order_by(Training.starts_at, Training.id)
        .limit(MOST)
    )
    return {
        "registrations": [
            Waiting(
                text=ngettext(
                    "%(num)d registration to approve: %(title)s",
                    "%(num)d registrations to approve: %(title)s",
                    count,
                    title=title or slug,
                ),
                count=count,
                oldest_at=oldest,
                endpoint="trainings.show",
                values={"slug": slug},
                due_at=starts_at,
            )
            for slug, starts_at, title, count, oldest in rows
        ]
    }
