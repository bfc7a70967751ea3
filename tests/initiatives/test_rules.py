"""Small rules of the directory, at their limits."""

from datetime import UTC, date, datetime, timedelta

from coopnet.initiatives.rules.rotation import Turn, monday_of, of_week
from coopnet.initiatives.rules.states import STALE_AFTER, Freshness, freshness
from coopnet.places.rules.maps import path_of, simplify

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_nobody_has_a_week_where_there_is_nobody() -> None:
    assert of_week([], date(2026, 11, 24)) is None


def test_everybody_has_a_week_before_anybody_has_a_second_one() -> None:
    """Also those who come later, and when others leave."""
    turns: dict[str, date | None] = dict.fromkeys("abc")
    weeks = []
    for week in range(12):
        day = date(2026, 11, 25) + timedelta(weeks=week)
        if week == 4:
            turns |= {"d": None, "e": None}
        if week == 6:
            del turns["a"]
        chosen = of_week([Turn(each, last) for each, last in turns.items()], day)
        assert chosen is not None
        turns[chosen] = monday_of(day)
        assert of_week([Turn(each, last) for each, last in turns.items()], day + timedelta(days=4)) == chosen
        weeks.append(chosen)
    assert weeks == list("abcadebcdebc")


def test_a_profile_is_fresh_for_a_year_to_the_day() -> None:
    assert freshness(None, now=NOW) == Freshness.NEVER
    assert freshness(NOW - STALE_AFTER, now=NOW) == Freshness.FRESH
    assert freshness(NOW - STALE_AFTER - timedelta(seconds=1), now=NOW) == Freshness.OLD


def test_a_ring_that_never_leaves_its_start_is_a_point() -> None:
    assert simplify([(0, 0), (0, 0), (0, 0)], 1) == [(0, 0), (0, 0)]
    assert simplify([(3, 4)], 1) == [(3, 4)]


def test_what_is_too_small_to_be_seen_is_not_drawn() -> None:
    assert path_of([[(0, 0), (0.2, 0), (0, 0.3), (0, 0)]]) == ""
