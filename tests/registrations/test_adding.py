"""The team registers who rings or stands at the counter: read to, witnessed, and the same as everybody from then on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from coopnet.accounts.models import AgreedText, Assisted
from coopnet.foundation import links
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Agreement, Registration
from coopnet.registrations.queries import MANAGE
from coopnet.registrations.rules.people import Contact
from coopnet.trainings.models import Training
from tests.factories.accounts import NOW
from tests.factories.points import make_point
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def page_of(training: Training) -> str:
    return f"/ca/gestio/formacions/{training.slug}/apunta"


def add(reader: Reader, training: Training, **typed: Any) -> Any:
    usual = {"name": "Rosa Vila", "phone": "612345678", "was_read": "y"}
    return reader.submit(page_of(training), **(usual | typed))


def made(answer: Any) -> Registration:
    assert answer.status_code == 303, answer.status
    return get(answer.location.rpartition("/")[2])


def test_who_rings_has_a_place_as_everybody_and_what_was_read_is_kept(coordinator: Reader) -> None:
    rosa = made(add(coordinator, open_training(), language="es"))
    assert (rosa.name, rosa.phone, rosa.email, rosa.state, rosa.language) == (
        "Rosa Vila",
        "+34612345678",
        None,
        "confirmed",
        "es",
    )
    texts = dict(
        db.session.execute(
            select(Agreement.kind, AgreedText.text)
            .join(AgreedText, AgreedText.digest == Agreement.digest)
            .order_by(Agreement.kind)
        ).all()
    )
    assert set(texts) == {"notice", "read_aloud"}
    assert texts["read_aloud"].startswith("Lo anotamos porque nos lo pides.")
    [letter] = db.session.scalars(select(Dispatch).where(Dispatch.subject_id == rosa.public_id)).all()
    assert (letter.kind, letter.channel, letter.language) == ("registration.confirmed", "sms", "es")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor, entry.subject_id) == (
        "registration.add",
        "coordina@example.org",
        rosa.public_id,
    )
    assert "coordina@example.org" in coordinator.get(f"/ca/gestio/inscripcio/{rosa.public_id}").text
    own = coordinator.get(f"/ca/inscripcions/{links.make_link(MANAGE, rosa.public_id, 1)}/").text
    assert "L&#39;equip va apuntar que demanaves plaça" in own
    assert "coordina@" not in own
    assert f'href="{page_of(rosa.training)}"' in coordinator.get(f"/ca/gestio/formacions/{rosa.training.slug}/").text


def test_who_has_neither_phone_nor_e_mail_is_told_by_a_support_point(coordinator: Reader) -> None:
    training, point = open_training(), make_point()
    for wrong in ({"teller": ""}, {"teller": "x"}, {"phone": "612345678"}):
        typed = {"reach": "visit", "phone": "", "teller": point.public_id} | wrong
        answer = add(coordinator, training, **typed)
        assert answer.status_code == 422, wrong
        assert "Rosa Vila" in answer.text
    rosa = made(add(coordinator, training, reach="visit", phone="", teller=point.public_id))
    assert (rosa.point, rosa.email, rosa.phone, rosa.state) == (point.public_id, None, None, "confirmed")
    assisted = db.session.scalars(select(Assisted)).one()
    assert (assisted.point, assisted.reach, assisted.language) == (point.public_id, "visit", "ca")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.after) == ("registration.add", {"point": point.public_id})


@pytest.mark.parametrize("wrong", [{"was_read": None}, {"phone": ""}, {"name": ""}, {"needs_note": "cadira"}])
def test_nothing_is_written_down_without_their_yes_or_what_is_needed(
    coordinator: Reader, wrong: dict[str, Any]
) -> None:
    answer = add(coordinator, open_training(), **({"companion_1": "Pau Vila"} | wrong))
    assert answer.status_code == 422
    assert 'value="Pau Vila"' in answer.text
    assert db.session.scalars(select(Registration.id)).all() == []


def test_a_newcomer_passes_nobody_and_twice_is_once(coordinator: Reader) -> None:
    training = open_training(capacity=1)
    take(training)
    take(training)
    fields = read_form(coordinator.get(page_of(training)).text).fields | {
        "name": ["Rosa"],
        "email": ["rosa@example.org"],
        "was_read": ["y"],
    }
    first, second = (coordinator.post(page_of(training), data=fields) for _ in range(2))
    assert first.location == second.location
    assert made(first).state == "waiting"
    again = add(coordinator, training, name="Rosa", phone="", email="rosa@example.org")
    assert again.location == first.location
    assert len(db.session.scalars(select(Registration.id)).all()) == 3


def test_the_team_registers_also_when_nobody_else_can_until_it_begins(
    coordinator: Reader, clock_at: Callable[[datetime], None]
) -> None:
    closed = open_training(closes_at=NOW - timedelta(days=1), starts_at=NOW + timedelta(hours=1))
    fields = read_form(coordinator.get(page_of(closed)).text).fields
    assert made(add(coordinator, closed)).state == "confirmed"
    off = open_training(status="cancelled")
    assert coordinator.get(page_of(off)).location == f"/ca/gestio/formacions/{off.slug}/"
    clock_at(NOW + timedelta(hours=2))
    late = {**fields, "name": ["Eva"], "phone": ["612345679"], "was_read": ["y"]}
    assert coordinator.post(page_of(closed), data=late).status_code == 303
    assert len(db.session.scalars(select(Registration.id)).all()) == 1


def test_others_cannot_register_once_it_is_closed() -> None:
    closed = open_training(closes_at=NOW - timedelta(days=1))
    with pytest.raises(Exception, match="registration_not_open"):
        take(closed, contact=Contact(email="eva@example.org"))
