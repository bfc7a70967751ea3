"""Volunteers of the demo: invented people in every state, through the services; and thousands to measure with."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, insert, select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation
from coopnet.demo.rules.people import FIRST, LAST
from coopnet.demo.service import crowd, fitting
from coopnet.foundation import clock, outbox
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.foundation.i18n import in_language
from coopnet.foundation.ids import ALPHABET
from coopnet.foundation.letters import absolute_url
from coopnet.network.models import Volunteer
from coopnet.network.queries.hours import list_hours
from coopnet.network.queries.matching import list_matches, list_waiting
from coopnet.network.queries.sides import SKILLS
from coopnet.network.queries.volunteers import find_volunteer, link_of
from coopnet.network.rules.hours import By
from coopnet.network.rules.matching import BY_PHONE, IN_PERSON
from coopnet.network.rules.proposals import Side
from coopnet.network.rules.times import SLOTS, make_times
from coopnet.network.rules.volunteering import Act, Application, Profile, Shown, State
from coopnet.network.service import logging_hours, proposing, standing, verifying, volunteering
from coopnet.network.service.moving import PERSON
from coopnet.vocabulary import queries as vocabulary

SEED = 20261201
CHUNK = 1_000
SAMPLE = "voluntariat.example.net"  # of the e-mails of those that are inserted past the services
CONSENT = "Persona inventada: vol ajudar sense cobrar i tractar tothom amb respecte."
TRAINING = "Acompanyar sense fer-ho tu"
BY_PHONE_TOO = (IN_PERSON, BY_PHONE)


@dataclass(frozen=True)
class Sample:
    """`acts` is what has happened since they offered themselves; `certificate_days` from today, None without one."""

    skills: tuple[str, ...]
    languages: tuple[str, ...]
    barris: tuple[str, ...]
    times: tuple[str, ...]
    ways: tuple[str, ...] = (IN_PERSON,)
    acts: tuple[Act, ...] = (Act.VERIFY,)
    certificate_days: int | None = None
    at_once: int = 2
    text: str = ""


SAMPLES = (
    Sample(("phone", "mail_calls"), ("ca", "es", "ur"), ("18", "15"), ("3-1", "4-0"), certificate_days=400),
    Sample(("procedures", "identity"), ("ca", "es"), ("16", "17", "18"), ("0-1", "2-1"), text="He treballat a l'OAC."),
    Sample(("phone", "interpret"), ("bn", "es", "en"), ("11",), ("5-0", "6-0"), ways=BY_PHONE_TOO),
    Sample(("connection", "set_up"), ("es", "ur", "pa"), ("11", "12", "13"), ("1-2", "3-2")),
    Sample(("computer", "access"), ("ca", "fr"), ("14", "15"), ("1-0", "3-0"), certificate_days=20),
    Sample(("repair", "carry"), ("ca", "es", "ary"), ("13",), ("5-0",), acts=(Act.VERIFY, Act.PAUSE)),
    Sample(("school", "computer"), ("ca", "es", "zh"), ("18",), ("0-1", "1-1"), acts=()),
    Sample(("health",), ("es", "tl"), ("11", "14"), (), acts=()),
)


def load(now: datetime) -> int | None:
    """How many; None when the demo's are there already: then nothing is touched."""
    if db.session.scalar(select(Volunteer.id).limit(1)) is not None:
        return None
    made = in_transaction(lambda: [_make(sample, number, now) for number, sample in enumerate(SAMPLES)])
    _propose(now)
    in_transaction(lambda: _forget_letters(made))
    return len(made)


def address_of_one() -> str | None:
    """The page of the first who can help, as its link opens it."""
    found = db.session.scalars(
        select(Volunteer).where(Volunteer.state == State.ACTIVE.value).order_by(Volunteer.id).limit(1)
    ).first()
    with in_language(fitting.language("ca")):
        return absolute_url("network.volunteer", token=link_of(found)) if found else None


def _make(sample: Sample, number: int, now: datetime) -> str:
    draw = random.Random(SEED + number)  # noqa: S311 - the same content each time
    then, today = now - timedelta(days=20 - number), clock.to_local(now).date()
    application = Application(
        name=f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        contact=Contact(email=f"voluntariat{number + 1}@exemple.example.org"),
        language=fitting.language("ca"),
        profile=Profile(
            skills=sample.skills,
            languages=sample.languages,
            barris=fitting.barris(sample.barris),
            times=make_times(sample.times),
            ways=sample.ways,
            at_once=sample.at_once,
            text=sample.text,
        ),
        shown=(Shown("commitment", CONSENT, "ca"),),
    )
    public_id = volunteering.offer(application, now=then).public_id
    if sample.acts:
        seen = today - timedelta(days=15)
        verifying.note_agreement(public_id, on=seen, actor=crowd.ACTOR, now=now)
        verifying.note_training(public_id, TRAINING, on=seen, actor=crowd.ACTOR, now=now)
    for act in sample.acts:
        standing.stand(public_id, act, actor=crowd.ACTOR if act == Act.VERIFY else PERSON, now=now)
    if sample.certificate_days is not None:
        until = today + timedelta(days=sample.certificate_days)
        verifying.note_certificate(public_id, on=today - timedelta(days=15), until=until, actor=crowd.ACTOR, now=now)
    return public_id


def _propose(now: datetime) -> None:
    """The first is agreed and has hours, one confirmed; the second waits for one side, the third for both."""
    answers = [tuple(Side), (Side.HELPER,), ()]
    for post in list_waiting(page=1)[0]:
        helpers = [match.volunteer for match in list_matches([post], now=now, most=3)[post.id] if match.volunteer]
        if helpers and answers:
            work = partial(_agree, post.public_id, helpers[0].public_id, answers.pop(0), now)
            in_transaction(work)


def _forget_letters(volunteer_ids: list[str]) -> None:
    """Nobody real may hear of invented people."""
    for public_id in volunteer_ids:
        outbox.forget("volunteer", public_id)
    for public_id in db.session.scalars(select(Conversation.public_id).order_by(Conversation.id)).all():
        outbox.forget("conversation", public_id)


def _agree(post_id: str, volunteer_id: str, sides: tuple[Side, ...], now: datetime) -> None:
    proposal_id = proposing.propose(post_id, f"v:{volunteer_id}", actor=crowd.ACTOR, now=now)
    for side in sides:
        proposing.accept(proposal_id, side, now=now)
    if len(sides) == len(Side):
        _log(volunteer_id, proposal_id, now)
    outbox.forget("post", post_id)


def _log(volunteer_id: str, proposal_id: str, now: datetime) -> None:
    """An hour that is confirmed, and three quarters that are not."""
    today = clock.to_local(now).date()
    for minutes in (60, 45):
        logging_hours.log(volunteer_id, proposal_id, day=today, minutes=minutes, form_key=None, now=now)
    volunteer = find_volunteer(volunteer_id)
    assert volunteer is not None  # noqa: S101 - just made
    first = list_hours(volunteer.id)[-1]
    logging_hours.confirm(first.public_id, By.ASKER, now=now)


def add(*, volunteers: int, now: datetime) -> int:
    """Until there are so many: those of an earlier run count. How many were added; each step is whole."""
    is_ours = Volunteer.email.like(f"%@{SAMPLE}")
    known = db.session.scalar(select(func.count()).select_from(Volunteer).where(is_ours)) or 0
    missing = max(0, volunteers - known)
    draw = random.Random(SEED + known)  # noqa: S311 - the same content each time
    first = (db.session.scalar(select(func.max(Volunteer.id))) or 0) + 1
    codes = {kind: [term.code for term in vocabulary.list_terms(kind)] for kind in (SKILLS, "barris", "languages")}
    for start in range(0, missing, CHUNK):
        numbers = range(start, min(start + CHUNK, missing))
        with committing():
            db.session.execute(insert(Volunteer), [_row(first + n, known + n, codes, draw, now) for n in numbers])
            if db.engine.dialect.name == "postgresql":
                db.session.execute(select(func.setval("volunteer_id_seq", first + numbers[-1])))
            raise_generation(HELPERS)
    return missing


def _row(number: int, index: int, codes: dict[str, list[str]], draw: random.Random, now: datetime) -> dict[str, Any]:
    """Nine in ten can help now; one in three has a certificate."""
    today = clock.to_local(now).date()
    is_verified = draw.random() < 0.9  # noqa: PLR2004 - a share of invented people
    until: date | None = today + timedelta(days=draw.randrange(-60, 600)) if draw.random() < 0.4 else None  # noqa: PLR2004 - a share of invented people
    row: dict[str, Any] = {
        "id": number,
        "public_id": "".join(draw.choices(ALPHABET, k=12)),
        "state": (State.ACTIVE if is_verified else State.PENDING).value,
        "name": f"{draw.choice(FIRST)} {draw.choice(LAST)}",
        "email": f"{index + 1}@{SAMPLE}",
        "language": "ca",
        "skills": draw.sample(codes[SKILLS], k=3),
        "languages": ["ca", *draw.sample(codes["languages"][1:], k=2)],
        "barris": draw.sample(codes["barris"], k=draw.choice((1, 2, 3))),
        "times": sum(1 << slot for slot in draw.sample(range(SLOTS), k=4)),
        "ways": list(draw.choice(((IN_PERSON,), (BY_PHONE,), BY_PHONE_TOO))),
        "at_once": draw.choice((1, 2, 3)),
        "text": "",
        "training": TRAINING if is_verified else "",
        "agreement_on": today if is_verified else None,
        "training_on": today if is_verified else None,
        "certificate_on": today - timedelta(days=90) if until else None,
        "certificate_until": until,
        "link_version": 1,
        "created_at": now - timedelta(days=draw.randrange(400)),
        "updated_at": now,
        "verified_at": now if is_verified else None,
    }
    row["facets"] = volunteering.facets_of(Volunteer(**row), now=now)
    return row
