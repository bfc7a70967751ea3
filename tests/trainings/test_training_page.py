"""`/formacions/<slug>/`: first what one decides by, then the rest; nothing that is secret."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from coopnet.trainings.models import Training
from tests.factories.programme import NOW, SECRET, make_venue
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader
from tests.trainings.reading import linked_data, show, text_of


def button(root: Element) -> Element | None:
    return root.find(".//section[@class='panel']//a[@class='button wide-button']")


def test_first_comes_what_one_decides_by(client: Reader, make: Callable[..., Training]) -> None:
    training = make(
        venue=make_venue(name="Can Batlló", address="Recinte de Can Batlló", barri="16", access=("sense_graons",)),
        texts={
            "ca": {"title": "Del projecte a la cooperativa", "summary": "Sis sessions", "description": "El detall."}
        },
        audiences=("everyone",),
        level="beginner",
        trainers=["Remei Casatorta"],
        partners=[("Coòpolis", ("coordination",)), ("Tinta de Mores SCCL", ("outreach",))],
        measures=("pde-2017-2021:8.7",),
        access=("espai_criatures",),
    )
    root = show(client, training)
    text = text_of(root)
    order = (
        "Del projecte a la cooperativa",
        "Sis sessions",
        "Dimarts 1 de desembre, de 13 a 15 h",
        "Can Batlló",
        "la Bordeta",
        "Tothom",
        "Hi ha places",
        "El detall.",
        "Sense graons",
        "Espai de criatures",
        "Remei Casatorta",
        "Tinta de Mores SCCL: difusió",
        "Energia i comunitats energètiques",
        "8.7",
    )
    places = [text.find(each) for each in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)
    action = button(root)
    assert action is not None
    assert action.get("href") == f"/ca/formacions/{training.slug}/inscripcio"


@pytest.mark.parametrize(
    ("changed", "leads_to"),
    [
        ({}, "inscripcio"),
        ({"taken": 20}, "inscripcio"),
        ({"registration_type": "approval"}, "inscripcio"),
        (
            {"registration_type": "external", "external_url": "https://altre.example.org/hi"},
            "https://altre.example.org/hi",
        ),
        ({"registration_type": "none"}, None),
        ({"opens_at": NOW + timedelta(days=1)}, None),
        ({"closes_at": NOW - timedelta(days=1)}, None),
        ({"status": "cancelled"}, None),
        ({"days": -3}, None),
    ],
)
def test_the_main_button_is_there_when_one_can_get_in(
    client: Reader, make: Callable[..., Training], changed: dict[str, Any], leads_to: str | None
) -> None:
    action = button(show(client, make(**changed)))
    if leads_to is None:
        assert action is None
    else:
        assert action is not None
        assert (action.get("href") or "").endswith(leads_to)


@pytest.mark.parametrize("external_url", ["javascript:alert(1)", "data:text/html,x", None, "/ca/"])
def test_elsewhere_leads_only_to_a_public_address(
    client: Reader, make: Callable[..., Training], external_url: str | None
) -> None:
    training = make(registration_type="external", external_url=external_url)
    assert button(show(client, training)) is None


def test_two_ways_with_places_of_their_own_are_told_apart(client: Reader, make: Callable[..., Training]) -> None:
    training = make(format="hybrid", has_two_ways=True, taken=20, online_capacity=50, online_taken=49)
    text = text_of(show(client, training, language="en"))
    assert "In person: full" in text
    assert "Online: 1 place left" in text


def test_a_course_shows_all_its_sessions(client: Reader, make: Callable[..., Training]) -> None:
    training = make(sessions=3, venue=make_venue(name="Ateneu"))
    root = show(client, training)
    moments = [each.get("datetime") for each in root.iter("time")]
    assert moments == ["2026-12-01T13:00:00+01:00", "2026-12-08T13:00:00+01:00", "2026-12-15T13:00:00+01:00"]


def test_a_draft_and_what_does_not_exist_look_the_same(client: Reader, make: Callable[..., Training]) -> None:
    draft = make(status="draft", is_public=False, old_slugs=("abans",))
    for ending in ("", "calendari.ics", "imatge.png"):
        answers = [client.get(f"/ca/formacions/{slug}/{ending}") for slug in (draft.slug, "no-existeix", "abans")]
        assert {answer.status_code for answer in answers} == {404}


def test_an_old_address_leads_to_the_new_one_for_ever(client: Reader, make: Callable[..., Training]) -> None:
    training = make(old_slugs=("abans",))
    for ending in ("", "calendari.ics", "imatge.png"):
        answer = client.get(f"/es/formacions/abans/{ending}")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(f"/es/formacions/{training.slug}/{ending}")


@pytest.mark.parametrize("slug", ["%00", "a" * 3000, "..%2f..", "'; DROP TABLE training;--", "%F0%9F%A6%A9"])
def test_a_strange_address_is_not_found(client: Reader, make: Callable[..., Training], slug: str) -> None:
    make()
    assert client.get(f"/ca/formacions/{slug}/").status_code == 404


def test_a_cancelled_one_says_so_on_top_and_to_machines(client: Reader, make: Callable[..., Training]) -> None:
    root = show(client, make(status="cancelled", title="Horts"), language="en")
    text = text_of(root)
    assert 0 <= text.find("is cancelled") < text.find("Horts")
    assert linked_data(root)["eventStatus"] == "https://schema.org/EventCancelled"
    assert linked_data(root)["offers"]["availability"] == "https://schema.org/SoldOut"


def test_a_past_one_says_so(client: Reader, make: Callable[..., Training]) -> None:
    past, coming = (text_of(show(client, make(days=days), language="en")) for days in (-4, 4))
    assert "This training is over" in past
    assert "Add to my calendar" not in past
    assert "Add to my calendar" in coming


def test_secret_links_and_notes_are_nowhere(client: Reader, make: Callable[..., Training]) -> None:
    training = make(format="online", sessions=2, internal_notes="nota interna")
    for ending in ("", "calendari.ics", "imatge.png"):
        body = client.get(f"/ca/formacions/{training.slug}/{ending}").data
        for secret in (SECRET, "sala.example.org", "secret de la casa", "nota interna"):
            assert secret.encode() not in body


def test_each_field_falls_back_to_the_original_and_is_marked(client: Reader, make: Callable[..., Training]) -> None:
    training = make(
        texts={
            "ca": {"title": "Títol", "summary": "Resum original", "description": "Descripció original"},
            "es": {"title": "Título", "summary": "", "description": None},
        }
    )
    root = show(client, training, language="es")
    heading, lead, prose = root.find(".//h1"), root.find(".//*[@class='lead']"), root.find(".//*[@class='prose']")
    assert heading is not None
    assert lead is not None
    assert prose is not None
    assert (heading.text, heading.get("lang")) == ("Título", None)
    assert (lead.text, lead.get("lang"), lead.get("dir")) == ("Resum original", "ca", "auto")
    assert prose.get("lang") == "ca"


def test_hostile_words_stay_words(client: Reader, make: Callable[..., Training]) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    training = make(
        texts={
            "ca": {"title": evil, "summary": evil, "description": f"{evil}\n\n[x](javascript:alert(3)) ![y](//t.e/p)"}
        },
        partners=[(evil, ("coordination",))],
        trainers=[evil],
        room=evil,
        venue=make_venue(name=evil, address=evil),
    )
    root = show(client, training)
    assert [script.get("type") or script.get("src") for script in root.iter("script") if not script.get("src")] == [
        "application/ld+json"
    ]
    assert list(root.iter("img")) == []
    assert not [a for a in root.iter("a") if (a.get("href") or "").startswith("javascript")]
    assert linked_data(root)["name"] == evil


def test_a_map_is_a_plain_link(client: Reader, make: Callable[..., Training]) -> None:
    there = make(venue=make_venue(latitude=41.375, longitude=2.135))
    somewhere = make(venue=make_venue(name="Plaça", address="carrer & número, 3", latitude=None, longitude=None))
    addresses = [a.get("href") or "" for each in (there, somewhere) for a in show(client, each).iter("a")]
    assert any("mlat=41.375" in each for each in addresses)
    assert any("Pla%C3%A7a%2C%20carrer%20%26%20n%C3%BAmero%2C%203" in each for each in addresses)


def test_the_page_asks_no_more_as_a_training_grows(client: Reader, make: Callable[..., Training]) -> None:
    small = make()
    big = make(
        sessions=12,
        venue=make_venue(access=("sense_graons", "lavabo_adaptat")),
        partners=[(f"Entitat {number}", ("teaching", "venue")) for number in range(6)],
        measures=("pde-2017-2021:8.1", "pde-2017-2021:8.7"),
    )
    with counted_queries() as few:
        show(client, small)
    with counted_queries() as many:
        show(client, big)
    # One more: the access facts of the venue that the small one does not have.
    assert len(many) <= len(few) + 1
