"""A helper at a support point writes a post for somebody, and says for them what became of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account, Assisted
from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.foundation import told
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import Post
from coopnet.network.queries.codes import code_of, slip_link_of
from coopnet.network.rules.states import Act
from coopnet.network.service import changing
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.helping import NOW, at_desk, make_helper, make_point
from tests.factories.posts import after, get, written
from tests.factories.talks import begun, person
from tests.rig.reader import Reader


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def helper(point: str) -> Account:
    return make_helper(point)


@pytest.fixture
def desk(app: Flask, helper: Account) -> Reader:
    return at_desk(app, helper)


def typed(**changed: Any) -> dict[str, Any]:
    usual = {"kind": "request", "category": "device", "title": "Un portàtil", "barri": "18", "name": "Fatou Diop"}
    return (
        usual | {"language": "es", "reach": "call", "reach_note": "La veïna, 93 000 00 00", "was_read": "y"} | changed
    )


def write(desk: Reader, point: str, **changed: Any) -> Post:
    answer = desk.submit(f"/ca/gestio/punt/{point}/anuncis/nou", **typed(**changed))
    assert answer.status_code == 303
    return get(answer.location.rpartition("/")[2])


def actions() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.execute(
        select(AuditEntry.action, AuditEntry.after).where(AuditEntry.subject_kind == "post").order_by(AuditEntry.id)
    )
    return [(action, str(after.get("point", ""))) for action, after in rows]


def test_it_stands_in_their_name_with_what_was_read_and_its_letters_are_told(
    desk: Reader, point: str, helper: Account
) -> None:
    post = write(desk, point)
    assert (post.name, post.point, post.email, post.made_by_id) == ("Fatou Diop", point, None, helper.id)
    kept = db.session.scalars(select(Assisted)).one()
    assert (kept.subject_kind, kept.reach, kept.language, kept.made_by_id) == ("post", "call", "es", helper.id)
    assert actions() == [("post.help", point)]
    assert told.list_waiting(point, limit=9) == []  # they stand there
    after(post, Act.APPROVE)
    page = desk.get(f"/ca/gestio/punt/{point}/avisos").text
    for said in ("Fatou Diop", "Un portàtil", "La veïna", 'lang="es"'):
        assert said in page, said


def test_what_became_of_it_is_said_for_them(desk: Reader, point: str) -> None:
    post = after(write(desk, point), Act.APPROVE)
    own = f"/ca/gestio/punt/{point}/anuncis/{post.public_id}"
    for act in ("promise", "withdraw"):
        desk.submit(own, form=f"action={own}/estat", act=act)
    assert get(post.public_id).state == "withdrawn"
    assert actions()[-2:] == [("post.promise_for", point), ("post.withdraw_for", point)]


def test_another_points_post_is_not_there(desk: Reader, point: str) -> None:
    other = make_point("Casal de la Marina")
    post = written(contact=Contact(point=other), name="Amina Sow")
    mine = f"/ca/gestio/punt/{point}/anuncis/"
    for path in (f"{mine}{post.public_id}", f"{mine}{post.public_id}/full", f"/ca/gestio/punt/{other}/anuncis/"):
        assert desk.get(path).status_code == 404, path
    assert "Amina" not in desk.get(mine).text


def test_the_slip_is_in_their_language_and_says_little_of_them(
    desk: Reader, point: str, client: Reader, app: Flask
) -> None:
    post = write(desk, point)
    page = desk.get(f"/ca/gestio/punt/{point}/anuncis/{post.public_id}/full").text
    assert '<html lang="es">' in page
    assert "Fatou D." in page
    for kept in ("Diop", "veïna"):
        assert kept not in page, kept
    assert "<svg" in page
    assert code_of(post) in page
    # By its code, or their name, they are found again: here, and by the team that is called.
    for typed_there in (code_of(post).lower(), "diop"):
        assert f"anuncis/{post.public_id}" in desk.submit(f"/ca/gestio/punt/{point}/cerca", who=typed_there).text
    account = make_account()
    give_role(account, Role.NETWORK)
    team = sign_in(visitor(app), account, is_strong=True)
    found = team.submit("/ca/gestio/xarxa/anuncis/", code=code_of(post))
    assert found.location == f"/ca/gestio/xarxa/anuncis/{post.public_id}"
    assert team.submit("/ca/gestio/xarxa/anuncis/", code="AAAA-0000").status_code == 422
    # Its picture leads each where they may go, and a stranger to nothing.
    opened = f"/ca/xarxa/tauler/full/{slip_link_of(post)}"
    assert desk.get(opened).location.endswith(f"/anuncis/{post.public_id}")
    told_nobody = client.get(opened)
    assert told_nobody.status_code == 200
    assert post.title not in told_nobody.text
    assert client.get(f"/ca/xarxa/tauler/meu/{slip_link_of(post)}/").status_code == 404


def test_an_answer_on_the_board_reaches_them_through_the_point(desk: Reader, point: str) -> None:
    post = after(write(desk, point), Act.APPROVE)
    begun(maker=person("Fatou Diop", contact=Contact(point=point)), subject=("post", post.public_id))
    for path in ("avisos", "anuncis/", f"anuncis/{post.public_id}"):
        page = desk.get(f"/ca/gestio/punt/{point}/{path}").text
        assert "/converses/" in page, path


def test_what_was_noted_of_them_goes_with_the_post(desk: Reader, point: str) -> None:
    post = write(desk, point)
    in_transaction(lambda: changing.remove(post.public_id, now=NOW))
    assert db.session.scalars(select(Assisted)).all() == []
