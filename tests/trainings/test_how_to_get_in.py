"""What a training's page and its card say of getting in, in English, whose words are those of the code."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from coopnet.foundation.db import committing, db
from coopnet.trainings.models import Training, TrainingSession
from coopnet.web import slots
from tests.factories.programme import NOW, make_venue
from tests.rig.reader import Reader, parse
from tests.trainings.reading import show, text_of


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "There are places"),
        ({"taken": 17}, "Last 3 places"),
        ({"taken": 19}, "Last place"),
        ({"taken": 20}, "the place goes to the first on the waiting list"),
        ({"taken": 20}, "Join the waiting list"),
        ({"registration_type": "approval"}, "The team reads every request and answers you."),
        ({"registration_type": "none"}, "You need not register: just come."),
        ({"opens_at": NOW + timedelta(days=2)}, "You can register from Thursday 26 November at 1 pm."),
        ({"closes_at": NOW - timedelta(days=1)}, "The time to register is over."),
        ({"closes_at": NOW + timedelta(days=2)}, "Registration is open until 26 November 2026."),
        # What closes at midnight is open until the day before.
        ({"closes_at": datetime(2026, 11, 26, 23, tzinfo=UTC)}, "Registration is open until 26 November 2026."),
        ({"closes_at": NOW + timedelta(days=90)}, "Registration is open until 1 December 2026."),
        ({"max_companions": 1}, "You can bring one more person."),
        ({"max_companions": 3}, "You can bring up to 3 more people."),
        ({"registration_type": "external", "external_url": "https://altre.example.org/x"}, "altre.example.org"),
        ({"format": "hybrid", "has_two_ways": True, "capacity": None}, "In person: there are places"),
        ({"format": "hybrid", "has_two_ways": True}, "Online: there are places"),
        ({"format": "hybrid", "has_two_ways": True, "online_capacity": 0}, "Online: full"),
        ({"format": "hybrid", "has_two_ways": True, "online_capacity": 0}, "Only places in person left"),
        ({"format": "hybrid", "has_two_ways": True, "taken": 20}, "Only online places left"),
        (
            {"registration_type": "external", "external_url": "https://altre.example.org/x", "closes_at": NOW},
            "Ask at altre.example.org",
        ),
        ({"format": "online"}, "Whoever has a place gets the link before it begins."),
        ({"format": "online", "registration_type": "none"}, "From your computer or phone."),
        ({"starts_at": None, "ends_at": None}, "Date to be announced"),
        ({"sessions": 2}, "2 sessions, starting on Tuesday 1 December"),
        ({"sessions": 2}, "One registration is for all the sessions."),
    ],
)
def test_the_page_says_how_one_gets_in(
    client: Reader, make: Callable[..., Training], changed: dict[str, Any], said: str
) -> None:
    assert said in text_of(show(client, make(**changed), language="en"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"taken": 16}, "Last 4 places"),
        ({"taken": 20}, "Full: there is a waiting list"),
        ({"opens_at": NOW + timedelta(days=2)}, "Registration opens on Thursday 26 November"),
        ({"closes_at": NOW - timedelta(days=1)}, "Registration closed"),
        ({"status": "cancelled"}, "Cancelled"),
        ({"registration_type": "external"}, "Registration on another website"),
        ({"registration_type": "none"}, "No registration needed"),
        ({"days": -7, "sessions": 3}, "Already started"),
        ({"format": "hybrid"}, "Venue to be announced, or online"),
    ],
)
def test_the_card_says_it_in_short(
    client: Reader, make: Callable[..., Training], changed: dict[str, Any], said: str
) -> None:
    make(**changed)
    card = next(parse(client.get("/en/formacions/").text).iter("article"))
    assert said in " ".join("".join(card.itertext()).split())


def test_a_card_of_several_venues_names_them(client: Reader, make: Callable[..., Training]) -> None:
    training = make(sessions=2, venue=make_venue(name="Ateneu"))
    other = make_venue(name="Biblioteca")
    with committing():
        db.session.query(TrainingSession).filter_by(training_id=training.id, position=1).update({"venue_id": other.id})
    assert "Ateneu and Biblioteca" in client.get("/en/formacions/").text


def test_who_waits_is_told_by_the_room_that_knows(
    client: Reader, make: Callable[..., Training], monkeypatch: pytest.MonkeyPatch
) -> None:
    full, free = make(taken=20), make()
    app = client.application
    monkeypatch.setitem(app.extensions, slots._KEY, {})
    slots.offer(app, "trainings.show", lambda _training: {"waiting": 4})
    assert "4 parties are waiting" in text_of(show(client, full, language="en"))
    assert "waiting" not in text_of(show(client, free, language="en"))
