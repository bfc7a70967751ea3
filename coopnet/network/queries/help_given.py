"""Help given: one's own of today, figures for the team, and what stands of it in a person's file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import SQLColumnExpression, String, case, cast, func, select

from coopnet.foundation.db import db
from coopnet.foundation.viewer import Viewer
from coopnet.network.models import HelpGiven
from coopnet.network.rules.help_given import Way
from coopnet.places.queries import Point, list_shown

RECORD = "help.record"
TOPICS = "help_topics"
ENDINGS = "help_endings"
_MONTH = func.substr(cast(HelpGiven.day, String), 1, len("2026-11"))
_PLACE = case((HelpGiven.way == Way.POINT.value, HelpGiven.point), else_=HelpGiven.way)
# What figures are told by, in the order of the page.
BY: Mapping[str, SQLColumnExpression[Any]] = {
    "month": _MONTH,
    "place": _PLACE,
    "topic": HelpGiven.topic,
    "ending": HelpGiven.ending,
    "language": HelpGiven.language,
}


def list_own(account_key: int, *, today: date) -> Sequence[HelpGiven]:
    """What they have written down today, the last first."""
    return db.session.scalars(
        select(HelpGiven)
        .where(HelpGiven.helper_id == account_key, HelpGiven.recorded_on == today)
        .order_by(HelpGiven.id.desc())
    ).all()


def points_for(viewer: Viewer) -> list[Point]:
    """Where they help: a role for one support point is for that alone."""
    return [point for point in list_shown() if viewer.can(RECORD, subject_kind="point", subject_id=point.public_id)]


def find_span() -> tuple[date, date] | None:
    """The first and the last day of which there is anything."""
    span = select(func.min(HelpGiven.day), func.max(HelpGiven.day)).having(func.count() > 0)
    found = db.session.execute(span).first()
    return (found[0], found[1]) if found is not None else None


def count_by(what: str, first: date, last: date, *, point: str | None) -> list[tuple[str, int, int]]:
    """`what` is of `BY`: its code, how often, and minutes in all."""
    column = BY[what]
    asked = select(column, func.count(), func.sum(HelpGiven.minutes)).where(HelpGiven.day.between(first, last))
    if point is not None:
        asked = asked.where(HelpGiven.point == point)
    return [(str(code), times, int(minutes)) for code, times, minutes in db.session.execute(asked.group_by(column))]


def records_of(account_key: int) -> list[dict[str, Any]]:
    """For a person's file: what they wrote down, as long as it is known to be theirs."""
    found = db.session.scalars(select(HelpGiven).where(HelpGiven.helper_id == account_key).order_by(HelpGiven.id))
    return [
        {
            "help_given_on": one.day.isoformat(),
            "topic": one.topic,
            "minutes": one.minutes,
            "language": one.language,
            "ending": one.ending,
            "way": one.way,
            "support_point": one.point,
        }
        for one in found
    ]
