"""What waits for me, today first."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import cast

from flask import render_template

from coopnet.desk.rules.waiting import in_order, is_pressing
from coopnet.desk.views.blueprint import bp
from coopnet.foundation import clock
from coopnet.foundation.waiting import Waiting
from coopnet.web import guards, slots


@bp.get("/gestio/")
@guards.requires("desk.open")
def index() -> str:
    offered = slots.fill("desk.home", guards.get_viewer()).values()
    lines = [line for panel in offered for line in cast("Sequence[Waiting]", panel)]
    lines.sort(key=lambda line: in_order(due_at=line.due_at, oldest_at=line.oldest_at))
    night = _end_of_today(clock.now())
    today = [line for line in lines if _is_for_today(line, night)]
    return render_template(
        "desk/index.html", today=today, later=[line for line in lines if not _is_for_today(line, night)]
    )


def _is_for_today(line: Waiting, night: datetime) -> bool:
    return line.is_pressing or is_pressing(due_at=line.due_at, oldest_at=line.oldest_at, end_of_today=night)


def _end_of_today(now: datetime) -> datetime:
    """Midnight on the instance's wall clocks."""
    tomorrow = clock.to_local(now).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), clock.zone())
