"""Anybody may say that something is wrong; by the team's rule it hides a post until the team has decided."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import PostReport
from coopnet.network.rules.posts import ReportReason
from coopnet.network.rules.states import Act
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW, after, get, page_of, published, report, written
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]
BOARD = "/ca/xarxa/tauler/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def team(app: Flask) -> Reader:
    account = make_account()
    give_role(account, Role.NETWORK)
    return sign_in(visitor(app), account, is_strong=True)


def desk(public_id: str, what: str) -> str:
    return f"/ca/gestio/xarxa/anuncis/{public_id}/{what}"


def test_a_grave_notice_hides_at_once(client: Reader, letters: Letters) -> None:
    post = published(title="Portàtil vermell")
    answer = client.submit(f"{page_of(post)}avisa", reason="money", text="Demana un avançament.")
    assert answer.status_code == 303
    assert get(post.public_id).state == "hidden_by_report"
    assert "Portàtil vermell" not in client.get(BOARD).text
    assert client.get(page_of(post)).status_code == 404
    assert [letter.kind for letter in letters()][-1] == "post.hidden"


def test_nobody_puts_the_board_out_with_notices_and_what_is_cleared_is_not_hidden_alone_again(team: Reader) -> None:
    posts = [published() for _each in range(5)]
    for post in posts:
        report(post, ReportReason.MONEY)
    assert [get(post.public_id).state for post in posts] == ["hidden_by_report"] * 3 + ["published"] * 2
    report(posts[4], ReportReason.MONEY, reader="another")
    assert get(posts[4].public_id).state == "hidden_by_report"
    page = team.get("/ca/gestio/xarxa/")
    assert "un avís sol ja no n'amaga cap més" in page.text
    for post in posts[:3]:
        team.submit("/ca/gestio/xarxa/", form=f"action={desk(post.public_id, 'mostra')}")
    report(posts[0], ReportReason.MONEY, reader="a third")
    assert get(posts[0].public_id).state == "published"
    report(posts[0], ReportReason.RUDE, reader="a fourth")
    assert get(posts[0].public_id).state == "hidden_by_report"


def test_a_reason_is_asked_for(client: Reader) -> None:
    post = published()
    assert client.submit(f"{page_of(post)}avisa", reason=None).status_code == 422


def test_one_reader_who_says_it_often_counts_once(client: Reader) -> None:
    post = published()
    for _press in range(3):
        client.submit(f"{page_of(post)}avisa", reason="rude")
    assert get(post.public_id).state == "published"
    report(post, reader="another")
    assert get(post.public_id).state == "hidden_by_report"


def test_the_team_shows_it_again_where_it_stood(client: Reader, team: Reader, letters: Letters) -> None:
    post = after(published(title="Portàtil vermell"), Act.PROMISE)
    report(post, ReportReason.MONEY)
    queue = team.get("/ca/gestio/xarxa/").text
    assert "Portàtil vermell" in queue
    assert "Mireu-ho" in queue
    again = desk(post.public_id, "mostra")
    assert team.submit("/ca/gestio/xarxa/", form=f"action={again}").status_code == 303
    assert get(post.public_id).state == "promised"
    assert "Portàtil vermell" in client.get(BOARD).text
    assert [letter.kind for letter in letters()][-1] == "post.shown_again"
    row = db.session.scalars(select(PostReport)).one()
    assert (row.is_right, row.reader) == (False, None)
    assert "Portàtil vermell" not in team.get("/ca/gestio/xarxa/").text


def test_the_team_takes_it_off_and_says_why(client: Reader, team: Reader, letters: Letters) -> None:
    post = published()
    report(post, ReportReason.PERSONAL)
    assert team.submit(desk(post.public_id, "rebutja"), text="Hi ha una adreça.").status_code == 303
    found = get(post.public_id)
    assert (found.state, found.reason) == ("rejected", "Hi ha una adreça.")
    assert db.session.scalars(select(PostReport.is_right)).all() == [True]
    assert [letter.kind for letter in letters()][-1] == "post.rejected"


def test_who_decides_second_is_told_so(team: Reader) -> None:
    post = published()
    report(post, ReportReason.MONEY)
    again = desk(post.public_id, "mostra")
    old = read_form(team.get("/ca/gestio/xarxa/").text, f"action={again}").fields
    after(post, Act.WITHDRAW)
    answer = team.post(again, data=old, headers={"Referer": "http://localhost/"})
    assert get(post.public_id).state == "withdrawn"
    assert "algú ha canviat aquest anunci" in team.get(answer.location).text


def test_the_team_hides_what_nobody_has_told_of(team: Reader) -> None:
    post = published()
    page = f"/ca/gestio/xarxa/anuncis/{post.public_id}"
    assert team.submit(page, form=f"action={page}/amaga").status_code == 303
    assert get(post.public_id).state == "hidden_by_report"
    assert team.submit(page, form=f"action={page}/mostra").status_code == 303
    assert get(post.public_id).state == "published"


def test_two_of_the_team_at_once_decide_nothing_that_they_have_not_read(team: Reader, letters: Letters) -> None:
    post = written(title="Portàtil vermell")
    no, yes, hide = (desk(post.public_id, word) for word in ("rebutja", "publica", "amaga"))
    refusing = read_form(team.get(no).text).fields | {"text": "Hi ha un nom."}
    showing = read_form(team.get("/ca/gestio/xarxa/").text, f"action={yes}").fields
    after(post, Act.APPROVE)
    for address, fields in ((no, refusing), (hide, showing)):
        answer = team.post(address, data=fields, headers={"Referer": "http://localhost/"})
        said = answer.text if answer.status_code != 303 else team.get(answer.location).text
        assert "algú ha canviat aquest anunci" in said
        assert get(post.public_id).state == "published"
    assert [letter.kind for letter in letters()] == ["post.asked", "post.approved"]
    answer = team.post(yes, data=showing, headers={"Referer": "http://localhost/"})
    assert "Ja era així" in team.get(answer.location).text
