"""Volunteers, through the services and committed."""

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
from coopnet.network.service import leaving, standing, verifying, volunteering
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


def application(*, name: str = "", contact: Contact | None = None, **changed: Any) -> Application:
    number = next(_number)
    return Application(
        name=name or f"Voluntària {number}",
        contact=contact or Contact(email=f"voluntaria{number}@example.org"),
        language="ca",
        profile=profile(**changed),
        shown=(Shown("commitment", "Vull ajudar.", "ca"),),
    )


def outcome(*, now: datetime = NOW, **changed: Any) -> Outcome:
    written = application(**changed)
    return in_transaction(lambda: volunteering.offer(written, now=now))


def offered(**changed: Any) -> Volunteer:
    """Waits for the team."""
    return get(outcome(**changed).public_id)


def verified(*, now: datetime = NOW, certificate: date | None = None, **changed: Any) -> Volunteer:
    written = application(**changed)

    def make() -> str:
        public_id = volunteering.offer(written, now=now).public_id
        verifying.note_agreement(public_id, on=SEEN, actor=TEAM, now=now)
        verifying.note_training(public_id, "Acompanyar sense fer-ho tu", on=SEEN, actor=TEAM, now=now)
        standing.stand(public_id, Act.VERIFY, actor=TEAM, now=now)
        if certificate is not None:
            verifying.note_certificate(public_id, on=SEEN, until=certificate, actor=TEAM, now=now)
        return public_id

    return get(in_transaction(make))


def do(public_id: str, act: Act, *, actor: str = PERSON, now: datetime = NOW) -> bool:
    work = leaving.leave if act in (Act.LEAVE, Act.DECLINE) else standing.stand
    return in_transaction(partial(work, public_id, act, actor=actor, now=now))


def get(public_id: str) -> Volunteer:
    db.session.rollback()
    db.session.expire_all()
    found = find_volunteer(public_id)
    assert found is not None
    return found


def own_of(volunteer: Volunteer) -> str:
    return f"/ca/xarxa/voluntariat/meu/{link_of(volunteer)}/"
