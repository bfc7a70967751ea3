"""Many at once at the desk: said first, done by the worker part by part, and once however often it is pressed."""

import contextvars
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import list_miscounted
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing
from coopnet.trainings.models import Training
from tests.factories.accounts import NOW
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def list_of(training: Training) -> str:
    return f"/ca/gestio/formacions/{training.slug}/inscripcions"


def choose(reader: Reader, training: Training, act: str, *people: Registration, **more: Any) -> Any:
    """Ticked on the list, and the button pressed."""
    page = f"{list_of(training)}/moltes"
    token = read_form(reader.get(list_of(training)).text, f"action={page}").fields["csrf_token"]
    sent = {"csrf_token": token, "act": act, "id": [one.public_id for one in people], "estat": "totes", **more}
    return reader.post(page, data=sent)


def press(reader: Reader, training: Training, shown: Any, **typed: str) -> Any:
    return reader.post(f"{list_of(training)}/moltes", data={**read_form(shown.text).fields, **typed})


def work() -> None:
    """The worker, which knows nothing of what the test has read."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def go() -> None:
        with app.app_context():
            worker, stop = Worker(), Stop()
            try:
                worker.run_once(stop)
            finally:
                worker.close()
                stop.close()

    db.session.rollback()
    contextvars.Context().run(go)


def states(*people: Registration) -> list[str]:
    return [get(one.public_id).state for one in people]


def letters(kind: str) -> list[Dispatch]:
    db.session.rollback()
    return list(db.session.scalars(select(Dispatch).where(Dispatch.kind == kind).order_by(Dispatch.id)))


def test_many_requests_are_accepted_in_the_order_of_asking(coordinator: Reader) -> None:
    training = open_training(registration_type="approval", capacity=2)
    people = [take(training, now=NOW + timedelta(seconds=n)) for n in range(4)]
    shown = choose(coordinator, training, "approve", *reversed(people[:3]))
    assert "S&#39;accepten 3" in shown.text or "S'accepten 3" in shown.text
    assert states(*people) == ["pending"] * 4
    answer = press(coordinator, training, shown)
    assert answer.status_code == 303
    assert "0 de 3" in coordinator.get(answer.location).text
    work()
    assert states(*people) == ["confirmed", "confirmed", "waiting", "pending"]
    page = coordinator.get(answer.location).text
    assert "3 de 3" in page
    assert 'data-state="fulfilled"' in page
    assert list_miscounted() == []
    db.session.rollback()
    acts = [(one.action, one.actor) for one in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))][-4:]
    assert (
        acts
        == [("registrations.approve", "coordina@example.org")] + [("registration.approve", "coordina@example.org")] * 3
    )


def test_all_of_a_list_goes_by_parts_and_who_changed_meanwhile_is_left_alone(coordinator: Reader) -> None:
    training = open_training(capacity=60)
    people = [take(training, now=NOW + timedelta(seconds=n)) for n in range(45)]
    shown = choose(coordinator, training, "cancel", tots="1", estat="tenen-placa")
    in_transaction(lambda: changing.cancel(people[7].public_id, now=NOW))
    late = take(training)
    answer = press(coordinator, training, shown)
    work()
    assert set(states(*people)) == {"cancelled"}
    assert states(late) == ["confirmed"]
    page = coordinator.get(answer.location).text
    assert "44 de 45" in page
    assert "1 ja estava" in page
    assert len(letters("registrations.many")) == 3
    assert len(letters("registration.cancelled_by_team")) == 44
    assert list_miscounted() == []


def test_a_page_sent_twice_is_one_job(coordinator: Reader) -> None:
    training = open_training()
    rosa = take(training)
    shown = choose(coordinator, training, "cancel", rosa)
    assert press(coordinator, training, shown).location == press(coordinator, training, shown).location
    assert len(letters("registrations.many")) == 1


def test_a_message_is_seen_in_each_language_before_it_leaves(coordinator: Reader) -> None:
    training = open_training()
    rosa = take(training, "Rosa", contact=Contact(email="rosa@example.org"))
    eva = take(training, "Eva", contact=Contact(phone="+34612345678"), language="es")
    out = take(training, "Ona")
    shown = choose(coordinator, training, "write", rosa, eva)
    assert (shown.status_code, letters("registration.note")) == (200, [])
    typed = {
        "subject_ca": "Porteu davantal",
        "text_ca": "Una línia.\nDues <b>línies</b>.",
        "subject_es": "Traed delantal",
    }
    wrong = press(coordinator, training, shown, **typed, text_es="")
    assert wrong.status_code == 422
    assert "Porteu davantal" in wrong.text
    seen = press(coordinator, training, wrong, text_es="Una sola.")
    assert seen.status_code == 200
    for told in ("Hola, Rosa:", "Hola, Eva:", "Dues &lt;b&gt;línies&lt;/b&gt;.", "Una sola."):
        assert told in seen.text, told
    assert letters("registrations.many") == []
    changed = press(coordinator, training, seen, subject_es="Otra cosa")  # not what was seen: it is shown again
    assert changed.status_code == 200
    answer = press(coordinator, training, changed)
    assert answer.status_code == 303
    work()
    sent = {one.subject_id: one for one in letters("registration.note")}
    assert set(sent) == {rosa.public_id, eva.public_id}
    assert (sent[eva.public_id].channel, sent[eva.public_id].values["subject"]) == ("sms", "Otra cosa")
    assert out.public_id not in sent
    assert "2 de 2" in coordinator.get(answer.location).text
    assert letters("registrations.many")[-1].values["texts"] == {}


def test_the_letter_says_what_was_written_and_gives_the_link(app: Flask, coordinator: Reader) -> None:
    training = open_training()
    rosa = take(training, "Rosa")
    shown = choose(coordinator, training, "write", rosa)
    seen = press(coordinator, training, shown, subject_ca=rosa.public_id, text_ca="Una línia.\nDues <b>línies</b>.")
    press(coordinator, training, seen)
    work()
    folder = app.config["DATA"] / "letters"
    found = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in folder.glob("*.eml")]
    [letter] = [each for each in found if str(each["subject"]).startswith(f"{rosa.public_id}: ")]
    plain, html = (part.get_content() for part in letter.walk() if part.get_content_maintype() == "text")
    assert "Una línia." in html
    assert "Dues &lt;b&gt;línies&lt;/b&gt;." in html
    assert "/ca/inscripcions/" in plain


def test_nobody_chosen_and_people_of_other_trainings_are_nobodys(coordinator: Reader) -> None:
    training, other = open_training(), open_training()
    take(training)
    stranger = take(other)
    for answer in (
        choose(coordinator, training, "cancel"),
        choose(coordinator, training, "cancel", stranger),
        choose(coordinator, training, "burn", stranger),
    ):
        assert answer.location == list_of(training)
    declined = choose(coordinator, training, "approve", tots="1", estat="totes")
    assert "data-main" not in declined.text
    answer = coordinator.get(f"/ca/gestio/formacions/{other.slug}/feina/x")
    assert answer.status_code == 404
