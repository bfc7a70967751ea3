"""Volunteers at the desk: what was seen is written down, who may begins, who leaves loses the way in."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import erasing
from coopnet.demo.service import board
from coopnet.demo.service import volunteers as demo
from coopnet.foundation import audit, personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import AskedDay, Proposal, Volunteer, VolunteerHours
from coopnet.network.queries.matching import list_matches, list_waiting
from coopnet.network.rules.proposals import Side, State
from coopnet.network.rules.volunteering import Act
from coopnet.network.service import helpers_upkeep
from tests.factories import posts, proposals, volunteers
from tests.factories.accounts import give_role, make_account, sign_in
from tests.factories.posts import NOW
from tests.rig.reader import Reader, read_form

DESK = "/ca/gestio/xarxa/voluntariat/"
DAY = timedelta(days=1)
TEAM = "xarxa@example.org"
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def coordinator(client: Reader) -> Reader:
    account = make_account(TEAM)
    give_role(account, Role.NETWORK)
    return sign_in(client, account, is_strong=True)


def test_what_was_seen_is_written_down_step_by_step_and_then_they_begin(coordinator: Reader, letters: Letters) -> None:
    public_id = volunteers.offered(name="Núria Vila").public_id
    assert "Núria Vila" in coordinator.get(DESK).text
    assert "1 persona s'ofereix" in coordinator.get("/ca/gestio/").text.replace("&#39;", "'")
    own = f"{DESK}{public_id}"
    press = partial(coordinator.submit, own)
    assert f"{own}/verifica" not in coordinator.get(own).text
    assert press(form=f"action={own}/acord", on="2026-11-20").status_code == 303
    assert press(form=f"action={own}/formacio", title="Acompanyar", on="2026-11-21").status_code == 303
    assert press(form=f"action={own}/certificat", on="2026-11-22", until="2027-11-22").status_code == 303
    assert press(form=f"action={own}/verifica").status_code == 303
    found = volunteers.get(public_id)
    assert (found.state, found.agreement_on, found.training, found.certificate_until) == (
        "active",
        date(2026, 11, 20),
        "Acompanyar",
        date(2027, 11, 22),
    )
    assert {found.agreement_by, found.training_by, found.certificate_by} == {TEAM}
    assert [letter.kind for letter in letters()] == ["volunteer.offered", "volunteer.verified"]
    assert "Núria Vila" in coordinator.get(f"{DESK}?estat=actives").text
    assert press(form=f"action={own}/certificat/treu").status_code == 303
    assert volunteers.get(public_id).certificate_until is None


@pytest.mark.parametrize(("form", "typed"), [
    ("acord", {"on": "2026-11-25"}), ("acord", {"on": "ahir"}), ("formacio", {"on": "2026-11-20"}),
    ("certificat", {"on": "2026-11-20", "until": "2026-11-20"}), ("certificat", {"on": "2026-11-20"}),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_form(coordinator: Reader, form: str, typed: dict[str, str]) -> None:
    public_id = volunteers.offered().public_id
    own = f"{DESK}{public_id}"
    answer = coordinator.submit(own, form=f"action={own}/{form}", **typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    found = volunteers.get(public_id)
    assert (found.agreement_on, found.training_on, found.certificate_on) == (None, None, None)


def test_who_is_not_accepted_or_leaves_is_told_without_reasons(coordinator: Reader, letters: Letters) -> None:
    for made, state in ((volunteers.offered(), "declined"), (volunteers.verified(), "left")):
        own = f"{DESK}{made.public_id}"
        assert coordinator.get(f"{own}/acaba").status_code == 200
        assert coordinator.submit(f"{own}/acaba").status_code == 303
        assert volunteers.get(made.public_id).state == state
    assert [letter.kind for letter in letters()][-1] == "volunteer.left"
    assert len(letters("volunteer.declined")) == 1


def test_who_of_the_team_saw_a_paper_is_no_longer_said_once_they_are_erased(app: Flask) -> None:
    assert app.config["TESTING"]
    account = make_account(TEAM)
    public_id = volunteers.verified(certificate=volunteers.FIRST_OF_JUNE).public_id
    in_transaction(partial(erasing.erase, account.id, now=NOW))
    found = volunteers.get(public_id)
    assert {found.agreement_by, found.training_by, found.certificate_by} == {audit.ERASED}


def test_what_nobody_answers_ends_and_days_are_forgotten(letters: Letters) -> None:
    late = proposals.proposed(proposals.asks(), volunteers.verified())
    gone = proposals.proposed(proposals.asks(), leaver := volunteers.verified())
    volunteers.do(leaver.public_id, Act.LEAVE)
    proposals.say_yes(late, Side.ASKER)
    in_transaction(partial(helpers_upkeep.close_proposals, NOW + 7 * DAY))
    assert [proposals.get(one.public_id).state for one in (late, gone)] == [State.HALF, State.WITHDRAWN]
    in_transaction(partial(helpers_upkeep.close_proposals, NOW + 8 * DAY))
    assert proposals.get(late.public_id).state == State.EXPIRED
    assert [letter.values["side"] for letter in letters("proposal.over")] == ["asker"]
    assert db.session.scalar(select(func.count()).select_from(AskedDay)) == 0
    assert {line.overdue for line in personal_data.report(NOW + 8 * DAY)} == {0}


def test_whoever_asks_finds_the_proposal_on_the_page_of_their_post(client: Reader) -> None:
    post = proposals.asks()
    proposal = proposals.proposed(post, volunteers.verified())
    address = proposals.page_of(proposal, Side.ASKER)
    assert address in client.get(posts.own_of(post)).text
    in_transaction(partial(helpers_upkeep.close_proposals, NOW + 8 * DAY))
    assert address not in client.get(posts.own_of(post)).text


def test_the_demo_shows_volunteers_proposals_and_hours_and_writes_to_nobody(client: Reader, letters: Letters) -> None:
    board.load(NOW)
    assert demo.load(NOW) == len(demo.SAMPLES)
    assert demo.load(NOW) is None
    states = db.session.scalars(select(Proposal.state).order_by(Proposal.id)).all()
    assert states[0] == State.AGREED
    confirmed = db.session.scalars(select(VolunteerHours.confirmed_by).order_by(VolunteerHours.id)).all()
    assert sorted(confirmed, key=str) == [None, "asker"]
    assert {letter.recipient for letter in letters()} == {None}
    address = demo.address_of_one()
    assert address is not None
    assert client.get("/ca/" + address.partition("/ca/")[2]).status_code == 200


def test_volunteers_that_are_inserted_to_measure_are_as_the_service_leaves_them(app: Flask) -> None:
    assert app.config["TESTING"]
    assert demo.add(volunteers=30, now=NOW) == 30
    assert demo.add(volunteers=30, now=NOW) == 0
    made = db.session.scalars(select(Volunteer).order_by(Volunteer.id)).all()
    assert all(" c:" in one.facets and " y:" in one.facets for one in made)
    proposals.asks()
    waiting, _more = list_waiting(page=1)
    assert list_matches(waiting, now=NOW, most=3)[waiting[0].id]


def test_two_of_the_team_at_once_decide_nothing_of_a_volunteer_that_they_have_not_read(coordinator: Reader) -> None:
    public_id = volunteers.verified(certificate=date(2027, 1, 1)).public_id
    own = f"{DESK}{public_id}"
    referer = {"Referer": "http://localhost/"}
    old = {word: read_form(coordinator.get(own).text, f"action={own}/{word}").fields for word in ("pausa", "acord")}
    old["acaba"] = read_form(coordinator.get(f"{own}/acaba").text).fields
    coordinator.submit(own, form=f"action={own}/certificat/treu")
    for word, fields in old.items():
        answer = coordinator.post(f"{own}/{word}", data=fields, headers=referer)
        said = answer.text if answer.status_code != 303 else coordinator.get(answer.location).text
        assert "ha canviat alguna cosa aquí" in said, word
    found = volunteers.get(public_id)
    assert (found.state, found.agreement_on) == ("active", date(2026, 11, 20))
    assert coordinator.submit(own, form=f"action={own}/pausa").status_code == 303
    assert volunteers.get(public_id).state == "paused"


def test_a_proposal_is_not_taken_back_on_a_page_that_has_not_seen_both_say_yes(coordinator: Reader) -> None:
    post = proposals.asks()
    one = proposals.proposed(post, volunteers.verified())
    page, back = f"/ca/gestio/xarxa/encaixos/{post.public_id}", f"/ca/gestio/xarxa/proposta/{one.public_id}/retira"
    old = read_form(coordinator.get(page).text, f"action={back}").fields
    proposals.say_yes(one, now=NOW + DAY)
    answer = coordinator.post(back, data=old, headers={"Referer": "http://localhost/"})
    assert "algú ha respost o decidit" in coordinator.get(answer.location).text
    assert proposals.get(one.public_id).state == "agreed"
    twice = {"csrf_token": old["csrf_token"], "qui": proposals.word_of(volunteers.verified())}
    other = proposals.asks()
    for _press in range(2):
        answer = coordinator.post(
            f"/ca/gestio/xarxa/encaixos/{other.public_id}/proposa", data=twice, headers={"Referer": "http://localhost/"}
        )
        assert "Proposat. Tots dos" in coordinator.get(answer.location).text
