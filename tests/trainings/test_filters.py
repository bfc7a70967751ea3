import doctest

import pytest

from coopnet.trainings.queries import filters
from coopnet.trainings.queries.filters import PLACES, Facet, Filters, narrow

ROWS = [
    (1, " t:energia t:consum b:18 l:ca f:in_person ", True, False),
    (2, " t:energia b:16 l:ca l:es f:online ", False, False),
    (3, " t:habitatge_cooperatiu b:18 l:es f:hybrid ", True, False),
    (4, "", False, False),
]


def test_the_example_holds() -> None:
    assert doctest.testmod(filters).failed == 0


def test_without_filters_everything_is_kept_and_counted() -> None:
    found = narrow(ROWS, Filters())
    assert found.ids == [1, 2, 3, 4]
    assert found.counts["t:energia"] == 2
    assert found.counts["b:18"] == 2
    assert found.counts[PLACES] == 2


def test_several_values_of_one_facet_widen() -> None:
    assert narrow(ROWS, Filters(chosen={Facet.BARRI: ("18", "16")})).ids == [1, 2, 3]


def test_several_facets_narrow_one_another() -> None:
    assert narrow(ROWS, Filters(chosen={Facet.BARRI: ("18",), Facet.LANGUAGE: ("es",)})).ids == [3]


def test_a_count_says_what_the_choice_would_give_with_the_other_facets_kept() -> None:
    counts = narrow(ROWS, Filters(chosen={Facet.TOPIC: ("energia",)})).counts
    assert counts["t:habitatge_cooperatiu"] == 1
    assert counts["b:16"] == 1
    assert "l:es" in counts
    assert counts["b:18"] == 1


@pytest.mark.parametrize(("way", "ids"), [("in_person", [1, 3]), ("online", [2, 3]), ("hybrid", [3])])
def test_a_hybrid_training_is_found_both_ways(way: str, ids: list[int]) -> None:
    assert narrow(ROWS, Filters(chosen={Facet.FORMAT: (way,)})).ids == ids


def test_places_left_narrows_and_is_counted_under_the_others() -> None:
    filters_on = Filters(chosen={Facet.LANGUAGE: ("ca",)}, with_places=True)
    found = narrow(ROWS, filters_on)
    assert found.ids == [1]
    assert found.counts[PLACES] == 1
    assert narrow(ROWS, Filters(chosen={Facet.LANGUAGE: ("ca",)})).counts[PLACES] == 1
