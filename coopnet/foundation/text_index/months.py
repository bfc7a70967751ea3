"""Exact tokens of time, so that a search for what is to come never walks through what is past.

What happens on a day carries its month and its year (`m202611`, `y2026`); what may come is asked for by the months
that are left of this year and the years after it.
"""

from collections.abc import Iterable
from datetime import date

YEARS_AHEAD = 5
UNDATED = "undated"


def time_tokens(days: Iterable[date]) -> set[str]:
    """Of what happens on these local days; what has no day yet is still to come.

    >>> sorted(time_tokens([date(2026, 11, 30), date(2027, 1, 2)]))
    ['m202611', 'm202701', 'y2026', 'y2027']
    """
    return {token for day in days for token in (f"m{day:%Y%m}", f"y{day:%Y}")} or {UNDATED}


def tokens_from(day: date) -> list[str]:
    """What happens in the month of `day` or later has one of these; some of it may be earlier in that month.

    >>> tokens_from(date(2026, 11, 24))
    ['m202611', 'm202612', 'y2027', 'y2028', 'y2029', 'y2030', 'y2031', 'undated']
    """
    months = [f"m{day.year}{month:02}" for month in range(day.month, 13)]
    return months + [f"y{year}" for year in range(day.year + 1, day.year + 1 + YEARS_AHEAD)] + [UNDATED]
