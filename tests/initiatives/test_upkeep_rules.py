"""The rules of the directory's upkeep, at their limits."""

from datetime import UTC, datetime, timedelta

import pytest

from coopnet.initiatives.rules.differences import MOST_WORDS, Leaf, compare_texts, differences, fill_missing, take_back
from coopnet.initiatives.rules.freshness import ASK_AFTER, FOLD_AFTER, MARK_AFTER, REMIND_AFTER, Step, next_step
from coopnet.initiatives.rules.histories import forget_personal
from coopnet.initiatives.rules.rotation import Turn, of_week
from coopnet.initiatives.rules.states import MOVES, Status, can_become

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LONG_AGO = NOW - 3 * ASK_AFTER


@pytest.mark.parametrize(
    ("status", "asked_at", "reminded_at", "stale_at", "step"),
    [
        ("published", None, None, None, Step.ASK),
        ("published", NOW - REMIND_AFTER + DAY, None, None, None),
        ("published", NOW - REMIND_AFTER, None, None, Step.REMIND),
        ("published", LONG_AGO, NOW - MARK_AFTER + DAY, None, None),
        ("published", LONG_AGO, NOW - MARK_AFTER, None, Step.MARK),
        ("stale", LONG_AGO, LONG_AGO, NOW - FOLD_AFTER + DAY, None),
        ("stale", LONG_AGO, LONG_AGO, NOW - FOLD_AFTER, Step.FOLD),
        ("stale", LONG_AGO, LONG_AGO, None, None),
        ("folded", LONG_AGO, LONG_AGO, LONG_AGO, None),
        ("closed", None, None, None, None),
        ("draft", None, None, None, None),
    ],
)
def test_each_step_follows_the_one_before(
    status: str,
    asked_at: datetime | None,
    reminded_at: datetime | None,
    stale_at: datetime | None,
    step: Step | None,
) -> None:
    times = {"asked_at": asked_at, "reminded_at": reminded_at, "stale_at": stale_at}
    assert next_step(status=status, sure_at=LONG_AGO, **times, now=NOW) == step


def test_what_was_never_public_nor_confirmed_asks_nobody() -> None:
    times = {"asked_at": None, "reminded_at": None, "stale_at": None}
    assert next_step(status="published", sure_at=None, **times, now=NOW) is None


def test_nothing_ends_but_in_a_merge() -> None:
    """From every state that is not merged there is a way back to the public."""
    assert not MOVES[Status.MERGED]
    for status in Status:
        is_public = status in {Status.PUBLISHED, Status.STALE}
        assert is_public or status == Status.MERGED or can_become(status, Status.PUBLISHED)
        assert can_become(status, Status.MERGED) == (status != Status.MERGED)


def test_of_nothing_and_empty_nothing_differs() -> None:
    assert differences({"year": None, "links": []}, {"year": None, "links": ()}) == ()
    assert differences({"summary": "not a field", "status": "draft"}, {"status": "published"}) == ()


def test_a_language_that_was_taken_away_is_given_back() -> None:
    now = {"name": "Hort", "words": [{"language": "ca", "summary": "Verd"}]}
    before = {"words": [{"language": "ca", "summary": "Verd"}, {"language": "es", "needs": ["tierra"]}]}
    restored = take_back(now, before, {"words": now["words"]})
    assert restored.draft["words"] == [{"language": "ca", "summary": "Verd"}, {"language": "es", "needs": ["tierra"]}]
    assert [each.leaf for each in restored.taken] == [Leaf("words", "es", "needs")]
    emptied = take_back(now, {"words": []}, {"words": now["words"]})
    assert emptied.draft["words"] == []


def test_what_is_already_as_before_is_no_conflict() -> None:
    restored = take_back({"year": 1980}, {"year": 1980}, {"year": 1985})
    assert (restored.taken, restored.later) == ((), ())


def test_long_texts_are_shown_whole() -> None:
    long = "mot " * MOST_WORDS
    assert [piece.sign for piece in compare_texts(long, "curt")] == ["-", "+"]
    assert [piece.sign for piece in compare_texts("u dos", "u")] == ["=", "-"]
    assert [piece.sign for piece in compare_texts("u", "u dos")] == ["=", "+"]


def test_a_place_that_was_hidden_is_filled_in_hidden() -> None:
    hidden = {"name": "Altre", "places": [{"address": "carrer"}], "shows_only_barri": True}
    filled = fill_missing({"name": "Hort", "places": [], "shows_only_barri": False}, hidden)
    assert (filled["places"], filled["shows_only_barri"]) == ([{"address": "carrer"}], True)
    own = {"name": "Hort", "places": [{"address": "plaça"}], "shows_only_barri": False}
    assert fill_missing(own, hidden)["shows_only_barri"] is False


def test_what_was_forgotten_stays_forgotten() -> None:
    once = forget_personal({"tax_id": "F1", "year": 1990})
    assert forget_personal(once | {"contacts": []}) == {"year": 1990, "forgotten": ["contacts", "tax_id"]}


def test_a_week_that_is_somebodys_is_nobody_elses() -> None:
    monday = NOW.date() - timedelta(days=1)
    assert of_week([Turn("z", monday), Turn("a", None)], NOW.date()) == "z"
