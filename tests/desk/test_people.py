"""People and roles: found by their exact contact, given and taken by who may, each time written down."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import blocking
from coopnet.desk.service import people as service
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.viewer import Viewer
from tests.factories.accounts import NOW, get, give_role, make_account, sign_in, visitor
from tests.factories.points import make_point
from tests.factories.registrations import open_training
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form

PEOPLE = "/ca/gestio/persones"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def chief(app: Flask) -> Account:
    account = make_account("admin@example.org", name="Alba")
    give_role(account, Role.ADMIN)
    return account


@pytest.fixture
def admin(client: Reader, chief: Account) -> Reader:
    return sign_in(client, chief, is_strong=True)


def roles_of(account: Account) -> list[tuple[str, str | None]]:
    db.session.rollback()
    return [(one.role, one.subject_id) for one in list_grants(account.id)]


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def page_of(account: Account) -> str:
    return f"{PEOPLE}/{account.public_id}"


def taking(account: Account) -> str:
    db.session.rollback()
    return f"{page_of(account)}/treu/{list_grants(account.id)[0].public_id}"


def as_viewer(account: Account, *roles: str) -> Viewer:
    return Viewer(
        account.id, account.public_id, "s", "", "boss@example.org", "ca", roles, frozenset(), True, True, True, NOW
    )


def test_somebody_is_found_by_the_whole_contact_and_that_is_written_down(admin: Reader) -> None:
    rosa = make_account("rosa@example.org", name="Rosa")
    assert admin.submit(PEOPLE, who="Rosa@example.org").location == page_of(rosa)
    [entry] = entries("accounts.find")
    assert (entry.actor, entry.subject_id) == ("admin@example.org", rosa.public_id)
    for typed in ("ros@example.org", "rosa%@example.org", "nobody@example.org", "612 345 678", "x"):
        answer = admin.submit(PEOPLE, who=typed)
        assert answer.status_code == 422
        assert typed in answer.text
    assert len(entries("accounts.find")) == 1


@pytest.mark.parametrize("typed", ["núria", "NURIA PUIG", "puig n", "garcia nuria", "gar"])
def test_somebody_is_found_by_words_of_the_name(admin: Reader, typed: str) -> None:
    nuria = make_account("x7@example.org", name="Núria Puig García")
    make_account(name="Rosa Vila")
    page = admin.submit(PEOPLE, who=typed)
    assert page.status_code == 200
    assert page_of(nuria) in page.text
    assert "Rosa Vila" not in page.text
    [entry] = entries("accounts.find")
    assert (entry.subject_id, entry.after) == ("*", {"count": 1})


@pytest.mark.parametrize("typed", ["uria", "nuria vila", "%", "_____"])
def test_other_names_are_not_found(admin: Reader, typed: str) -> None:
    make_account(name="Núria Puig")
    make_account(name="Rosa Vila")
    assert admin.submit(PEOPLE, who=typed).status_code == 422
    assert entries("accounts.find") == []


def test_of_many_with_one_name_the_page_says_that_there_are_more(admin: Reader) -> None:
    def look() -> tuple[int, int]:
        page = admin.submit(PEOPLE, who="rosa").text
        return page.count(">Rosa</a>"), page.count('<p class="quiet">')

    for _ in range(30):
        make_account(name="Rosa")
    shown, notes = look()
    assert shown == 30
    make_account(name="Rosa")
    assert look() == (30, notes + 1)


def test_contacts_are_not_shown_whole(admin: Reader) -> None:
    rosa = make_account("rosa@example.org", name="Rosa")
    give_role(rosa, Role.PLAN)
    for path in (PEOPLE, page_of(rosa)):
        page = admin.get(path).text
        assert "Rosa" in page
        assert "r•••@example.org" in page
        assert "rosa@example.org" not in page


def test_a_role_is_given_and_written_down(admin: Reader) -> None:
    rosa = make_account()
    assert admin.submit(f"{page_of(rosa)}/dona", role="plan", subject="").location == page_of(rosa)
    assert roles_of(rosa) == [("plan", None)]
    assert entries("accounts.grant")[-1].actor == "admin@example.org"


def test_no_role_is_chosen_before_somebody_chooses_it(admin: Reader) -> None:
    [role] = read_form(admin.get(f"{page_of(make_account())}/dona").text).fields["role"]
    assert role == ""


def test_a_role_for_one_training_is_given_by_the_address_of_its_page(admin: Reader) -> None:
    rosa, training = make_account(), open_training(title="Fer pa")
    slug, public_id = training.slug, training.public_id
    where = f"https://example.org/ca/formacions/{slug}/?x=1"
    assert admin.submit(f"{page_of(rosa)}/dona", role="door", subject=where).status_code == 303
    assert roles_of(rosa) == [("door", public_id)]
    assert "Fer pa" in admin.get(page_of(rosa)).text


@pytest.mark.parametrize(
    ("role", "subject"), [("door", "no-such-training"), ("owner", ""), ("plan", "whatever"), ("emperor", ""), ("", "")]
)
def test_a_role_that_cannot_be_is_refused_with_what_was_typed(admin: Reader, role: str, subject: str) -> None:
    rosa = make_account()
    answer = admin.submit(f"{page_of(rosa)}/dona", role=role, subject=subject)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert subject in answer.text
    assert roles_of(rosa) == []


def test_a_role_is_taken_after_a_question_and_stays_told_with_its_dates(admin: Reader) -> None:
    rosa = make_account()
    give_role(rosa, Role.PLAN)
    asked = taking(rosa)
    assert admin.get(asked).status_code == 200
    assert roles_of(rosa) == [("plan", None)]
    assert admin.submit(asked).status_code == 303
    assert roles_of(rosa) == []
    assert entries("accounts.revoke")[-1].actor == "admin@example.org"
    page = admin.get(page_of(rosa)).text
    assert page.count("24 de novembre") == 2  # given and ended
    assert admin.get(asked).status_code == 404


def test_a_support_point_is_given_by_its_name(app: Flask, admin: Reader) -> None:
    rosa = make_account()
    of = make_point(name="Biblioteca Vapor Nou").public_id
    give = f"{page_of(rosa)}/dona"
    assert admin.submit(give, role="point", subject="Una altra").status_code == 422
    assert admin.submit(give, role="point", subject="Biblioteca Vapor Nou").status_code == 303
    assert roles_of(rosa) == [("point", of)]
    assert "Biblioteca Vapor Nou" in admin.get(page_of(rosa)).text


def test_who_loses_a_role_can_do_no_more_of_it_and_stays_signed_in(app: Flask, admin: Reader) -> None:
    rosa = make_account()
    give_role(rosa, Role.PLAN)
    hers = sign_in(visitor(app), rosa, is_strong=True)
    assert hers.get("/ca/gestio/").status_code == 200
    admin.submit(taking(rosa))
    assert hers.get("/ca/gestio/").status_code == 404
    assert hers.get("/ca/compte/").status_code == 200


def test_the_last_administrator_stays(admin: Reader, chief: Account) -> None:
    assert admin.submit(taking(chief)).status_code == 422
    assert roles_of(chief) == [("admin", None)]
    other = make_account()
    give_role(other, Role.ADMIN)
    assert admin.submit(taking(chief)).status_code == 303
    assert roles_of(chief) == []


def test_an_administrator_who_is_blocked_does_not_count(admin: Reader, chief: Account) -> None:
    other = make_account()
    give_role(other, Role.ADMIN)
    in_transaction(lambda: blocking.block(other.id, actor="admin@example.org", now=NOW))
    assert admin.submit(taking(chief)).status_code == 422


@pytest.mark.parametrize("held", ["plan", "coordinator", "owner", "volunteer"])
def test_nobody_gives_takes_or_blocks_more_than_they_may(app: Flask, held: str) -> None:
    rosa = make_account()
    give_role(rosa, Role.PLAN)
    viewer, public_id = as_viewer(rosa, held), rosa.public_id
    grant = list_grants(rosa.id)[0].public_id
    for act in (
        partial(service.give, public_id, Role.PLAN, subject_id=None),
        partial(service.take, public_id, grant),
        partial(service.block, public_id),
    ):
        with pytest.raises(RuleBroken, match="role_not_yours"):
            in_transaction(partial(act, by=viewer, now=NOW))
    assert roles_of(rosa) == [("plan", None)]
    assert get(public_id).blocked_at is None


def test_others_do_not_find_these_pages(app: Flask) -> None:
    rosa, coordinator = make_account(), make_account()
    give_role(coordinator, Role.COORDINATOR)
    reader = sign_in(visitor(app), coordinator, is_strong=True)
    for path in (PEOPLE, page_of(rosa), f"{page_of(rosa)}/dona", "/ca/gestio/registre"):
        assert reader.get(path).status_code == 404


def test_made_up_people_are_not_there(admin: Reader, chief: Account) -> None:
    for path in (f"{PEOPLE}/nobody", f"{PEOPLE}/nobody/dona", f"{page_of(chief)}/treu/nothing"):
        assert admin.get(path).status_code == 404


def test_pages_cost_the_same_for_many_people_and_roles(admin: Reader) -> None:
    rosa = make_account()

    def costs() -> list[int]:
        found = []
        for path in (PEOPLE, page_of(rosa)):
            with counted_queries() as asked:
                assert admin.get(path).status_code == 200
            found.append(len(asked))
        return found

    give_role(rosa, Role.DOOR, subject_id=open_training().public_id)
    few = costs()
    for _ in range(8):
        give_role(make_account(), Role.PLAN)
        give_role(rosa, Role.DOOR, subject_id=open_training().public_id)
    many = costs()
    assert many == few
    assert max(many) <= 10


def test_somebody_is_kept_out_after_a_question_and_let_in_again(app: Flask, admin: Reader) -> None:
    rosa = make_account(name="Rosa")
    hers = sign_in(visitor(app), rosa)
    assert admin.get(f"{page_of(rosa)}/bloca").status_code == 200
    assert hers.get("/ca/compte/").status_code == 200
    assert admin.submit(f"{page_of(rosa)}/bloca").location == page_of(rosa)
    assert hers.get("/ca/compte/").status_code == 303
    assert 'class="notice warning"' in admin.get(page_of(rosa)).text
    assert f"{page_of(rosa)}/bloca" not in admin.get(page_of(rosa)).text
    assert "Compte blocat" in admin.submit(PEOPLE, who="rosa").text
    assert admin.submit(f"{page_of(rosa)}/desbloca").location == page_of(rosa)
    assert sign_in(visitor(app), rosa).get("/ca/compte/").status_code == 200
    acts = [(entries(action)[0].actor, entries(action)[0].after) for action in ("accounts.block", "accounts.unblock")]
    assert acts == [("admin@example.org", {"blocked": True}), ("admin@example.org", {"blocked": False})]


def test_the_last_administrator_is_not_blocked_and_the_page_says_why(admin: Reader, chief: Account) -> None:
    answer = admin.submit(f"{page_of(chief)}/bloca")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert admin.get(PEOPLE).status_code == 200


def test_nobody_is_blocked_without_the_token(admin: Reader) -> None:
    rosa = make_account()
    assert admin.post(f"{page_of(rosa)}/bloca").status_code in {400, 422}
    assert get(rosa.public_id).blocked_at is None


def test_a_person_tells_when_they_last_came_and_how_many_sessions_stand(app: Flask, admin: Reader) -> None:
    rosa = make_account(name="Rosa")
    sessions = re.compile(r"Sessions obertes</dt><dd>(\d+)</dd>")
    assert sessions.findall(admin.get(page_of(rosa)).text) == ["0"]
    for _ in range(2):
        sign_in(visitor(app), rosa)
    page = admin.get(page_of(rosa)).text
    assert sessions.findall(page) == ["2"]
    assert "24 de novembre del 2026" in page
