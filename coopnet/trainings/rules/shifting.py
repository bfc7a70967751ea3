"""A training on other days: each session as many days later, at the same hour of the clocks of here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from coopnet.trainings.rules.drafts import Draft

YEAR = timedelta(weeks=52)  # the same day of the week, a year later

Shift = Callable[[datetime, timedelta], datetime]


def as_copy(draft: Draft, by: timedelta, *, shift: Shift) -> Draft:
    """With everything but its code; called off it is not. `shift` moves a moment by days on the wall clocks of here.

    >>> from datetime import UTC
    >>> from coopnet.trainings.rules.drafts import SessionDraft
    >>> noon = datetime(2027, 1, 14, 12, tzinfo=UTC)
    >>> draft = Draft((), "ca", "online", "open", code="A1", opens_at=noon, is_cancelled=True,
    ...     sessions=(SessionDraft(noon, noon.replace(hour=13)),))
    >>> copy = as_copy(draft, YEAR, shift=lambda moment, by: moment + by)
    >>> copy.code, copy.is_cancelled, copy.opens_at.date(), copy.sessions[0].ends_at.isoformat(), copy.closes_at
    (None, False, datetime.date(2028, 1, 13), '2028-01-13T13:00:00+00:00', None)
    """
    return replace(
        draft,
        code=None,
        is_cancelled=False,
        opens_at=None if draft.opens_at is None else shift(draft.opens_at, by),
        closes_at=None if draft.closes_at is None else shift(draft.closes_at, by),
        sessions=tuple(
            replace(each, starts_at=shift(each.starts_at, by), ends_at=shift(each.ends_at, by))
            for each in draft.sessions
        ),
    )


def next_day(first: date, today: date) -> date:
    """What is proposed for the first session of a copy: a year later, or as many years as it takes to be to come.

    >>> next_day(date(2026, 1, 15), date(2026, 12, 1)), next_day(date(2023, 1, 19), date(2026, 12, 1)).year
    (datetime.date(2027, 1, 14), 2027)
    """
    day = first + YEAR
    while day <= today:
        day += YEAR
    return day
