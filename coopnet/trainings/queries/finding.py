from collections.abc import Sequence

from sqlalchemy import or_, select

from coopnet.foundation.db import db
from coopnet.trainings.models import TrainingText

MATCHES = 1_000


def find_by_text(text: str, *, language: str) -> Sequence[int]:  # noqa: ARG001 - the index reads it
    """Ids of trainings whose words match, in no order."""
    pattern = text.strip()[:100]
    return db.session.scalars(
        select(TrainingText.training_id)
        .where(
            or_(
                TrainingText.title.icontains(pattern, autoescape=True),
                TrainingText.summary.icontains(pattern, autoescape=True),
            )
        )
        .distinct()
        .limit(MATCHES)
    ).all()
