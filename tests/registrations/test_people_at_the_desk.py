"""Who has registered, at the desk: listed, found, seen one by one, and what is done for them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import links
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration, RegistrationNeeds
from coopnet.registrations.queries import ENTRY, MANAGE, code_of
from coopnet.registrations.rules.applications import Shown
from coopnet.registrations.rules.people import Contact
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

ONE = "/ca/gestio/inscripcio"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def list_of(slug: str) -> str:
    return f"/ca/gestio/formacions/{slug}/inscripcions"


def shown(page: str, *people: Registration) -> list[str]:
    """The names of those that the page lists, in its order."""
    places = {one.name: page.find(f'href="{ONE}/{one.public_id}"') for one in people}
    return sorted((name for name, place in places.items() if place >= 0), key=places.__getitem__)


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def kinds_to(one: Registration) -> list[str]:
    rows = db.session.scalars(select(Dispatch).where(Dispatch.recipient == one.email).order_by(Dispatch.id))
    return [row.kind for row in rows]


def test_each_group_lists_its_own_in_the_order_of_the_queue(coordinator: Reader) -> None:
    training = open_training(capacity=1)
    people = [take(training, name, now=NOW + timedelta(seconds=n)) for n, name in enumerate(("Rosa", "Ona", "Eva"))]
    coordinator.submit(f"{ONE}/{people[0].public_id}/cancella")
    groups = {
        "": ["Ona", "Eva"],
        "?estat=tenen-placa": ["Ona"],
        "?estat=esperen": ["Eva"],
        "?estat=per-aprovar": [],
        "?estat=acabades": ["Rosa"],
        "?estat=no-hi-es&despres=" + "9" * 30: ["Ona", "Eva"],
    }
    for query, names in groups.items():
        page = coordinator.get(list_of(training.slug) + query)
        assert page.status_code == 200
        assert shown(page.text, *people) == names, query
    text = coordinator.get(list_of(training.slug)).text
    assert "Hi havia una plaça lliure" in text  # why Ona has one
    assert f'href="{list_of(training.slug)}"' in coordinator.get(f"/ca/gestio/formacions/{training.slug}/").text


def test_pages_go_on_from_the_last_one_seen_and_cost_the_same(coordinator: Reader) -> None:
    training = open_training(capacity=50)
    few, costs = [take(training, companions=("Pau",))], []
    for more in (0, 31):
        few += [take(training, now=NOW + timedelta(seconds=number)) for number in range(more)]
        with counted_queries() as asked:
            first = coordinator.get(list_of(training.slug)).text
        costs.append(len(asked))
    assert costs[1] <= min(costs[0], 10)
    onward = first.partition("despres=")[2].partition('"')[0]
    rest = coordinator.get(f"{list_of(training.slug)}?despres={onward}").text
    assert sorted([*shown(first, *few), *shown(rest, *few)]) == sorted(one.name for one in few)
    assert len(shown(rest, *few)) == 2


@pytest.mark.parametrize("typed", ["rosa", "VILA ros", "Iñigo", "rosa.v@", "612 34", "code", "Tutora"])
def test_a_person_is_found_by_what_is_known_of_them(coordinator: Reader, typed: str) -> None:
    training, other = open_training(), open_training()
    contact = Contact(email="rosa.v@example.org", phone="+34612345678")
    rosa = take(training, "Rosa Vilà", contact=contact, companions=("Íñigo",), guardian_name="Mare Tutora")
    eva, elsewhere = take(training, "Eva Puig"), take(other, "Rosa Vilà", contact=contact)
    answer = coordinator.submit(list_of(training.slug), who=code_of(rosa) if typed == "code" else typed)
    assert answer.status_code == 200
    assert shown(answer.text, rosa, eva) == ["Rosa Vilà"]
    assert elsewhere.public_id not in answer.text


@pytest.mark.parametrize("typed", ["", "Zoe", "12", "%", "\0", "code"])
def test_who_is_not_there_is_not_found_and_what_was_typed_stays(coordinator: Reader, typed: str) -> None:
    training = open_training()
    take(training, "Rosa")
    answer = coordinator.submit(
        list_of(training.slug), who=code_of(take(open_training())) if typed == "code" else typed
    )
    assert answer.status_code == 422
    assert "Rosa" not in answer.text
    assert f'value="{typed}"' in answer.text or typed in {"", "\0", "code"}


def test_one_registration_tells_all_and_gives_no_link_away(coordinator: Reader) -> None:
    training = open_training()
    rosa = take(
        training,
        "Rosa Vila",
        companions=("Pau Vila",),
        contact=Contact(email="rosa@example.org", phone="+34612345678"),
        shown=(Shown("notice", "El que en fem.", "ca"),),
    )
    with committing():
        db.session.add(RegistrationNeeds(registration_id=rosa.id, codes=["step_free"], note="cadira elèctrica"))
    page = coordinator.get(f"{ONE}/{rosa.public_id}").text
    for told in (
        "Rosa Vila",
        "Pau Vila",
        "rosa@example.org",
        "612 34 56 78",
        code_of(rosa),
        "El que en fem.",
        "Català",
    ):
        assert told in page, told
    seen = coordinator.get(f"{ONE}/{rosa.public_id}/com-ho-veu").text
    tokens = [links.make_link(purpose, rosa.public_id, 1) for purpose in (MANAGE, ENTRY)]
    assert not any(secret in seen for secret in ("cadira", "graons", *tokens))
    assert not any(token in page for token in tokens)
    assert "Tens plaça" in seen
    assert "/inscripcions/" not in seen.partition("<main")[2].partition("</main")[0]
    assert "<svg" not in seen.partition("<main")[2].partition("</main")[0].partition("A la porta")[2]


def test_a_request_is_answered_on_its_page(coordinator: Reader) -> None:
    training = open_training(registration_type="approval", capacity=1)
    rosa, eva = take(training, "Rosa"), take(training, "Eva")
    for one, act, state in ((rosa, "accepta", "confirmed"), (eva, "denega", "declined")):
        page = f"{ONE}/{one.public_id}"
        answer = coordinator.submit(page, form=f"action={page}/{act}")
        assert (answer.status_code, answer.location) == (303, page)
        assert get(one.public_id).state == state
        assert "coordina@example.org" in coordinator.get(page).text
    assert [entry.subject_id for entry in entries("registration.approve")] == [rosa.public_id]


def test_cancelling_says_first_what_happens_and_lets_the_next_one_in(coordinator: Reader) -> None:
    training = open_training(capacity=1)
    rosa, eva = take(training, "Rosa"), take(training, "Eva")
    page = f"{ONE}/{rosa.public_id}/cancella"
    assert "llista d'espera" in coordinator.get(page).text
    assert get(rosa.public_id).state == "confirmed"
    assert coordinator.submit(page).location == f"{ONE}/{rosa.public_id}"
    assert [get(one.public_id).state for one in (rosa, eva)] == ["cancelled", "confirmed"]
    [entry] = entries("registration.cancel")
    assert (entry.actor, entry.subject_id) == ("coordina@example.org", rosa.public_id)
    assert "data-main" not in coordinator.get(page).text


def test_their_link_is_sent_again_once_an_hour(coordinator: Reader, clock_at: Callable[[datetime], None]) -> None:
    rosa = take(open_training(), "Rosa")
    page = f"{ONE}/{rosa.public_id}"
    for sent in (1, 1):
        assert coordinator.submit(page, form=f"action={page}/enllac").location == page
        assert kinds_to(rosa) == ["registration.confirmed"] + ["registration.again"] * sent
    assert len(entries("registration.send_again")) == 1
    clock_at(NOW + timedelta(hours=1))
    coordinator.submit(page, form=f"action={page}/enllac")
    assert len(kinds_to(rosa)) == 3


def test_others_find_none_of_it(coordinator: Reader, app: Flask) -> None:
    training = open_training()
    rosa = take(training, "Rosa")
    account = make_account()
    give_role(account, Role.DOOR)
    reader = sign_in(visitor(app), account, is_strong=True)
    mine = f"{ONE}/{rosa.public_id}"
    for path in (list_of(training.slug), mine, f"{mine}/com-ho-veu", f"{mine}/cancella"):
        assert reader.get(path).status_code == 404
        assert coordinator.get(path).status_code == 200
        assert coordinator.get(path.replace(rosa.public_id, "x").replace(training.slug, "x")).status_code == 404
