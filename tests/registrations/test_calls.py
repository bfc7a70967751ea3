"""Whoever has no e-mail and no phone is told by their support point; nothing that was promised to them is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from markupsafe import escape
from sqlalchemy import delete, select

from coopnet.accounts.rules.helping import Reach
from coopnet.accounts.rules.roles import Role
from coopnet.foundation import outbox, told
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.jobs import erase_finished
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from coopnet.registrations import letters
from coopnet.registrations.letters import kinds
from coopnet.registrations.letters.told import tell
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of, read_facts
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, deciding
from coopnet.trainings.models import Training
from coopnet.trainings.rules.moves import Meeting, Timetable
from coopnet.trainings.service import publishing
from tests.factories.accounts import give_role, make_account
from tests.factories.helping import NOW, at_desk, make_helper, make_point, register_at
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

Letters = Callable[..., list[outbox.Dispatch]]
BEFORE, AFTER = (
    Timetable("in_person", (Meeting("s", NOW + timedelta(days=day), NOW + timedelta(days=day, hours=2), ("", "", "")),))
    for day in (7, 9)
)

QUEUE: dict[str, Callable[[Registration, datetime], object]] = {
    kinds.CONFIRMED: lambda one, now: letters.asked(one, now=now),
    kinds.WAITING: lambda one, now: letters.asked(one, now=now),
    kinds.PENDING: lambda one, now: letters.asked(one, now=now),
    kinds.PLACE_GIVEN: lambda one, now: letters.place_given(one, now=now),
    kinds.APPROVED: lambda one, now: letters.approved(one, now=now),
    kinds.DECLINED: lambda one, now: letters.declined(one, now=now),
    kinds.AGAIN: lambda one, now: letters.again(one, now=now),
    kinds.CANCELLED: lambda one, now: letters.cancelled(one, by_person=True, now=now),
    kinds.CANCELLED_BY_TEAM: lambda one, now: letters.cancelled(one, by_person=False, now=now),
    kinds.PARTY_CHANGED: lambda one, now: letters.party_changed(one, now=now),
    kinds.WAY_CHANGED: lambda one, now: letters.way_changed(one, now=now),
    kinds.MOVED_AWAY: lambda one, now: letters.moved_away(one, now=now),
    kinds.NOTE: lambda one, now: letters.note(one, key="k", subject="Avís", text="Porteu paper", now=now),
    kinds.CONTACT_CHANGED: lambda one, now: letters.contact_changed(one, old=Contact(phone="+34612345678"), now=now),
    kinds.TRAINING_CANCELLED: lambda one, now: letters.training_cancelled(one, now=now),
    kinds.TRAINING_MOVED: lambda one, now: letters.training_moved(one, before=BEFORE, after=AFTER, now=now),
}


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def point(app: Flask) -> str:
    return make_point()


@pytest.fixture
def desk(app: Flask, point: str) -> Reader:
    return at_desk(app, make_helper(point))


def served(point: str, training: Training | None = None, name: str = "Fatou Diop") -> Registration:
    """Without a helper, so that nothing has been told."""
    return take(training or open_training(), name, contact=Contact(point=point))


def waiting(point: str) -> list[outbox.Dispatch]:
    db.session.rollback()
    return list(told.list_waiting(point, limit=100))


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_every_kind_of_letter_about_a_registration_is_here() -> None:
    mine = {value for name, value in vars(kinds).items() if name.isupper() and isinstance(value, str)}
    # Of the two others one goes to the old contact (`test_at_a_point`), the other is asked for by e-mail or phone.
    assert mine - set(QUEUE) == {kinds.CONTACT_LEFT, kinds.LINKS}


@pytest.mark.parametrize("kind", QUEUE)
def test_every_letter_lands_on_the_points_list_once_with_its_cause_and_words(app: Flask, point: str, kind: str) -> None:
    state = {kinds.WAITING: "waiting", kinds.PENDING: "pending"}.get(kind, "confirmed")
    one = served(point)
    with committing():
        db.session.execute(delete(outbox.Dispatch))
        get_open(one).state = state
        QUEUE[kind](get_open(one), NOW)
        QUEUE[kind](get_open(one), NOW)
    [message] = waiting(point)
    assert (message.kind, message.channel, message.recipient) == (kind, outbox.POINT, point)
    assert message.due_at == NOW + timedelta(days=2)
    words = tell(message, get(one.public_id), read_facts(one.training_id))
    assert words is not None
    assert "Fatou Diop" in words
    assert "http" not in words
    # What was not committed is on no list.
    with pytest.raises(ZeroDivisionError):
        in_transaction(lambda: (QUEUE[kind](get_open(one), NOW + timedelta(hours=2)), 1 / 0))
    assert len(waiting(point)) == 1


def get_open(one: Registration) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.id == one.id)).one()


def test_no_worker_takes_it_and_nothing_waits_for_it(app: Flask, point: str) -> None:
    served(point)
    worker, stop = Worker(), Stop()
    try:
        worker.run_once(stop)
    finally:
        worker.close()
        stop.close()
    assert len(waiting(point)) == 1
    assert worker.tally["sent"] == 0


def test_a_place_that_became_free_is_told_in_their_language_and_in_time(desk: Reader, point: str) -> None:
    training = open_training(capacity=1, starts_at=NOW + timedelta(days=2))
    first = served(point, training, "Amina Sow")
    second = take(training, "Fatou Diop", contact=Contact(point=point), language="es")
    in_transaction(lambda: changing.cancel(first.public_id, now=NOW))
    page = desk.get(f"/ca/gestio/punt/{point}/avisos")
    given = next(one for one in waiting(point) if one.kind == kinds.PLACE_GIVEN)
    assert (given.subject_id, given.due_at) == (second.public_id, NOW + timedelta(days=1))
    article = page.text[page.text.index(f'id="{given.public_id}"') :]
    assert 'lang="es"' in article
    assert code_of(get(second.public_id)) in article


def test_told_in_one_press_with_who_and_when(desk: Reader, point: str) -> None:
    served(point)
    [message] = waiting(point)
    calls = f"/ca/gestio/punt/{point}/avisos"
    press = f"action={calls}/{message.public_id}/dit"
    assert desk.submit(calls, form=press).location == calls
    assert waiting(point) == []
    [entry] = entries("call.tell")
    assert (entry.subject_id, entry.after, "@" in entry.actor) == (message.public_id, {"point": point}, True)
    assert entry.actor in desk.get(f"{calls}/dits").text
    # A second press, of somebody whose page is old, changes nothing.
    again = desk.post(f"{calls}/{message.public_id}/dit", data=token(desk, calls))
    assert again.status_code == 303
    assert len(entries("call.tell")) == 1
    # The wrong button is taken back.
    assert desk.submit(f"{calls}/dits", form=f"action={calls}/{message.public_id}/encara-no").status_code == 303
    assert len(waiting(point)) == 1


def token(desk: Reader, path: str) -> dict[str, str]:
    page = desk.get("/ca/compte/").text
    at = page.index('name="csrf_token" value="') + len('name="csrf_token" value="')
    return {"csrf_token": page[at : page.index('"', at)]}


def test_who_is_not_met_stays_on_the_list_with_the_tries(desk: Reader, point: str) -> None:
    served(point)
    [message] = waiting(point)
    calls = f"/ca/gestio/punt/{point}/avisos"
    for _ in range(2):
        desk.submit(calls, form=f"action={calls}/{message.public_id}/no-hi-es")
    [tried] = waiting(point)
    assert (tried.attempts, len(entries("call.try"))) == (2, 2)
    assert desk.get(calls).text.count('<p class="quiet">') >= 2


def test_another_points_message_is_not_there(app: Flask, desk: Reader, point: str) -> None:
    other = make_point("Casal de la Marina")
    served(other)
    [message] = waiting(other)
    assert message.public_id not in desk.get(f"/ca/gestio/punt/{point}/avisos").text
    for act in ("dit", "no-hi-es", "encara-no"):
        path = f"/ca/gestio/punt/{point}/avisos/{message.public_id}/{act}"
        assert desk.post(path, data=token(desk, path)).status_code == 404
    assert len(waiting(other)) == 1


def test_what_is_late_comes_first_and_the_coordination_sees_it(
    app: Flask, desk: Reader, point: str, clock_at: Callable[[datetime], None]
) -> None:
    served(point, name="Primera Persona")
    served(point, open_training(starts_at=NOW + timedelta(hours=30)), "Segona Persona")
    page = desk.get(f"/ca/gestio/punt/{point}/avisos").text
    assert page.index("Segona Persona") < page.index("Primera Persona")
    account = make_account()
    give_role(account, Role.NETWORK)
    line = "/ca/gestio/equip-dels-punts"
    assert f'"{line}"' in at_desk(app, account).get("/ca/gestio/").text  # in the way around
    assert "Biblioteca de Can Rosés" not in at_desk(app, account).get("/ca/gestio/").text
    clock_at(NOW + timedelta(days=3))
    coordinator = at_desk(app, account)
    assert "Biblioteca de Can Rosés" in coordinator.get("/ca/gestio/").text
    assert "Biblioteca de Can Rosés" in coordinator.get(line).text


def test_letters_are_printed_with_the_same_words_and_posted_in_one_press(desk: Reader, point: str) -> None:
    training = open_training(capacity=1)
    first = register_at(point, training, "Amina Sow")
    by_post = register_at(point, training, "Fatou Diop", reach=Reach.LETTER, note="Carrer de Sants, 1, 2n")
    register_at(point, training, "Pau Font")
    in_transaction(lambda: changing.cancel(first.public_id, now=NOW + timedelta(minutes=1)))
    page = desk.get(f"/ca/gestio/punt/{point}/cartes")
    [message] = [one for one in waiting(point) if one.subject_id == by_post.public_id]
    words = tell(message, get(by_post.public_id), read_facts(training.id))
    assert words is not None
    assert all(line in page.text for line in ("Carrer de Sants, 1, 2n", str(escape(words.split("\n")[1]))))
    assert "Pau Font" not in page.text
    desk.submit(f"/ca/gestio/punt/{point}/cartes", form="method=post")
    assert by_post.public_id not in {one.subject_id for one in waiting(point)}
    assert len(entries("call.tell")) == 1


def test_a_training_called_off_is_told_and_who_was_forgotten_is_on_no_list(app: Flask, point: str) -> None:
    training = open_training()
    one, two = served(point, training), served(point, training, "Amina Sow")
    in_transaction(partial(changing.remove, two.public_id, now=NOW))
    slug = training.slug
    in_transaction(lambda: publishing.cancel(slug, actor="x@example.org", now=NOW))
    dispatch = outbox.Dispatch(subject_id=training.public_id, queued_at=NOW)
    in_transaction(lambda: deciding.tell_cancelled(dispatch))
    assert [(each.kind, each.subject_id) for each in waiting(point)] == [
        (kinds.CONFIRMED, one.public_id),
        (kinds.TRAINING_CANCELLED, one.public_id),
    ]
    job = outbox.Dispatch(dedup_key="job:erase", kind="erase_finished", values={})
    in_transaction(lambda: erase_finished(job))
    told = select(outbox.Dispatch.subject_id).where(outbox.Dispatch.channel == outbox.POINT)
    assert set(db.session.scalars(told)) == {one.public_id}


def test_a_list_of_calls_costs_the_same_for_many(desk: Reader, point: str) -> None:
    def cost() -> int:
        with counted_queries() as asked:
            assert desk.get(f"/ca/gestio/punt/{point}/avisos").status_code == 200
        return len(asked)

    served(point)
    few = cost()
    for number in range(8):
        served(point, name=f"Persona {number}")
    assert cost() == few
    assert few <= 10
