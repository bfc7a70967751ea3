"""Trainings at the desk: found, followed, published, called off, with more places or fewer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import text_index
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training, TrainingOldSlug
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.programme import make_programme_training, make_venue
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

LIST = "/ca/gestio/formacions/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def order_of(page: str, *slugs: str) -> list[str]:
    """Those that the page lists, in its order."""
    places = {slug: page.find(f'href="{LIST}{slug}/"') for slug in slugs}
    return sorted((slug for slug, place in places.items() if place >= 0), key=places.__getitem__)


def row(slug: str) -> Training:
    db.session.rollback()
    return db.session.scalars(select(Training).where(Training.slug == slug)).one()


def last_entry() -> AuditEntry:
    db.session.rollback()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def test_what_is_next_stands_first_and_today_apart(coordinator: Reader) -> None:
    later = make_programme_training(days=9, title="Tardana")
    course = make_programme_training(days=-12, sessions=3, title="Curs que continua")  # the next one in two days
    today = make_programme_training(days=0.1, title="D'avui", venue=make_venue(name="Can Batlló"))
    page = coordinator.get(LIST).text
    assert order_of(page, later.slug, course.slug, today.slug) == [today.slug, course.slug, later.slug]
    assert page.index("Avui</h2>") < page.index("D&#39;avui") < page.index("Les properes</h2>") < page.index("Curs que")
    assert "Can Batlló" in page
    assert "sessió 3 de 3" in page
    assert f'href="{LIST}"' in coordinator.get("/ca/gestio/").text


def test_each_shelf_has_its_own(coordinator: Reader) -> None:
    coming = make_programme_training(days=3)
    draft = make_programme_training(days=3, status="draft", is_public=False)
    older, past = make_programme_training(days=-30), make_programme_training(days=-3)
    off = make_programme_training(days=3, status="cancelled", cancelled_at=NOW)
    every = [one.slug for one in (coming, draft, older, past, off)]
    for word, held in (
        ("", [coming.slug]),
        ("?quan=esborranys", [draft.slug]),
        ("?quan=passades", [past.slug, older.slug]),
        ("?quan=anullades", [off.slug]),
        ("?quan=no-ho-sap-ningu&despres=" + "9" * 30, [coming.slug]),
    ):
        page = coordinator.get(LIST + word)
        assert order_of(page.text, *every) == held, word


def test_a_search_forgives_accents_and_finds_drafts_too(coordinator: Reader) -> None:
    coming = make_programme_training(days=3, title="Energia cooperativa")
    past = make_programme_training(days=-3, title="Cooperatives d'habitatge")
    draft = make_programme_training(days=3, title="Cooperació i gènere", status="draft", is_public=False)
    slugs, number = [one.slug for one in (coming, past, draft)], draft.id
    in_transaction(lambda: text_index.remove("training", number))
    assert order_of(coordinator.get(f"{LIST}?q=GENERE").text, *slugs) == [draft.slug]
    assert order_of(coordinator.get(f"{LIST}?q=coope").text, *slugs) == [coming.slug, draft.slug, past.slug]
    after = row(coming.slug).id
    assert order_of(coordinator.get(f"{LIST}?q=coope&despres={after}").text, *slugs) == [draft.slug, past.slug]
    assert "No hem trobat" in coordinator.get(f"{LIST}?q=zzzz").text


@pytest.mark.parametrize(
    ("word", "days", "changed"),
    [
        ("", range(1, 24), {}),
        ("?quan=passades", range(-2, -25, -1), {}),
        ("?quan=anullades", range(1, 24), {"status": "cancelled", "cancelled_at": NOW}),
        ("?quan=esborranys", range(1, 24), {"status": "draft", "is_public": False}),
    ],
)
def test_pages_go_on_from_the_last_one_seen(
    coordinator: Reader, word: str, days: range, changed: dict[str, Any]
) -> None:
    """Also where many stand at the same moment."""
    made = [make_programme_training(days=number // 8 * 8 + 0.1, **changed).slug for number in days]
    first = coordinator.get(LIST + word).text
    shown = order_of(first, *made)
    assert len(shown) == 20
    onward = first.partition(f"{LIST}?despres=")[2].partition('"')[0].replace("&amp;", "&")
    rest = order_of(coordinator.get(f"{LIST}?despres={onward}").text, *made)
    assert sorted([*shown, *rest]) == sorted(made)


def test_it_says_how_full_each_is_and_who_waits(coordinator: Reader) -> None:
    full = open_training(capacity=1, title="Plena")
    for _ in range(2):
        take(full)
    asked = open_training(registration_type="approval", title="Amb sol·licituds")
    take(asked)
    open_training(
        has_two_ways=True, format="hybrid", online_capacity=30, online_taken=4, title="Híbrida", capacity=3, taken=5
    )
    page = coordinator.get(LIST).text
    for told in (
        "1 d&#39;1 plaça ocupada",
        "1 espera",
        "1 per aprovar",
        "A la sala: 5 de 3 places ocupades",
        "2 de més",
        "4 de 30",
    ):
        assert told in page, told


def test_it_costs_the_same_for_many(coordinator: Reader) -> None:
    def cost(path: str) -> int:
        with counted_queries() as asked:
            assert coordinator.get(path).status_code == 200
        return len(asked)

    def make(count: int) -> None:
        for number in range(count):
            training = make_programme_training(
                days=3 + number, sessions=2, venue=make_venue(), title="Formació", capacity=1
            )
            take(training)
            take(training)

    make(1)
    few = {path: cost(path) for path in (LIST, f"{LIST}?q=formacio")}
    make(8)
    for path, most in few.items():
        assert cost(path) <= min(most, 10)


def test_one_training_says_who_stands_where(coordinator: Reader) -> None:
    training = open_training(capacity=2, title="Fer pa")
    take(training, companions=("Pau",))
    take(training)
    page = coordinator.get(f"{LIST}{training.slug}/").text
    for told in ("Fer pa", "2 de 2 places", "2 persones", "1 inscripció", "A la llista d&#39;espera", "Aula 1"):
        assert told in page, told


def test_its_old_address_leads_there_and_others_find_nothing(coordinator: Reader, app: Flask) -> None:
    training = open_training()
    with committing():
        db.session.add(TrainingOldSlug(slug="antiga", training_id=training.id))
    assert coordinator.get(f"{LIST}antiga/").location == f"{LIST}{training.slug}/"
    assert coordinator.get(f"{LIST}no-hi-es/").status_code == 404
    for role in (Role.ADMIN, Role.DOOR):
        account = make_account()
        give_role(account, role)
        reader = sign_in(visitor(app), account, is_strong=True)
        for path in (LIST, f"{LIST}{training.slug}/", f"{LIST}{training.slug}/places"):
            assert reader.get(path).status_code == 404
        assert LIST not in reader.get("/ca/gestio/").text


def test_a_draft_is_published_by_a_press(coordinator: Reader) -> None:
    draft = make_programme_training(days=3, status="draft", is_public=False)
    page = f"{LIST}{draft.slug}/"
    answer = coordinator.submit(page, form=f"action={page}publica")
    assert (answer.status_code, answer.location) == (303, page)
    assert row(draft.slug).is_public
    assert (last_entry().action, last_entry().actor) == ("training.publish", "coordina@example.org")
    assert f'action="{page}publica"' not in coordinator.get(page).text


def test_calling_off_says_first_to_how_many_it_is_told(coordinator: Reader) -> None:
    training = open_training(capacity=2)
    for _ in range(3):
        take(training)
    page = f"{LIST}{training.slug}/anulla"
    said = coordinator.get(page).text
    assert "3 inscripcions" in said
    assert "3 per correu" in said
    assert row(training.slug).status == "published"
    shown = coordinator.submit(page, reason_ca="La formadora està malalta")
    assert (shown.status_code, row(training.slug).status) == (200, "published"), "it is shown first"
    assert "La formadora està malalta" in shown.text
    assert coordinator.post(page, data=read_form(shown.text).fields).location == f"{LIST}{training.slug}/"
    assert row(training.slug).status == "cancelled"
    assert last_entry().action == "training.cancel"
    jobs = db.session.scalars(select(Dispatch.kind).where(Dispatch.channel == "job")).all()
    assert jobs == ["registrations.tell_cancelled"]
    assert "data-main" not in coordinator.get(page).text


def test_what_is_over_cannot_be_called_off(coordinator: Reader, clock_at: Callable[[datetime], None]) -> None:
    training = open_training(starts_at=NOW + timedelta(hours=1))
    page = f"{LIST}{training.slug}/anulla"
    fields = read_form(coordinator.get(page).text).fields
    clock_at(NOW + timedelta(hours=3))
    answer = coordinator.post(page, data=fields)
    assert answer.status_code == 422
    assert row(training.slug).status == "published"


def foresee(reader: Reader, training: Training, **typed: str) -> tuple[str, dict[str, list[str]]]:
    answer = reader.submit(f"{LIST}{training.slug}/places", **typed)
    assert answer.status_code == 200, answer.status
    return answer.text, read_form(answer.text).fields


def test_more_places_say_first_who_gets_in_and_then_let_them(coordinator: Reader) -> None:
    training = open_training(capacity=1)
    rosa = take(training, "Rosa")
    ona, eva = take(training, "Ona"), take(training, "Eva")
    page, fields = foresee(coordinator, training, capacity="2")
    assert "1 inscripció entra" in page
    assert "1 inscripció continua" in page
    assert [get(one.public_id).state for one in (rosa, ona, eva)] == ["confirmed", "waiting", "waiting"]
    assert row(training.slug).capacity == 1
    answer = coordinator.post(f"{LIST}{training.slug}/places", data=fields)
    assert (answer.status_code, answer.location) == (303, f"{LIST}{training.slug}/")
    assert [get(one.public_id).state for one in (rosa, ona, eva)] == ["confirmed", "confirmed", "waiting"]
    assert (row(training.slug).capacity, row(training.slug).taken) == (2, 2)
    entry = last_entry()
    assert (entry.action, entry.actor, entry.after) == ("training.change", "coordina@example.org", {"capacity": 2})


def test_fewer_places_throw_nobody_out(coordinator: Reader) -> None:
    training = open_training(capacity=3)
    held = [take(training) for _ in range(3)]
    page, fields = foresee(coordinator, training, capacity="1")
    assert "2 persones més que places" in page
    assert coordinator.post(f"{LIST}{training.slug}/places", data=fields).status_code == 303
    assert {get(one.public_id).state for one in held} == {"confirmed"}
    assert (row(training.slug).capacity, row(training.slug).taken) == (1, 3)


def test_what_was_not_foreseen_does_not_happen(coordinator: Reader) -> None:
    training = open_training(capacity=1)
    take(training)
    _page, fields = foresee(coordinator, training, capacity="2")
    waits = take(training)
    answer = coordinator.post(f"{LIST}{training.slug}/places", data=fields)
    assert answer.status_code == 200
    assert "1 inscripció entra" in answer.text
    assert get(waits.public_id).state == "waiting"
    assert coordinator.post(f"{LIST}{training.slug}/places", data=read_form(answer.text).fields).status_code == 303
    assert get(waits.public_id).state == "confirmed"


@pytest.mark.parametrize("typed", ["-1", "tres", "1000000", "²", "10"])
def test_what_is_no_number_of_places_is_said(coordinator: Reader, typed: str) -> None:
    training = open_training(capacity=10)
    answer = coordinator.submit(f"{LIST}{training.slug}/places", capacity=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert row(training.slug).capacity == 10


def test_each_way_has_its_own_places(coordinator: Reader) -> None:
    training = open_training(format="hybrid", has_two_ways=True, capacity=1, online_capacity=1)
    room = [take(training, way="in_person") for _ in range(2)]
    online = [take(training, way="online") for _ in range(2)]
    page, fields = foresee(coordinator, training, online_capacity="")
    assert "sense límit" in page
    assert coordinator.post(f"{LIST}{training.slug}/places", data=fields).status_code == 303
    assert [get(one.public_id).state for one in (*room, *online)] == ["confirmed", "waiting", "confirmed", "confirmed"]
    assert db.session.scalars(select(Registration.id).where(Registration.state == "waiting")).all() == [room[1].id]
