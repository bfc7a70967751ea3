"""The same training again keeps its history: a draft on other days, with all it says and nothing of the people."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.service.snapshots import read
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.programme import make_programme_training
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def rosa(app: Flask) -> Reader:
    account = make_account("rosa@example.org")
    give_role(account, Role.COORDINATOR)
    return sign_in(visitor(app), account, is_strong=True)


def draft_of(slug: str) -> Draft:
    db.session.rollback()
    return read(db.session.scalars(select(Training.id).where(Training.slug == slug)).one())


def test_a_copy_is_a_draft_on_other_days_at_the_same_hours_and_made_once(rosa: Reader) -> None:
    slug = make_programme_training(
        days=-100, sessions=2, slug="hort", texts={"ca": {"title": "Hort"}}, code="H1", taken=7, trainers=["Ona"]
    ).slug
    page = f"/ca/gestio/formacions/{slug}/copia"
    fields = read_form(rosa.get(page).text).fields
    before = draft_of(slug)
    proposed = clock.to_local(before.sessions[0].starts_at).date() + timedelta(weeks=52)
    assert fields["day"] == [proposed.isoformat()], "the same day of the week, a year later"
    made = [rosa.post(page, data={**fields, "day": "2027-04-15"}).headers["Location"] for _ in range(2)]
    assert made == ["/ca/gestio/formacions/hort-2/edita/"] * 2
    copy = draft_of("hort-2")
    assert (copy.texts, copy.trainers, copy.code) == (before.texts, ("Ona",), None)
    hours = [[clock.to_local(each.starts_at).time() for each in draft.sessions] for draft in (before, copy)]
    assert hours[0] == hours[1], "also across the change of the clocks"
    assert clock.to_local(copy.sessions[0].starts_at).date().isoformat() == "2027-04-15"
    row = db.session.scalars(select(Training).where(Training.slug == "hort-2")).one()
    assert (row.status, row.taken, row.is_public) == ("draft", 0, False)


def test_editions_know_of_each_other_once_they_are_public(rosa: Reader, app: Flask) -> None:
    slug = make_programme_training(days=3, slug="hort", texts={"ca": {"title": "Hort"}}).slug
    rosa.submit(f"/ca/gestio/formacions/{slug}/copia", day="2027-04-15")
    public = f"/ca/formacions/{slug}/"
    assert "hort-2" not in visitor(app).get(public).text
    assert "hort-2" in rosa.get(f"/ca/gestio/formacions/{slug}/copia").text
    desk = "/ca/gestio/formacions/hort-2/"
    rosa.submit(f"{desk}edita/", form=f"action={desk}publica")
    assert "/formacions/hort-2/" in visitor(app).get(public).text
    assert "/formacions/hort/" in visitor(app).get("/ca/formacions/hort-2/").text


@pytest.mark.parametrize("day", ["", "ahir", "2020-01-01"])
def test_a_day_that_is_none_or_over_makes_nothing(rosa: Reader, day: str) -> None:
    slug = make_programme_training(days=3, slug="hort", texts={"ca": {"title": "Hort"}}).slug
    assert rosa.submit(f"/ca/gestio/formacions/{slug}/copia", day=day).status_code == 422
    assert len(db.session.scalars(select(Training.id)).all()) == 1
