"""Invented people register in the demo programme, through the same service as anybody, so that every state is seen."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from coopnet.demo.rules.people import invent
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import QUEUED, SENT, Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import Question, code_of, list_questions
from coopnet.registrations.rules.applications import Application
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import changing, deciding
from coopnet.registrations.service.registering import only_way, register
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import QuestionKind, RegistrationType, Status, Way

ACTOR = "demo@coopnet.example.org"
CHILD_NAMES = ("Nil", "Ona", "Pol", "Yasmin", "Martina", "Omar")
NEEDS = (("step_free",), ("childcare",), ("front_seat", "large_print"), ("language_interpreter",), ("device_loan",))
# How full each training gets, one after another: parts of its places, and parties beyond them.
FULLNESS = ((1.0, 5), (0.9, 0), (0.45, 0), (1.0, 0), (0.2, 0), (0.75, 0), (1.0, 2))
LEFT_QUEUED = timedelta(hours=20)


def fill(now: datetime) -> int:
    """How many registered. What is already there is not doubled: each form has its key."""
    trainings = db.session.scalars(
        select(Training)
        .where(
            Training.is_public,
            Training.code.is_not(None),
            Training.registration_type.in_((RegistrationType.OPEN, RegistrationType.APPROVAL)),
        )
        .order_by(Training.starts_at, Training.id)
    ).all()
    made = 0
    for number, training_id in enumerate([training.id for training in trainings]):
        made += in_transaction(partial(_fill_one, training_id, number, now))
    in_transaction(lambda: _calm_outbox(now))
    return made


def _fill_one(training_id: int, number: int, now: datetime) -> int:
    training = db.session.get_one(Training, training_id)
    moments = _moments(training, now)
    if moments is None or training.status == Status.DRAFT:
        return 0
    part, beyond = FULLNESS[number % len(FULLNESS)]
    places = min(training.capacity or 20, 40)
    wanted = min(round(places * part) + beyond, places + 8)
    asked = list_questions(training.id)
    draw = random.Random(f"{training.code}")  # noqa: S311 - the same crowd each time
    people, first = 0, 1000 * (number + 1)
    made: list[str] = []
    while people < wanted:
        size = 2 if training.max_companions and draw.random() < 0.15 and people + 2 <= wanted else 1  # noqa: PLR2004
        moment = moments[0] + (moments[1] - moments[0]) * (people / max(wanted, 1))
        application = _application(training, first + len(made), size, draw, asked)
        try:
            outcome = register(application, training_id=training.id, now=moment)
        except RuleBroken:
            break
        people += size
        made.append(outcome.public_id)
    _decide(made, draw, now=moments[1])
    return len(made)


def _moments(training: Training, now: datetime) -> tuple[datetime, datetime] | None:
    """While registration was open, up to now; None when it has not opened. A training called off had people too."""
    opened = training.opens_at or (training.starts_at or now) - timedelta(days=30)
    ends = [now - timedelta(minutes=5)]
    ends += [moment - timedelta(hours=1) for moment in (training.closes_at, training.starts_at) if moment]
    closed = min(ends)
    return (opened, closed) if opened < closed and training.status == Status.PUBLISHED else None


def _application(
    training: Training, number: int, size: int, draw: random.Random, asked: Sequence[Question]
) -> Application:
    person = invent(number)
    is_child = draw.random() < 0.04  # noqa: PLR2004
    child = f"{draw.choice(CHILD_NAMES)} {person.name.split()[-1]}"
    ways = (Way.IN_PERSON, Way.ONLINE)
    return Application(
        name=child if is_child else person.name,
        guardian_name=person.name if is_child else None,
        contact=Contact(email=person.email, phone=person.phone),
        language=person.language,
        way=draw.choice(ways) if training.has_two_ways else only_way(training),
        companions=tuple(invent(number + 500 + extra).name for extra in range(size - 1)),
        needs=draw.choice(NEEDS) if draw.random() < 0.1 else (),  # noqa: PLR2004
        answers={question.public_id: _answer(question, draw) for question in asked},
        form_key=f"demo-{training.code}-{number}",
    )


def _answer(question: Question, draw: random.Random) -> object:
    match question.kind:
        case QuestionKind.NUMBER:
            return draw.randint(1, 4)
        case QuestionKind.YES_NO:
            return draw.random() < 0.5  # noqa: PLR2004
        case QuestionKind.ONE_CHOICE:
            return draw.choice(question.options)
        case QuestionKind.MANY_CHOICES:
            return [draw.choice(question.options)]
    return "Exemple"


def _decide(made: list[str], draw: random.Random, *, now: datetime) -> None:
    """Of those who ask: most are accepted, one is not, two still wait. Of those who are in, some cancel."""
    rows = {row.public_id: row for row in _rows(made)}
    pending = [rows[public_id] for public_id in made if rows[public_id].state == State.PENDING]
    for row in pending[:-3]:
        deciding.approve(code_of(row), actor=ACTOR, now=now)
    if len(pending) > 3:  # noqa: PLR2004
        deciding.decline(code_of(pending[-3]), actor=ACTOR, now=now)
    for public_id in draw.sample(made, k=min(len(made) // 12, 3)):
        changing.cancel(public_id, now=now)


def _rows(made: list[str]) -> Sequence[Registration]:
    return db.session.scalars(select(Registration).where(Registration.public_id.in_(made))).all()


def _calm_outbox(now: datetime) -> None:
    """Letters of long ago have long been sent: only those of the last hours are left for the worker to send."""
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.state == QUEUED, Dispatch.queued_at < now - LEFT_QUEUED)
        .values(state=SENT, finished_at=Dispatch.queued_at, attempts=1)
        .execution_options(synchronize_session=False)
    )
