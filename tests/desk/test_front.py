"""The front page of the desk, and the ways to it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from coopnet.accounts.rules.roles import Role
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.registrations import open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

FRONT, MINE = "/ca/gestio/", "/ca/compte/"
LINK = 'href="/ca/gestio/"'


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def holder(app: Flask) -> Callable[[Role], Reader]:
    """A browser of somebody with that role."""

    def make(role: Role) -> Reader:
        account = make_account()
        give_role(account, role, subject_id="abc" if role in {Role.OWNER, Role.EDITOR} else None)
        return sign_in(visitor(app), account, is_strong=True)

    return make


def test_requests_for_places_are_told_by_training_the_next_one_first(holder: Callable[[Role], Reader]) -> None:
    late = open_training(registration_type="approval", title="Tardana")
    soon = open_training(registration_type="approval", title="Propera", starts_at=NOW + timedelta(hours=3))
    take(late)
    take(soon)
    take(soon)
    page = holder(Role.COORDINATOR).get(FRONT).text
    assert page.index("Propera") < page.index("Tardana")
    assert "2 " in page[page.index("Propera") - 60 : page.index("Propera")]


def test_what_is_not_ones_to_decide_is_not_told(holder: Callable[[Role], Reader]) -> None:
    take(open_training(registration_type="approval", title="Propera"))
    for role in (Role.ADMIN, Role.PLAN, Role.DOOR):
        page = holder(role).get(FRONT)
        assert page.status_code == 200
        assert "Propera" not in page.text


def test_a_training_that_has_begun_waits_for_nobody(
    holder: Callable[[Role], Reader], clock_at: Callable[[datetime], None]
) -> None:
    take(open_training(registration_type="approval", title="Propera"))
    clock_at(NOW + timedelta(days=8))
    assert "Propera" not in holder(Role.COORDINATOR).get(FRONT).text


def test_it_costs_the_same_for_many_trainings(holder: Callable[[Role], Reader]) -> None:
    reader = holder(Role.COORDINATOR)

    def cost() -> int:
        with counted_queries() as asked:
            assert reader.get(FRONT).status_code == 200
        return len(asked)

    few = cost()
    for _ in range(12):
        take(open_training(registration_type="approval"))
    assert cost() <= min(few, 10)


def test_the_way_to_the_desk_is_shown_to_staff_alone(app: Flask, holder: Callable[[Role], Reader]) -> None:
    for role in (Role.ADMIN, Role.DOOR):
        page = holder(role).get(MINE).text
        assert page.count(LINK) == 2, role  # in the header, and on one's own page
    for role in (Role.OWNER, Role.VOLUNTEER):
        assert LINK not in holder(role).get(MINE).text, role
    assert LINK not in sign_in(visitor(app), make_account()).get(MINE).text


def test_pages_for_everybody_carry_no_way_to_the_desk_from_the_cache(
    app: Flask, holder: Callable[[Role], Reader]
) -> None:
    assert LINK in holder(Role.ADMIN).get("/ca/formacions/").text
    assert LINK not in visitor(app).get("/ca/formacions/").text


def test_staff_without_a_second_step_are_led_to_it(app: Flask) -> None:
    account = make_account()
    give_role(account, Role.ADMIN)
    answer = sign_in(visitor(app), account).get(FRONT)
    assert answer.location.startswith("/ca/compte/segon-factor/alta")


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        (Role.ADMIN, {"persones", "registre", "correu"}),
        (Role.COORDINATOR, {"inscripcions", "correu"}),
        (Role.ADVISER, set()),
        (Role.DOOR, set()),
    ],
)
def test_it_leads_to_what_one_may_open_and_to_nothing_else(
    holder: Callable[[Role], Reader], role: Role, ways: set[str]
) -> None:
    reader = holder(role)
    page = reader.get(FRONT).text
    every = {"persones", "registre", "correu", "inscripcions"}
    assert {way for way in every if f'href="{FRONT}{way}"' in page} == ways
    assert {way for way in every if reader.get(f"{FRONT}{way}").status_code == 200} == ways
