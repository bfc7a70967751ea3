"""While dates are chosen, what they collide with is shown: also drafts of others, and never what is called off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from coopnet.foundation.text_index.folding import match_key
from coopnet.trainings.models import Training
from coopnet.trainings.queries.collisions import find_collisions
from coopnet.trainings.rules.drafts import Draft, SessionDraft, VenueDraft
from tests.factories.programme import NOW, make_venue
from tests.house.test_queries import counted_queries

EVENING = datetime(2027, 1, 14, 17, tzinfo=UTC)  # at 18 h here
DAYS = (EVENING - NOW).total_seconds() / 86400


def wanted(**changed: object) -> Draft:
    place = VenueDraft("can batllo")
    session = SessionDraft(EVENING, EVENING.replace(hour=19), place, "Aula 1")
    draft = Draft((), "ca", "in_person", "open", sessions=(session,), trainers=("Ona Puig",), audiences=("women",))
    return replace(draft, **changed)  # type: ignore[arg-type]


def why(draft: Draft, *, but: int | None = None) -> list[tuple[str, str]]:
    found = find_collisions(draft, training_id=but, now=NOW)
    return [(each.why.value, each.other.slug if each.other else each.what) for each in found]


def test_the_same_person_place_and_people_are_found_in_drafts_too(make: Callable[..., Training]) -> None:
    place = make_venue(name="Can Batlló", name_key=match_key("Can Batlló"))
    make(days=DAYS, slug="persona", trainers=["ONA  PUIG"], room="Aula 2", status="draft", is_public=False)
    make(days=DAYS, slug="lloc", venue=place, room="aula 1")
    make(days=DAYS, slug="gent", audiences=("women", "everyone"))
    make(days=DAYS, slug="tothom", audiences=("everyone",))
    make(days=DAYS, slug="anullada", trainers=["Ona Puig"], status="cancelled")
    make(days=DAYS + 7, slug="un-altre-dia", trainers=["Ona Puig"], venue=place)
    assert why(wanted()) == [("trainer", "persona"), ("place", "lloc"), ("audience", "gent")]


def test_a_training_does_not_collide_with_itself_nor_once_it_is_over(make: Callable[..., Training]) -> None:
    own = make(days=DAYS, trainers=["Ona Puig"])
    assert why(wanted(), but=own.id) == []
    assert why(wanted()) == [("trainer", own.slug)]
    past = SessionDraft(NOW.replace(year=2025), NOW.replace(year=2025, hour=NOW.hour + 1))
    assert why(wanted(sessions=(past,))) == []


def test_a_public_holiday_is_named(app: Flask) -> None:
    christmas = SessionDraft(datetime(2026, 12, 25, 17, tzinfo=UTC), datetime(2026, 12, 25, 18, tzinfo=UTC))
    [(reason, name)] = why(wanted(sessions=(christmas,)))
    assert (reason, bool(name)) == ("holiday", True)


@pytest.mark.parametrize("weeks", [1, 20])
def test_many_sessions_ask_as_much_as_one(make: Callable[..., Training], weeks: int) -> None:
    make(days=DAYS, sessions=weeks, trainers=["Ona Puig"])
    day = wanted().sessions[0]
    with counted_queries() as asked:
        find_collisions(wanted(sessions=(day,) * weeks), training_id=None, now=NOW)
    assert len(asked) == 2
