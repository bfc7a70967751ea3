"""Who fits whom: ranking sets finds what asking each helper one by one would find."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from coopnet.network.rules.matching import (
    POINTS,
    Helper,
    Hindrance,
    Need,
    Why,
    hindrances,
    points,
    rank,
    reasons,
    tokens_of,
)

BARRIS, LANGUAGES, CATEGORIES = ("11", "15", "16", "18"), ("ca", "es", "ur"), ("device", "digital_support")
WAYS, TERMS = ("in_person", "by_phone"), ("donate", "lend")


def some(codes: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes))


NEEDS = st.builds(
    Need,
    category=st.sampled_from(CATEGORIES),
    barri=st.sampled_from((*BARRIS, None)),
    neighbours=some(BARRIS),
    languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    times=st.integers(0, 7),
    ways=some(WAYS),
    terms=some(TERMS),
    for_minor=st.booleans(),
)
HELPERS = st.builds(
    Helper,
    categories=some(CATEGORIES),
    barris=some(BARRIS),
    languages=some(LANGUAGES),
    times=st.integers(0, 7),
    ways=some(WAYS),
    terms=some(TERMS),
    is_certified=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(need=NEEDS, helpers=st.lists(HELPERS, max_size=12))
def test_ranking_sets_finds_what_asking_each_one_finds(need: Need, helpers: list[Helper]) -> None:
    by_token: dict[str, int] = {}
    for place, helper in enumerate(helpers):
        for token in tokens_of(helper):
            by_token[token] = by_token.get(token, 0) | 1 << place
    ranked = list(rank(need, (1 << len(helpers)) - 1, by_token))
    found = {place: worth for worth, places in ranked for place in range(len(helpers)) if places >> place & 1}
    asked = {
        place: points(reasons(need, helper)) for place, helper in enumerate(helpers) if not hindrances(need, helper)
    }
    assert found == asked
    assert [worth for worth, _places in ranked] == sorted({*asked.values()}, reverse=True)
    assert sum(places.bit_count() for _worth, places in ranked) == len(asked)


ASKS = Need("digital_support", "18", frozenset({"15", "16"}), languages=("ur", "es"), times=0b10, for_minor=True)
FITS = Helper(
    frozenset({"digital_support"}),
    barris=frozenset({"18"}),
    languages=frozenset({"ur"}),
    times=0b10,
    ways=frozenset({"in_person"}),
    is_certified=True,
)


def test_each_thing_that_must_hold_keeps_somebody_out_alone() -> None:
    assert hindrances(ASKS, FITS) == []
    keeps_out = {
        Hindrance.PAUSED: replace(FITS, is_open=False),
        Hindrance.BLOCKED: replace(FITS, is_blocked=True),
        Hindrance.SUBJECT: replace(FITS, categories=frozenset({"repair"})),
        Hindrance.CERTIFICATE: replace(FITS, is_certified=False),
        Hindrance.LANGUAGE: replace(FITS, languages=frozenset({"ca"})),
        Hindrance.PLACE: replace(FITS, barris=frozenset({"11"})),
        Hindrance.FULL: replace(FITS, free=0),
    }
    for hindrance, helper in keeps_out.items():
        assert hindrances(ASKS, helper) == [hindrance]
    known = replace(FITS, contacts=frozenset({"rosa@example.org"}))
    assert hindrances(replace(ASKS, contacts=frozenset({"rosa@example.org"})), known) == [Hindrance.SELF]
    assert hindrances(replace(ASKS, ways=frozenset({"by_phone"})), FITS) == [Hindrance.WAY]
    gives = replace(FITS, terms=frozenset({"lend"}))
    assert hindrances(replace(ASKS, terms=frozenset({"donate"})), gives) == [Hindrance.TERMS]


def test_by_phone_it_does_not_matter_where() -> None:
    far = replace(FITS, barris=frozenset({"11"}), ways=frozenset({"in_person", "by_phone"}))
    assert hindrances(ASKS, far) == []
    assert Why.AFAR in {each.why for each in reasons(ASKS, far)}


def test_who_is_near_speaks_the_language_and_has_time_comes_before_who_has_less_of_it() -> None:
    assert points(reasons(ASKS, FITS)) == POINTS[Why.HERE] + POINTS[Why.LANGUAGE] + POINTS[Why.TIME]
    order = [Why.HERE, Why.BESIDE, Why.AFAR]
    assert sorted(order, key=lambda why: -POINTS[why]) == order
