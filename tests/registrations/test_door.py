"""The pages at the door: names and nothing else, of the sessions that are one's own, with one button each."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import sessions
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.trainings.models import Training
from tests.factories.attendance import AT_DOOR, STARTS, at_door, make_helper, press, session_of, tonight
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

TODAY = "/ca/gestio/porta/"


@pytest.fixture(autouse=True)
def _at_the_door(clock_at: Callable[[datetime], None]) -> None:
    clock_at(AT_DOOR)


def door_of(training: Training, number: int = 1) -> str:
    return f"/ca/gestio/formacions/{training.slug}/porta/{number}"


def mark(
    reader: Reader, training: Training, *presses: str, token: str | None = None, script: bool = False
) -> TestResponse:
    """As the button does, or the page's script."""
    page = door_of(training)
    fields = read_form(reader.get(page).text, f"action={page}/marca").fields if token is None else {}
    data = {"csrf_token": token, "session": session_of(training), "how": "list", **fields, "press": list(presses)}
    headers = {"Accept": "application/json"} if script else {}
    return reader.post(f"{page}/marca", data=data, headers=headers)


def test_a_helper_finds_the_sessions_of_today_that_are_theirs(app: Flask) -> None:
    training, other = tonight(title="Hort"), tonight(title="Forn")
    tomorrow = open_training(title="Demà", starts_at=STARTS + timedelta(days=1))
    take(training, companions=("Àlex",))
    helper = at_door(app, make_helper(training))
    front = helper.get("/ca/gestio/").text
    assert f'href="{TODAY}"' in front
    assert f'href="{door_of(training)}"' in front
    assert "de 19 a 21 h" in front
    assert other.slug not in front
    page = helper.get(TODAY).text
    assert f'href="{door_of(training)}"' in page
    assert "s'hi esperen 2 persones" in page
    for one in (other, tomorrow):
        assert one.slug not in page
        assert helper.get(door_of(one)).status_code == 404
    team = at_door(app, make_helper(None, role=Role.COORDINATOR)).get(TODAY).text
    assert all(one.slug in team for one in (training, other, tomorrow))


def test_the_page_tells_names_and_nothing_else(app: Flask) -> None:
    training = tonight(capacity=2)
    one = take(training, "Rosa Puig", guardian_name="Marta Puig", needs=("bucle_magnetic",))
    take(training)
    waiting = take(training, "Espera Molt")
    page = at_door(app, make_helper(training)).get(door_of(training)).text
    assert "Rosa Puig" in page
    for hidden in (one.email, code_of(one), "Marta", "bucle", "Espera Molt", waiting.public_id):
        assert hidden
        assert hidden not in page


def test_a_press_marks_and_the_same_one_takes_back(app: Flask) -> None:
    training = tonight()
    one = take(training, "Rosa")
    helper = at_door(app, make_helper(training))

    def state() -> tuple[str, list[str]]:
        page = helper.get(door_of(training)).text
        buttons = re.findall(r'name="press" value="([^"]+)" aria-pressed="(\w+)"', page)
        return get(one.public_id).state, list(buttons[0])

    key = f"{one.public_id}.0"
    assert state() == ("confirmed", [f"{key}.1", "false"])
    answer = mark(helper, training, f"{key}.1")
    assert (answer.status_code, answer.location) == (303, f"{door_of(training)}#p-{key}")
    assert state() == ("attended", [f"{key}.0", "true"])
    mark(helper, training, f"{key}.0")
    assert state() == ("confirmed", [f"{key}.1", "false"])


def test_reading_marks_nobody(app: Flask) -> None:
    training = tonight()
    one = take(training)
    helper = at_door(app, make_helper(training))
    assert helper.get(f"{door_of(training)}/marca?press={one.public_id}.0.1").status_code == 405
    assert get(one.public_id).state == "confirmed"


def test_a_name_is_found_without_standing_in_an_address(app: Flask) -> None:
    training = tonight()
    for name in ("Núria Vila", "Pau Soler"):
        take(training, name)
    helper = at_door(app, make_helper(training))
    page = helper.submit(door_of(training), who="nur vil")
    assert page.status_code == 200
    assert "Núria Vila" in page.text
    assert "Pau Soler" not in page.text
    assert "Ningú de la llista no es diu així" in helper.submit(door_of(training), who="zzz").text


def test_what_a_phone_kept_is_written_down_and_it_learns_who_is_here(app: Flask) -> None:
    training = tonight(capacity=2)
    rosa, pau, waiting = take(training), take(training), take(training)
    by_other = make_helper(training)
    press(pau, by=by_other, session=session_of(training))
    helper = at_door(app, make_helper(training))
    told = mark(helper, training, f"{rosa.public_id}.0.1.60000", f"{waiting.public_id}.0.1", "rubbish", script=True)
    assert told.json == {
        "here": [f"{rosa.public_id}.0", f"{pau.public_id}.0"],
        "refused": [f"{waiting.public_id}.0"],
    }


def test_who_is_signed_out_or_has_an_old_page_is_told_and_nothing_is_written(app: Flask) -> None:
    training = tonight()
    one = take(training)
    account = make_helper(training)
    key, helper, sent = account.id, at_door(app, account), f"{one.public_id}.0.1"
    assert mark(helper, training, sent, token="old", script=True).status_code == 400
    assert mark(helper, training, sent, token="old").location == door_of(training)
    in_transaction(lambda: sessions.end_others(key, but=None, now=AT_DOOR))
    assert mark(helper, training, sent, token="old", script=True).status_code == 401
    assert get(one.public_id).state == "confirmed"


def test_a_session_that_is_not_now_or_not_held_is_not_marked(app: Flask) -> None:
    later = open_training(title="Demà passat", starts_at=STARTS + timedelta(days=2))
    off = tonight(status="cancelled")
    team = at_door(app, make_helper(None, role=Role.COORDINATOR))
    for training in (later, off):
        one = _put(training)
        assert "disabled" in team.get(door_of(training)).text
        refused = mark(team, training, f"{one.public_id}.0.1", script=True)
        assert refused.status_code == 409
        assert refused.json
        assert refused.json["problem"]
        assert get(one.public_id).state == "confirmed"
    assert team.get(door_of(later, 2)).status_code == 404


def _put(training: Training) -> Registration:
    """Somebody with a place, whatever has become of the training."""
    training_id, status = training.id, training.status
    with committing():
        db.session.get_one(Training, training_id).status = "published"
    one = take(training, now=AT_DOOR - timedelta(days=1))
    with committing():
        db.session.get_one(Training, training_id).status = status
    return one


def test_the_list_asks_as_much_for_many_as_for_few(app: Flask) -> None:
    training = tonight(capacity=60)
    helper = at_door(app, make_helper(training))

    def asked(path: str) -> int:
        with counted_queries() as found:
            assert helper.get(path).status_code == 200
        return len(found)

    take(training)
    few = [asked(path) for path in (TODAY, door_of(training))]
    for _ in range(12):
        take(training, companions=("Acompanyant",))
    many = [asked(path) for path in (TODAY, door_of(training))]
    assert many == few
    assert max(many) <= 10


def test_the_list_to_sign_tells_whose_it_is_and_leaves_lines_for_others(app: Flask) -> None:
    training = tonight(title="Hort")
    take(training, "王小明", companions=("Àlex Puig",))
    page = at_door(app, make_helper(training)).get(f"{door_of(training)}/full")
    assert page.status_code == 200
    for said in ("Hort", "Aula 1", "王小明", "Àlex Puig", "Dimarts 24 de novembre, de 19 a 21 h"):
        assert said in page.text
    assert page.text.count("<bdi></bdi>") == 18


def test_who_takes_part_online_signs_no_paper_and_is_not_missed_at_the_door(app: Flask) -> None:
    training = tonight(capacity=1, online_capacity=5, has_two_ways=True, format="hybrid")
    take(training, "Rosa Puig")
    take(training, "Olga Lluny", way="online")
    helper = at_door(app, make_helper(training))
    assert "Olga Lluny" in helper.get(door_of(training)).text
    assert "Olga Lluny" not in helper.get(f"{door_of(training)}/full").text
    assert "1 persona encara no ha vingut" in helper.get(f"{door_of(training)}/sense-inscripcio").text
