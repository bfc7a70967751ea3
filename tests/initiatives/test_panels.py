"""What a profile shows beside its own words, and how chance and a fair turn lead to one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from coopnet.foundation import clock
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Saved
from coopnet.initiatives.service import publishing, rotating
from coopnet.trainings.models import Training, TrainingPartner, TrainingPartnerRole
from tests.factories.initiatives import ACTOR, make_profile_draft, save_public_profile
from tests.factories.programme import NOW, make_programme_training
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def page_of(client: Reader, saved: Saved) -> str:
    return client.get(f"/ca/iniciatives/{saved.slug}/").text


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the end of its section."""
    _before, found, after = page.partition(f">{heading}</h2>")
    assert found, f"no {heading!r}"
    return after.partition("</section>")[0]


def co_produce(training: Training, saved: Saved, role: str = "coordination") -> None:
    part = TrainingPartner(training_id=training.id, initiative_id=saved.initiative_id, position=0)
    part.roles = [TrainingPartnerRole(role=role, position=0)]
    with committing():
        db.session.add(part)


def test_a_profile_shows_its_trainings_and_what_it_co_produces_the_coming_first(
    client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Hort"))
    past, soon, later, draft = (
        make_programme_training(days=-20),
        make_programme_training(days=3),
        make_programme_training(days=30),
        make_programme_training(days=5, status="draft", is_public=False),
    )
    for training in (past, soon, later, draft):
        co_produce(training, saved)
    hosted = make_programme_training(days=4)
    co_produce(hosted, saved, "venue")
    shown = section(page_of(client, saved), "Les seves formacions")
    places = [shown.find(f"/ca/formacions/{each.slug}/") for each in (soon, later, past)]
    assert -1 not in places
    assert places == sorted(places)
    assert draft.slug not in page_of(client, saved)
    assert hosted.slug not in shown
    assert hosted.slug in section(page_of(client, saved), "Participa en")
    assert "Les seves formacions" not in page_of(client, other)


def test_a_profile_shows_what_it_offers_and_needs(client: Reader) -> None:
    saved = save_public_profile()
    page = page_of(client, saved)
    assert "Serradures" in section(page, "Què ofereix")
    assert "Un camió" in section(page, "Què necessita")


def test_a_profile_shows_neighbours_of_its_sector_those_of_its_barri_first(client: Reader) -> None:
    saved = save_public_profile()
    far = save_public_profile(make_profile_draft("Aixada", barri="11", places=()))
    near = save_public_profile(make_profile_draft("Zel"))
    other = save_public_profile(make_profile_draft("Altra cosa", sectors=("cultura",)))
    closed = save_public_profile(make_profile_draft("Tancada"))
    in_transaction(lambda: publishing.close(closed.slug, actor=ACTOR, now=NOW))
    shown = section(page_of(client, saved), "Del mateix sector")
    assert 0 < shown.find(f"/{near.slug}/") < shown.find(f"/{far.slug}/")
    for absent in (saved, other, closed):
        assert f"/{absent.slug}/" not in shown


def test_each_second_leads_to_another_of_the_listed(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/ca/iniciatives/descobreix").status_code == 404
    listed = {save_public_profile(make_profile_draft(f"Hort {number}")).slug for number in range(4)}
    closed = save_public_profile(make_profile_draft("Tancada"))
    in_transaction(lambda: publishing.close(closed.slug, actor=ACTOR, now=NOW))
    found = []
    for second in range(4):
        monkeypatch.setattr(clock, "now", lambda second=second: NOW + timedelta(seconds=second))
        answer = client.get("/ca/iniciatives/descobreix")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "no-store")
        found.append(answer.location.split("/")[3])
    assert set(found) == listed


def of_week(client: Reader) -> str:
    shown = section(client.get("/ca/").text, "La iniciativa de la setmana")
    return shown.partition("/ca/iniciatives/")[2].partition("/")[0]


def test_the_week_goes_round_and_nobody_has_two_before_everybody_has_one(
    app: Flask, client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    everybody = {save_public_profile(make_profile_draft(f"Hort {number}")).slug for number in range(3)}
    seen = []
    for week in range(6):
        monday = MONDAY + timedelta(weeks=week)
        clock_at(monday)
        give_week(monday)
        seen.append(of_week(client))
        if week == 2:
            newcomer = save_public_profile(make_profile_draft("Nova")).slug
        clock_at(monday + timedelta(days=6, hours=10))
        give_week(monday + timedelta(days=6))
        assert of_week(client) == seen[-1], "the same until Sunday night"
    assert set(seen[:3]) == everybody
    assert seen[3] == newcomer
    assert seen[4:] == seen[:2]


def give_week(moment: datetime) -> None:
    in_transaction(lambda: rotating.give_week_job(Dispatch(dedup_key="job", kind="k", due_at=moment, values={})))


def test_what_nobody_has_confirmed_has_no_week(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    clock_at(MONDAY)
    draft = make_profile_draft()
    marked = save_public_profile(replace(draft, name="Hort"))
    with committing():
        db.session.get_one(Initiative, marked.initiative_id).status = "stale"
    assert "La iniciativa de la setmana" not in client.get("/ca/").text
    saved = save_public_profile(draft)
    assert of_week(client) == saved.slug
