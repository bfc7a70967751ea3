"""Whoever helps writes down what for and how long, in a few presses; nothing tells who was helped."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import erasing
from coopnet.foundation import personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.network.models import HelpGiven
from coopnet.network.rules.help_given import HELPER_KEPT, MOST_A_DAY, Given, Way
from coopnet.network.service import help_giving
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.points import make_point
from tests.factories.posts import NOW
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

PAGE = "/ca/gestio/ajuda/"
FIGURES = "/ca/gestio/xarxa/ajuda"
TODAY = date(2026, 11, 24)
SAID = {"topic": "mail", "minutes": "15", "ending": "solved", "language": "ur", "where": "phone"}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def helper() -> Account:
    account = make_account(name="Núria Vila")
    give_role(account, Role.VOLUNTEER)
    return account


def rows() -> list[HelpGiven]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(HelpGiven).order_by(HelpGiven.id)))


def given(**changed: Any) -> Given:
    usual: dict[str, Any] = {
        "topic": "mail",
        "minutes": 10,
        "language": "ca",
        "ending": "solved",
        "way": Way.PHONE,
        "point": None,
        "day": TODAY,
    }
    return Given(**(usual | changed))


def write(account: Account, times: int = 1, *, now: datetime = NOW, **changed: Any) -> None:
    for _ in range(times):
        work = partial(help_giving.record, given(**changed), helper=account.id, form_key=None, now=now)
        assert in_transaction(work)


def test_help_is_written_down_and_nothing_of_whom(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    answer = client.submit(PAGE, **SAID)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Correu electrònic · 15 min" in " ".join(page.text.split())
    one = rows()[0]
    kept = {column.name: getattr(one, column.name) for column in HelpGiven.__table__.columns}
    del kept["id"], kept["public_id"], kept["form_hash"]
    assert kept == {
        "helper_id": helper.id,
        "topic": "mail",
        "minutes": 15,
        "language": "ur",
        "ending": "solved",
        "way": "phone",
        "point": None,
        "day": TODAY,
        "recorded_on": TODAY,
    }


def test_what_was_said_last_is_offered_again(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    client.submit(PAGE, **SAID)
    offered = read_form(client.get(PAGE).text).fields
    assert (offered["language"], offered["where"], offered["on"]) == (["ur"], ["phone"], [TODAY.isoformat()])
    assert "topic" not in offered


def test_a_double_click_and_a_second_tab_are_once(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    sent = read_form(client.get(PAGE).text).fields | SAID
    assert [client.post(PAGE, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(rows()) == 1
    assert "Ja havies enviat" in client.get(PAGE).text


def test_a_slip_is_taken_back_in_one_press_by_who_made_it(client: Reader, app: Flask, helper: Account) -> None:
    sign_in(client, helper)
    client.submit(PAGE, **SAID)
    back = f"{PAGE}{rows()[0].public_id}/desfes"
    other = make_account()
    give_role(other, Role.VOLUNTEER)
    strange = sign_in(visitor(app), other)
    strange.post(back, data={"csrf_token": read_form(strange.get(PAGE).text).fields["csrf_token"]})
    assert len(rows()) == 1
    token = read_form(client.get(PAGE).text).fields["csrf_token"]
    client.post(back, data={"csrf_token": token})
    assert rows() == []
    client.post(back, data={"csrf_token": token})
    assert "Ja no hi és" in client.get(PAGE).text


def test_yesterdays_is_no_longer_taken_back(helper: Account) -> None:
    write(helper)
    work = partial(help_giving.take_back, rows()[0].public_id, helper=helper.id, now=NOW + timedelta(days=1))
    assert in_transaction(work) is False
    assert len(rows()) == 1


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"topic": ""}, "Tria una resposta."),
        ({"topic": "the password of the bank"}, "Tria una de les respostes."),
        ({"minutes": ""}, "Tria una resposta."),
        ({"minutes": "7"}, "Tria una de les respostes."),
        ({"typed": "481"}, "Escriu un número entre 1 i 480."),
        ({"typed": "²"}, "Escriu un número entre 1 i 480."),
        ({"language": "xx"}, "Tria una de les respostes."),
        ({"where": "no-such-point"}, "Tria una de les respostes."),
        ({"on": "ahir"}, "Escriu el dia"),
        ({"on": "2026-11-16"}, "Escriu un dia de l&#39;última setmana"),
        ({"on": "2026-11-25"}, "Escriu un dia de l&#39;última setmana"),
        ({"on": "999999-11-25"}, "Escriu el dia"),
    ],
)
def test_what_cannot_be_is_said(client: Reader, helper: Account, changed: dict[str, str], says: str) -> None:
    sign_in(client, helper)
    answer = client.submit(PAGE, **(SAID | changed))
    assert answer.status_code == 422
    assert says in answer.text
    assert rows() == []


def test_a_number_that_is_typed_counts(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    client.submit(PAGE, **(SAID | {"typed": "25", "on": "2026-11-20"}))
    assert [(one.minutes, one.day, one.recorded_on) for one in rows()] == [(25, date(2026, 11, 20), TODAY)]


def test_a_role_for_one_point_is_for_that_alone(client: Reader) -> None:
    mine, other = make_point(), make_point()
    account = make_account()
    give_role(account, Role.POINT, subject_id=mine.public_id)
    sign_in(client, account, is_strong=True)
    page = client.get(PAGE).text
    assert mine.name in page
    assert other.name not in page
    assert client.submit(PAGE, **(SAID | {"where": other.public_id})).status_code == 422
    assert read_form(page).fields["where"] == [mine.public_id]
    assert client.submit(PAGE, **(SAID | {"where": mine.public_id})).status_code == 303
    assert [(one.way, one.point) for one in rows()] == [("point", mine.public_id)]


def test_nobody_writes_a_hundred_and_one_in_a_day(helper: Account) -> None:
    write(helper, MOST_A_DAY)
    with pytest.raises(RuleBroken, match="help_too_many"):
        write(helper)
    write(helper, now=NOW + timedelta(days=1))


def test_after_some_weeks_nobody_knows_who_wrote_it(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    client.submit(PAGE, **SAID)
    due = NOW + HELPER_KEPT
    assert in_transaction(partial(help_giving.forget, due - timedelta(days=1))) == 0
    overdue = {line.field.name: line.overdue for line in personal_data.report(due + personal_data.GRACE)}
    assert overdue["help_given: who wrote down that somebody was helped"] == 1
    assert in_transaction(partial(help_giving.forget, due)) == 1
    assert [(one.helper_id, one.form_hash, one.minutes) for one in rows()] == [(None, None, 15)]


def test_it_is_in_their_file_and_goes_with_their_account(client: Reader, helper: Account) -> None:
    write(helper)
    exported = personal_data.export(helper.public_id)["help"]
    assert [(one["topic"], one["minutes"]) for one in exported] == [("mail", 10)]
    in_transaction(partial(erasing.erase, helper.id, now=NOW))
    assert [one.helper_id for one in rows()] == [None]


def coordinator(client: Reader) -> Account:
    account = make_account()
    give_role(account, Role.NETWORK)
    sign_in(client, account, is_strong=True)
    return account


def test_figures_tell_no_number_below_five(client: Reader) -> None:
    account = coordinator(client)
    point = make_point(name="=Punt")
    write(account, 7, topic="mail", way=Way.POINT, point=point.public_id)
    write(account, 6, topic="work")
    write(account, 4, topic="housing", minutes=77)
    page = client.get(FIGURES).text
    assert "&lt;5" in page
    assert "308" not in page  # minutes of the four
    cells = client.get(f"{FIGURES}.csv?quan=2026").text.splitlines()
    assert cells[0] == "\ufeffSegons què;Què;Vegades;Minuts"
    assert "Segons per a què era;Correu electrònic;7;70" in cells
    assert "Segons per a què era;Buscar feina;–;–" in cells  # else the four could be worked out
    assert "Segons per a què era;Habitatge;<5;–" in cells
    assert "Segons el mes;novembre del 2026;17;438" in cells
    assert "Segons el punt de suport;'=Punt;7;70" in cells


def test_figures_are_of_a_month_and_a_point(client: Reader) -> None:
    account = coordinator(client)
    point = make_point()
    write(account, 5, way=Way.POINT, point=point.public_id, minutes=11)
    write(account, 5, minutes=13, day=date(2026, 11, 20))
    long_ago = datetime(2025, 3, 3, 12, tzinfo=NOW.tzinfo)
    write(account, 5, minutes=17, day=date(2025, 3, 3), now=long_ago)
    of_point = client.get(f"{FIGURES}.csv?quan=2026-11&punt={point.public_id}").text
    assert ";5;55" in of_point
    assert ";10;120" in client.get(f"{FIGURES}.csv?quan=2026").text
    assert ";5;85" in client.get(f"{FIGURES}.csv?quan=2025-03").text
    assert len(client.get(f"{FIGURES}.csv?quan=2024").text.splitlines()) == 1
    assert "març del 2025" in client.get(FIGURES).text


@pytest.mark.parametrize("query", ["quan=2026-99", "quan=99999999999999999999", "quan=x&punt=%00", "punt=zz&quan=²"])
def test_strange_addresses_of_figures_show_this_year(client: Reader, query: str) -> None:
    coordinator(client)
    assert client.get(f"{FIGURES}?{query}").status_code == 200


def test_who_only_helps_sees_no_figures(client: Reader, helper: Account) -> None:
    sign_in(client, helper)
    assert client.get(FIGURES).status_code == 404
    assert FIGURES not in client.get(PAGE).text


def test_figures_ask_the_same_for_many_as_for_few(client: Reader) -> None:
    account = coordinator(client)
    write(account, 1)
    for language in ("ca", "ur", "bn", "pa"):
        with counted_queries() as few:
            client.get(FIGURES)
        write(account, 8, language=language, topic="work", ending="advice")
        with counted_queries() as many:
            client.get(FIGURES)
    assert len(few) == len(many) <= 10
