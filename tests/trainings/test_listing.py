from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from coopnet.foundation.db import committing, db
from coopnet.foundation.generations import PROGRAMME, raise_generation
from coopnet.trainings.models import Training
from coopnet.trainings.queries import Facet, Filters, Listing, list_next, list_trainings, listing, suggest
from coopnet.trainings.rules.states import Door, Places
from tests.factories.programme import NOW, make_venue
from tests.house.test_queries import counted_queries


def slugs(found: Listing) -> list[str]:
    return [card.slug for card in found.cards]


def ask(page: int = 1, **wanted: Any) -> Listing:
    return list_trainings(Filters(**wanted), language="ca", now=NOW, page=page)


def test_upcoming_ones_come_soonest_first_and_those_that_have_begun_last(make: Callable[..., Training]) -> None:
    later = make(days=9)
    begun = make(days=-7, sessions=3)
    sooner = make(days=1)
    past = make(days=-3)
    assert slugs(ask()) == [sooner.slug, later.slug, begun.slug]
    assert slugs(ask(is_past=True)) == [past.slug]


def test_past_ones_come_latest_first(make: Callable[..., Training]) -> None:
    old, older = make(days=-3), make(days=-30)
    assert slugs(ask(is_past=True)) == [old.slug, older.slug]


def test_what_is_kept_of_the_past_and_of_words_goes_when_the_programme_changes(make: Callable[..., Training]) -> None:
    old = make(days=-3, texts={"ca": {"title": "Fusteria"}})
    hinted = make(days=3, texts={"ca": {"title": "Jardineria"}})
    _tell()
    assert (slugs(ask(is_past=True)), slugs(ask(text="jard"))) == ([old.slug], [hinted.slug])
    newer = make(days=-2)
    second = make(days=4, texts={"ca": {"title": "Jardins"}})
    assert slugs(ask(is_past=True)) == [old.slug], "nobody has told of a change, so this is still kept"
    _tell()
    assert slugs(ask(is_past=True)) == [newer.slug, old.slug]
    assert slugs(ask(text="jard")) == [hinted.slug, second.slug]


def _tell() -> None:
    with committing():
        raise_generation(PROGRAMME)


def test_a_draft_is_in_no_list(make: Callable[..., Training]) -> None:
    make(status="draft", is_public=False)
    make(days=-9, status="draft", is_public=False)
    assert ask().total == ask(is_past=True).total == 0


def test_a_cancelled_one_stays_and_says_so(make: Callable[..., Training]) -> None:
    make(status="cancelled")
    assert ask().cards[0].standing.door == Door.CANCELLED


def test_one_without_a_date_is_still_to_come(make: Callable[..., Training]) -> None:
    make(starts_at=None, ends_at=None)
    assert ask().total == 1


@pytest.mark.parametrize(
    ("changed", "has_places"),
    [
        ({}, True),
        ({"taken": 20}, False),
        ({"taken": 25}, False),
        ({"capacity": None}, True),
        ({"status": "cancelled"}, False),
        ({"closes_at": NOW}, False),
        ({"closes_at": NOW + timedelta(minutes=1)}, True),
        ({"opens_at": NOW + timedelta(minutes=1)}, False),
        ({"opens_at": NOW}, True),
        ({"registration_type": "none", "taken": 20}, True),
        ({"registration_type": "none", "opens_at": NOW + timedelta(days=1)}, True),
        ({"registration_type": "external"}, False),
        ({"taken": 20, "has_two_ways": True, "online_capacity": 5, "format": "hybrid"}, True),
        ({"taken": 20, "has_two_ways": True, "online_capacity": 5, "online_taken": 5, "format": "hybrid"}, False),
        ({"taken": 20, "has_two_ways": True, "online_capacity": None, "format": "hybrid"}, True),
        ({"days": -7, "sessions": 3}, False),
    ],
)
def test_places_left_means_that_who_asks_now_gets_in(
    make: Callable[..., Training], *, changed: dict[str, Any], has_places: bool
) -> None:
    make(**changed)
    assert ask().total == 1
    assert ask(with_places=True).total == has_places


def test_facets_narrow_the_past_too(make: Callable[..., Training]) -> None:
    venue = make_venue(barri="16")
    there = make(days=-3, venue=venue)
    make(days=-4, topics=("consum",))
    hybrid = make(days=-5, topics=("consum",), format="hybrid")
    assert slugs(ask(is_past=True, chosen={Facet.BARRI: ("16",), Facet.TOPIC: ("energia",)})) == [there.slug]
    assert slugs(ask(is_past=True, chosen={Facet.FORMAT: ("online",)})) == [hybrid.slug]


def test_a_facet_with_an_underscore_matches_itself_alone(make: Callable[..., Training]) -> None:
    make(days=-3, topics=("habitatgeXcooperatiu",))
    assert ask(is_past=True, chosen={Facet.TOPIC: ("habitatge_cooperatiu",)}).total == 0


def test_search_forgives_accents_case_and_plurals(make: Callable[..., Training]) -> None:
    found = make(title="Creació de cooperatives d'habitatge")
    make(title="Primers passos amb el mòbil")
    assert slugs(ask(text="COOPERATIVA")) == [found.slug]
    assert slugs(ask(text="creacio")) == [found.slug]
    assert ask(text="zzz").total == 0


@pytest.mark.parametrize("most_worded", [listing.MOST_WORDED, 0])
def test_what_says_it_in_its_title_comes_first_and_then_what_is_sooner(
    make: Callable[..., Training], monkeypatch: pytest.MonkeyPatch, most_worded: int
) -> None:
    monkeypatch.setattr(listing, "MOST_WORDED", most_worded)

    def words(title: str, summary: str) -> dict[str, dict[str, str]]:
        return {"ca": {"title": title, "summary": summary}}

    inside = make(days=1, texts=words("Trobada", "Parlarem d'habitatge cooperatiu"))
    half = make(days=2, texts=words("Habitatge i veïnat", "Un model cooperatiu"))
    begun = make(days=-7, sessions=3, title="Habitatge cooperatiu, des de zero")
    later = make(days=9, title="Habitatge cooperatiu")
    sooner = make(days=8, title="Cooperatives d'habitatge")
    assert slugs(ask(text="habitatge cooperatiu")) == [each.slug for each in (sooner, later, half, inside, begun)]
    assert slugs(ask(text="veïnat")) == [half.slug]


def test_search_finds_past_ones_where_they_are_asked_for(make: Callable[..., Training]) -> None:
    past = make(days=-60, title="Horts comunitaris")
    assert ask(text="horts").total == 0
    assert slugs(ask(text="hort", is_past=True)) == [past.slug]


def test_a_mistyped_word_gets_a_suggestion(make: Callable[..., Training]) -> None:
    make(title="Habitatge cooperatiu")
    assert suggest(Filters(text="habitagte"), now=NOW) == "habitatge"
    assert suggest(Filters(), now=NOW) is None


def test_pages_hold_twenty_and_one_that_is_not_there_is_answered_with_the_nearest(
    make: Callable[..., Training],
) -> None:
    for number in range(23):
        make(days=number + 1)
    first, second, beyond, before = (ask(page=number) for number in (1, 2, 99_999, -4))
    assert (len(first.cards), len(second.cards), first.pages, first.total) == (20, 3, 2, 23)
    assert slugs(beyond) == slugs(second)
    assert slugs(before) == slugs(first)


def test_matches_in_the_past_are_counted_no_further_than_the_limit(
    make: Callable[..., Training], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNTED", 3)
    for number in range(4):
        make(days=-number - 2)
    found = ask(is_past=True)
    assert (found.total, found.has_more) == (3, True)


def test_the_past_is_looked_through_no_further_than_the_window(
    make: Callable[..., Training], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "WINDOW", 2)
    for number in range(4):
        make(days=-number - 2)
    assert ask(is_past=True, chosen={Facet.TOPIC: ("energia",)}).total == 2


def test_no_list_asks_more_as_rows_grow(make: Callable[..., Training]) -> None:
    venue = make_venue()

    def asked(**wanted: Any) -> int:
        with counted_queries() as statements:
            ask(**wanted)
        return len(statements)

    cases: list[dict[str, Any]] = [
        {},
        {"is_past": True},
        {"text": "formació"},
        {"chosen": {Facet.TOPIC: ("energia",)}, "with_places": True},
        {"text": "formació", "is_past": True, "chosen": {Facet.BARRI: ("18",)}},
    ]
    make(venue=venue)
    make(days=-2, venue=venue)
    few = [asked(**case) for case in cases]
    for number in range(30):
        make(days=number + 1, sessions=2, venue=venue)
        make(days=-number - 20, sessions=2, venue=venue)
    assert [asked(**case) for case in cases] == few
    assert max(few) <= 6


def test_a_card_says_what_one_decides_by(make: Callable[..., Training]) -> None:
    venue = make_venue(name="Can Batlló", barri="16")
    make(
        sessions=6,
        venue=venue,
        taken=17,
        languages=("ca", "ar"),
        texts={"ca": {"title": "Curs", "summary": "Sis dies"}, "es": {"title": "Curso"}},
    )
    card = list_trainings(Filters(), language="es", now=NOW).cards[0]
    assert (card.title.text, card.title.language) == ("Curso", "es")
    assert card.summary is not None
    assert (card.summary.text, card.summary.language) == ("Sis dies", "ca")
    assert card.sessions == 6
    assert card.venues == (("Can Batlló", "16"),)
    assert card.languages == ("ca", "ar")
    assert (card.standing.places, card.standing.left) == (Places.FEW, 3)


def test_the_front_page_prefers_what_one_can_still_go_to(make: Callable[..., Training]) -> None:
    make(days=1, taken=20)
    make(days=1, opens_at=NOW + timedelta(hours=1))
    open_ones = [make(days=day) for day in (2, 3)]
    cards, counts = list_next(limit=2, language="ca", now=NOW)
    assert [card.slug for card in cards] == [each.slug for each in open_ones]
    assert counts["t:energia"] == 4


def test_what_is_past_is_never_walked_through(make: Callable[..., Training]) -> None:
    """On SQLite, whose plans do not depend on how full its tables are."""
    make()
    if db.engine.dialect.name != "sqlite":
        return
    with counted_queries() as statements:
        ask()
    asked = next(each for each in statements if "facets" in each)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", (NOW.isoformat(),) * asked.count("?"))
    steps = [str(row[3]) for row in plan if "training" in str(row[3])]
    assert steps
    assert all("USING INDEX ix_training_public_ends_at (is_public=? AND ends_at" in step for step in steps)
