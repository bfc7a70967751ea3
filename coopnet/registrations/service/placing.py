"""More places, or fewer: what was foreseen is what happens, or nothing does."""

from dataclasses import replace
from datetime import datetime

from coopnet.foundation.errors import RuleBroken
from coopnet.registrations.queries.foreseeing import foresee_places
from coopnet.registrations.rules.forecasts import mark_of_forecasts
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.service import editing, snapshots


def change_places(
    training_id: int, *, capacity: int | None, online_capacity: int | None, seen: str, actor: str, now: datetime
) -> None:
    """`seen` is the mark of the forecast that was shown. Who gets in is told; nobody is thrown out.

    Raises `RuleBroken`: `training_not_found`, `forecast_changed`.
    """
    training = open_queue(training_id)
    foreseen = foresee_places(training, capacity=capacity, online_capacity=online_capacity, now=now)
    if mark_of_forecasts(foreseen) != seen:
        raise RuleBroken("forecast_changed")
    draft = snapshots.read(training_id)
    editing.save(
        replace(draft, capacity=capacity, online_capacity=online_capacity if draft.has_two_ways else None),
        training_id=training_id,
        actor=actor,
        now=now,
    )
