"""What search engines, other sites and calendars are told of a training."""

from collections.abc import Callable
from io import BytesIO

import icalendar
import pytest
from PIL import Image

from coopnet.trainings.models import Training
from tests.factories.programme import NOW, make_venue
from tests.rig.reader import Reader
from tests.trainings.reading import linked_data, show


def test_machines_read_the_training(client: Reader, make: Callable[..., Training]) -> None:
    training = make(
        sessions=2,
        format="hybrid",
        languages=("ca", "ar"),
        venue=make_venue(name="Ateneu"),
        partners=[("Coòpolis", ("coordination",))],
    )
    base = client.application.config["BASE_URL"]
    event = linked_data(show(client, training))
    address = f"{base}/ca/formacions/{training.slug}/"
    assert event["@type"] == "Event"
    assert event["url"] == address
    assert event["startDate"] == "2026-12-01T13:00:00+01:00"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [each["@type"] for each in event["location"]] == ["Place", "VirtualLocation"]
    assert event["location"][1]["url"] == address
    assert event["offers"]["price"] == 0
    assert event["inLanguage"] == ["ca", "ar"]
    assert event["organizer"]["name"] == "Coòpolis"
    assert len(event["subEvent"]) == 2
    assert event["about"]["@type"] == "Course"


def test_machines_are_told_what_is_known_and_no_more(client: Reader, make: Callable[..., Training]) -> None:
    event = linked_data(
        show(
            client,
            make(
                texts={"ca": {"title": "Sense res"}},
                venue=make_venue(latitude=None, longitude=None, address=""),
                capacity=None,
                opens_at=NOW,
            ),
        )
    )
    assert "description" not in event
    assert "maximumAttendeeCapacity" not in event
    assert event["offers"]["validFrom"] == "2026-11-24T13:00:00+01:00"
    assert event["location"]["address"]["streetAddress"] == event["location"]["name"]
    assert "geo" not in event["location"]
    without_date = linked_data(show(client, make(starts_at=None, ends_at=None)))
    assert "startDate" not in without_date
    assert "location" not in without_date


def test_an_online_course_says_for_each_session_that_it_is_online(
    client: Reader, make: Callable[..., Training]
) -> None:
    event = linked_data(show(client, make(format="online", sessions=2)))
    assert {each["location"]["@type"] for each in event["subEvent"]} == {"VirtualLocation"}


def test_other_sites_get_a_preview(client: Reader, make: Callable[..., Training]) -> None:
    training = make(title="Horts", status="cancelled")
    root = show(client, training)
    said = {meta.get("property"): meta.get("content") for meta in root.iter("meta") if meta.get("property")}
    base = client.application.config["BASE_URL"]
    assert said["og:title"] == "Horts"
    assert said["og:image"] == f"{base}/ca/formacions/{training.slug}/imatge.png"
    answer = client.get(f"/ca/formacions/{training.slug}/imatge.png")
    assert answer.content_type == "image/png"
    assert Image.open(BytesIO(answer.data)).size == (1200, 630)
    assert len(answer.data) < 100_000


@pytest.mark.parametrize("title", ["آن لائن", "合作社", "ਸਹਿਕਾਰੀ", "x" * 400, "Paraula " * 80, "🦩", "\u202egir", " "])
def test_a_picture_is_drawn_of_any_title(client: Reader, make: Callable[..., Training], title: str) -> None:
    training = make(texts={"ca": {"title": title}}, sessions=2)
    assert client.get(f"/ca/formacions/{training.slug}/imatge.png").status_code == 200


def test_the_calendar_file_has_one_event_a_session(client: Reader, make: Callable[..., Training]) -> None:
    training = make(sessions=2, title="Comes, punts; i \\barres", venue=make_venue(name="Ateneu, sala 2"), days=-40)
    answer = client.get(f"/ca/formacions/{training.slug}/calendari.ics")
    assert answer.content_type.startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.data)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 2
    assert len({str(event["UID"]) for event in events}) == 2
    assert str(events[0]["SUMMARY"]).startswith("Comes, punts; i \\barres")
    assert "Ateneu, sala 2" in str(events[0]["LOCATION"])
    assert b"DTSTART;TZID=Europe/Madrid:20261015T140000" in answer.data
    assert next(iter(calendar.walk("VTIMEZONE")))["TZID"] == "Europe/Madrid"
    assert {str(event["STATUS"]) for event in events} == {"CONFIRMED"}
    assert all("SEQUENCE" in event and "LAST-MODIFIED" in event for event in events)


def test_a_cancelled_one_is_cancelled_in_calendars_too(client: Reader, make: Callable[..., Training]) -> None:
    training = make(status="cancelled")
    calendar = icalendar.Calendar.from_ical(client.get(f"/ca/formacions/{training.slug}/calendari.ics").data)
    assert {str(event["STATUS"]) for event in calendar.walk("VEVENT")} == {"CANCELLED"}
