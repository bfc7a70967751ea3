"""Which session of a draft is which of those that exist, so that calendars update it instead of doubling it."""

from collections.abc import Sequence
from typing import TypeVar

from coopnet.foundation import clock
from coopnet.trainings.models import TrainingSession
from coopnet.trainings.rules.drafts import SessionDraft

T = TypeVar("T", TrainingSession, SessionDraft)


def match_sessions(kept: Sequence[T], wanted: Sequence[SessionDraft]) -> list[tuple[T | None, SessionDraft]]:
    """By the local day, the nearest hour first; what is left over by its order."""
    free = list(kept)
    found: dict[int, T] = {}
    for number, session in enumerate(wanted):
        day = clock.to_local(session.starts_at).date()
        same_day = [row for row in free if clock.to_local(row.starts_at).date() == day]
        if same_day:
            found[number] = min(same_day, key=lambda row: abs(row.starts_at - session.starts_at))
            free.remove(found[number])
    for number in range(len(wanted)):
        if number not in found and free:
            found[number] = free.pop(0)
    return [(found.get(number), session) for number, session in enumerate(wanted)]
