"""Help given: one's own of today, figures for the team, and what stands of it in a person's file."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import SQLColumnExpression, String, case, cast, func, literal, select, union_all

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


def count_all(first: date, last: date, *, point: str | None) -> dict[str, list[tuple[str, int, int]]]:
    """For each of `BY`, in one question: codes, how often, and minutes in all."""
    parts = []
    for what, column in BY.items():
        part = select(literal(what), column, func.count(), func.sum(HelpGiven.minutes))
        part = part.where(HelpGiven.day.between(first, last)).group_by(column)
        parts.append(part if point is None else part.where(HelpGiven.point == point))
    found: dict[str, list[tuple[str, int, int]]] = {what: [] for what in BY}
    for what, code, times, minutes in db.session.execute(union_all(*parts)):
        found[what].append((str(code), times, int(minutes)))
    return found


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
