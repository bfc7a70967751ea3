"""Volunteers, through the services and committed."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from itertools import count
from typing import Any

from coopnet.accounts.rules.people import Contact
from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import Volunteer
from coopnet.network.queries.volunteers import find_volunteer, link_of
from coopnet.network.rules.times import make_times
from coopnet.network.rules.volunteering import Act, Application, Outcome, Profile, Shown
from coopnet.network.service import standing, verifying, volunteering
from coopnet.network.service.moving import PERSON
from tests.factories.posts import NOW, TEAM

_number = count(1)
SEEN = date(2026, 11, 20)
FIRST_OF_JUNE = date(2027, 6, 1)


def profile(**changed: Any) -> Profile:
    """Helps with phones in Sants, in Catalan and Urdu, on Thursday afternoons, in person."""
    usual: dict[str, Any] = {
        "skills": ("phone",),
        "languages": ("ca", "ur"),
        "barris": ("18",),
        "times": make_times(["3-1"]),
        "ways": ("in_person",),
        "at_once": 1,
        "text": "",
    }
    return Profile(**(usual | changed))


def outcome(*, name: str = "", contact: Contact | None = None, now: datetime = NOW, **changed: Any) -> Outcome:
    number = next(_number)
    application = Application(
        name=name or f"Voluntària {number}",
        contact=contact or Contact(email=f"voluntaria{number}@example.org"),
        language="ca",
        profile=profile(**changed),
        shown=(Shown("commitment", "Vull ajudar.", "ca"),),
    )
    return in_transaction(lambda: volunteering.offer(application, now=now))


def offered(**changed: Any) -> Volunteer:
    """Waits for the team."""
    return get(outcome(**changed).public_id)


def verified(*, now: datetime = NOW, certificate: date | None = None, **changed: Any) -> Volunteer:
    made = offered(now=now, **changed)
    public_id = made.public_id
    works: list[Callable[..., object]] = [
        partial(verifying.note_agreement, public_id, on=SEEN),
        partial(verifying.note_training, public_id, "Acompanyar sense fer-ho tu", on=SEEN),
        partial(standing.stand, public_id, Act.VERIFY),
        *([partial(verifying.note_certificate, public_id, on=SEEN, until=certificate)] if certificate else []),
    ]
    for work in works:
        in_transaction(partial(work, actor=TEAM, now=now))
    return get(public_id)


def do(public_id: str, act: Act, *, actor: str = PERSON, now: datetime = NOW) -> bool:
    return in_transaction(partial(standing.stand, public_id, act, actor=actor, now=now))


def get(public_id: str) -> Volunteer:
    db.session.rollback()
    db.session.expire_all()
    found = find_volunteer(public_id)
    assert found is not None
    return found


def own_of(volunteer: Volunteer) -> str:
    return f"/ca/xarxa/voluntariat/meu/{link_of(volunteer)}/"
