"""Support points at the desk: the team keeps them, who helps at one says what is otherwise, and nobody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.places.models import SupportPoint
from coopnet.places.queries import find_public_id, keeping
from coopnet.places.queries.holidays import known_until
from coopnet.places.service import points
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.points import NOW, get_point, make_point, point_draft
from tests.rig.reader import Reader, read_form

DESK = "/ca/gestio/punts/"
WRITTEN: dict[str, Any] = {
    "name": "Biblioteca nova",
    "address": "Carrer de Sants, 1",
    "barri": "18",
    "place": "41.3768, 2.1389",
    "hours": "lunes a jueves 9-14",
    "exceptions": "24/12-2/1 tancat\n5/1 10-13",
    "phone": "931 55 01 11",
    "has": ["computers", "wifi"],
    "helps_in": ["ca", "ur"],
    "access": ["sense_graons"],
    "note_ca": "Truca al timbre",
    "way_es": "Por la puerta grande",
}


@pytest.fixture(autouse=True)
def _at_one(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(client: Reader) -> Reader:
    account = make_account("xarxa@example.org")
    give_role(account, Role.NETWORK)
    return sign_in(client, account, is_strong=True)


def helper(app: Flask, public_id: str) -> Reader:
    account = make_account("rosa@example.org")
    give_role(account, Role.POINT, subject_id=public_id)
    return sign_in(visitor(app), account, is_strong=True)


def test_the_team_adds_a_point_in_plain_words(client: Reader, team: Reader) -> None:
    wrong = team.submit(f"{DESK}nou", **{**WRITTEN, "hours": "lunes a jueves 9-14"})
    assert wrong.status_code == 422
    assert "dl-dv 10:00-14:00" in wrong.text
    answer = team.submit(f"{DESK}nou", **{**WRITTEN, "hours": "lunes-jueves 9-14"})
    assert answer.status_code == 303
    made = get_point(str(find_public_id("biblioteca-nova")))
    assert (made.hours, made.exceptions) == (
        "dl-dj 9:00-14:00",
        "24/12/2026-2/1/2027 tancat; 5/1/2027 10:00-13:00",
    )
    assert (made.venue, made.barri, made.phone, made.has) == (
        "Biblioteca nova",
        "18",
        "+34931550111",
        ("computers", "wifi"),
    )
    assert made.words == {"ca": {"note": "Truca al timbre"}, "es": {"way": "Por la puerta grande"}}
    assert "Biblioteca nova" in team.get("/ca/xarxa/punts/biblioteca-nova/").text
    again = team.submit(f"{DESK}nou", **{**WRITTEN, "hours": ""})
    assert (again.status_code, "ja hi ha" in again.text) == (422, True)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("exceptions", "dl 9-14", "només dates"),
        ("exceptions", "24/13 tancat", "No entenem"),
        ("place", "2.1389, 41.3768", "lluny"),
        ("phone", "12", "telèfon"),
        ("name", "", "nom"),
        ("barri", "99", "Tria"),
        ("has", ["piscina"], "Tria"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(team: Reader, field: str, typed: object, said: str) -> None:
    answer = team.submit(f"{DESK}nou", **(WRITTEN | {"hours": "dl 9-14", field: typed}))
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert "Truca al timbre" in answer.text
    assert db.session.scalar(select(SupportPoint.id)) is None


def test_two_who_change_the_same_point_are_told_and_neither_loses_a_word(team: Reader) -> None:
    point = make_point(name="Casal")
    page = f"{DESK}{point.public_id}"
    mine = team.get(page)
    assert mine.status_code == 200
    in_transaction(
        partial(
            points.change, point.public_id, point_draft(name="Casal gran", venue=point.venue, address=point.address),
            seen=1, actor="pau@example.org", now=NOW,
        )
    )  # fmt: skip
    fields = read_form(mine.text).fields | {"name": ["Casal petit"]}
    late = team.post(page, data=fields)
    assert late.status_code == 422
    assert "Casal gran" in late.text
    assert 'value="Casal petit"' in late.text
    assert get_point(point.public_id).name == "Casal gran"
    assert team.post(page, data=read_form(late.text).fields).status_code == 303
    assert get_point(point.public_id).name == "Casal petit"


def test_who_helps_there_says_what_is_otherwise_and_nothing_else(app: Flask, client: Reader) -> None:
    mine, other = make_point(name="El meu"), make_point(name="Un altre")
    rosa = helper(app, mine.public_id)
    listed = rosa.get(DESK).text
    assert "El meu" in listed
    assert "Un altre" not in listed
    assert f"{DESK}nou" not in listed
    telling = f"{DESK}{mine.public_id}/avisa"
    assert rosa.submit(telling, exceptions="7/12 tancat", note_ca="Avui som al pati").status_code == 303
    found = get_point(mine.public_id)
    assert (found.exceptions, found.words["ca"]["note"]) == ("7/12/2026 tancat", "Avui som al pati")
    assert rosa.submit(DESK, form=f"action={DESK}{mine.public_id}/tancat-avui").status_code == 303
    assert "24/11/2026 tancat" in get_point(mine.public_id).exceptions
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("point.tell", "rosa@example.org")
    for path in (f"{other.public_id}/avisa", mine.public_id, "nou", "no-hi-es/avisa"):
        assert rosa.get(f"{DESK}{path}").status_code == 404, path
    for path in (f"{other.public_id}/tancat-avui", f"{mine.public_id}/amaga", f"{mine.public_id}/confirma"):
        answer = rosa.post(f"{DESK}{path}", data={"csrf_token": rosa_token(rosa)})
        assert answer.status_code == 404, path
    assert get_point(other.public_id).exceptions == ""


def rosa_token(reader: Reader) -> str:
    return read_form(reader.get(DESK).text, "action").fields["csrf_token"][0]


def test_the_team_hides_shows_and_confirms(team: Reader, client: Reader) -> None:
    point = make_point()
    for act, is_shown in (("amaga", False), ("mostra", True)):
        assert team.submit(DESK, form=f"action={DESK}{point.public_id}/{act}").status_code == 303
        assert get_point(point.public_id).is_shown is is_shown
    before = get_point(point.public_id).confirmed_at
    assert team.submit(DESK, form=f"action={DESK}{point.public_id}/confirma").status_code == 303
    assert get_point(point.public_id).confirmed_at != before


def test_what_nobody_has_confirmed_for_half_a_year_waits_for_the_team(
    team: Reader, clock_at: Callable[[datetime], None]
) -> None:
    make_point()
    assert "mig any" not in team.get("/ca/gestio/").text
    clock_at(NOW + timedelta(days=184))
    account = make_account("altra@example.org")
    give_role(account, Role.NETWORK)
    assert "1 punt de suport que fa mig any" in sign_in(team, account, is_strong=True).get("/ca/gestio/").text


def test_the_desk_says_when_the_holidays_come_to_their_end(app: Flask, team: Reader) -> None:
    known = known_until()
    assert known is not None
    assert known >= NOW.date() + timedelta(days=2 * 365)
    assert keeping.is_running_out(known, known - timedelta(days=59))
    assert not keeping.is_running_out(known, NOW.date())
    assert not keeping.is_running_out(None, NOW.date())
    assert "holidays.json" not in team.get(DESK).text
