"""Who waits for one way, or has a place in it, takes part in the other where there is room for the whole party."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.letters import get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration, RegistrationStep
from coopnet.registrations.queries import MANAGE, code_of
from coopnet.registrations.service import changing, deciding
from coopnet.trainings.models import Training
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def hybrid(**changed: Any) -> Training:
    usual = {"format": "hybrid", "has_two_ways": True, "capacity": 3, "online_capacity": 1, "max_companions": 2}
    return open_training(**{**usual, **changed})


def page_of(one: Registration) -> str:
    return f"/ca/inscripcions/{links.make_link(MANAGE, one.public_id, one.link_version)}/"


def press_of(one: Registration) -> str:
    return f"action={page_of(one)}manera"


def taken(training: Training) -> tuple[int, int]:
    db.session.rollback()
    one = db.session.get_one(Training, training.id, populate_existing=True)
    return one.taken, one.online_taken


def turn(one: Registration, way: str) -> bool:
    return in_transaction(lambda: changing.change_way(one.public_id, way, now=NOW))


def test_who_waits_online_is_told_of_the_places_in_the_room_and_takes_them_with_one_press(
    client: Reader, letters: Letters
) -> None:
    training = hybrid(online_capacity=2)
    take(training, way="online")
    take(training, way="online")
    pair, behind = (take(training, way="online", companions=names) for names in (("Laia",), ()))
    assert (pair.state, behind.state) == ("waiting", "waiting")
    page = client.get(page_of(pair)).text
    assert "No cal que esperis" in page
    answer = client.submit(page_of(pair), form=press_of(pair), way="in_person")
    assert answer.status_code == 303
    own = get(pair.public_id)
    assert (own.state, own.way, taken(training)) == ("confirmed", "in_person", (2, 2))
    assert 'data-state="confirmed"' in client.get(answer.location).text
    [letter] = letters("registration.way_changed")
    words = get_wording(letter.kind)(letter)
    assert words is not None
    assert get(behind.public_id).state == "waiting"
    assert turn(pair, "in_person") is False, "pressed twice it is once"
    assert taken(training) == (2, 2)
    reasons = select(RegistrationStep.reason).where(RegistrationStep.registration_id == own.id)
    assert list(db.session.scalars(reasons.order_by(RegistrationStep.id))) == ["asked", "no_place", "way_changed"]


def test_the_place_that_one_leaves_goes_to_the_next_who_waits_for_it(client: Reader, letters: Letters) -> None:
    training = hybrid(capacity=2, online_capacity=None)
    pair, alone, late = (take(training, companions=names) for names in (("Laia",), (), ()))
    assert [one.state for one in (alone, late)] == ["waiting", "waiting"]
    assert client.submit(page_of(pair), form=press_of(pair), way="online").status_code == 303
    assert [get(one.public_id).state for one in (pair, alone, late)] == ["confirmed"] * 3
    assert (get(pair.public_id).way, taken(training)) == ("online", (2, 2))
    assert [one.subject_id for one in letters("registration.place_given")] == [alone.public_id, late.public_id]


def test_a_party_moves_whole_or_not_at_all(client: Reader) -> None:
    training = hybrid(capacity=2, online_capacity=2)
    take(training)
    take(training, way="online", companions=("Pere",))
    pair, alone = (take(training, way="online", companions=names) for names in (("Laia",), ()))
    assert "manera" not in client.get(page_of(pair)).text, "the room has one place for two"
    fields = {"way": "in_person"}
    assert client.submit(page_of(alone), form=press_of(alone), **fields).status_code == 303
    with pytest.raises(RuleBroken, match="no_places_in_way"):
        turn(pair, "in_person")
    assert (get(pair.public_id).state, get(pair.public_id).way, taken(training)) == ("waiting", "online", (2, 2))


def test_who_was_not_quick_enough_is_told_and_keeps_their_turn(client: Reader) -> None:
    training = hybrid(capacity=1)
    take(training, way="online")
    one = take(training, way="online")
    fields = {"way": "in_person"}
    page = client.get(page_of(one)).text
    assert "No cal que esperis" in page
    take(training)
    client.post(f"{page_of(one)}manera", data=fields | {"csrf_token": token_of(page)})
    assert "Ja no hi ha prou lloc presencialment" in client.get(page_of(one)).text
    assert (get(one.public_id).state, get(one.public_id).way) == ("waiting", "online")


def token_of(page: str) -> str:
    return page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]


@pytest.mark.parametrize("why", ["started", "cancelled", "ended", "one_way", "unknown"])
def test_nothing_moves_where_it_may_not(client: Reader, why: str) -> None:
    training = hybrid()
    take(training, way="online")
    one = take(training, way="online")
    refused, way, now = "way_unknown", "in_person", NOW
    if why == "ended":
        refused = "registration_ended"
        in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    elif why == "started":
        refused, now = "training_started", NOW + timedelta(days=8)
    elif why == "unknown":
        way = "by_boat"
    with committing():
        changed = db.session.get_one(Training, training.id)
        if why == "cancelled":
            refused, changed.status = "training_cancelled", "cancelled"
        if why == "one_way":
            changed.has_two_ways = False
    with pytest.raises(RuleBroken, match=refused):
        in_transaction(lambda: changing.change_way(one.public_id, way, now=now))
    assert taken(training) == (0, 1)
    if why in {"cancelled", "ended", "one_way"}:
        assert "manera" not in client.get(page_of(one)).text


def test_who_waits_for_an_answer_has_no_place_to_move() -> None:
    training = hybrid(registration_type="approval")
    one = take(training, way="online")
    with pytest.raises(RuleBroken, match="registration_ended"):
        turn(one, "in_person")
    assert in_transaction(lambda: deciding.approve(code_of(one), actor="a@example.org", now=NOW)).way == "online"
