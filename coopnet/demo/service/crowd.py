"""Invented people register in the demo programme, through the same service as anybody, so that every state is seen."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle

from sqlalchemy import select

from coopnet.demo.rules.people import invent
from coopnet.demo.service import fitting
from coopnet.demo.service.post import lay_to_rest
from coopnet.foundation.db import db, in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import Question, code_of, read_facts
from coopnet.registrations.rules.applications import ACCESS_NEEDS, Application, Shown
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import changing, deciding
from coopnet.registrations.service.registering import only_way, register
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door, QuestionKind, RegistrationType, Way, door
from coopnet.trainings.service import publishing

ACTOR = "demo@coopnet.example.org"
CONSENT = "Persona inventada: accepta que les seves necessitats d'accés es facin servir per preparar la formació."
CHILD_NAMES = ("Nil", "Ona", "Pol", "Yasmin", "Martina", "Omar")
NEEDS = (("step_free",), ("childcare",), ("front_seat", "large_print"), ("language_interpreter",), ("device_loan",))
MOST_IN_THE_PAST = 40
STAY_PENDING = 2
SOMEBODY_ELSE = 5  # in one training of so many, somebody else had typed a person's address: "it was not me"


@dataclass(frozen=True)
class Shape:
    """How full a training gets: a part of its places, and so many people more, or fewer."""

    part: float
    more: int = 0


# One after another, in the order in which trainings begin.
NOW_OPEN = (Shape(1, 6), Shape(1, -2), Shape(0.4), Shape(1), Shape(0.15))
OVER = (Shape(1, 3), Shape(0.8), Shape(0.55), Shape(1), Shape(0.7))
DECIDED = Shape(0.7)  # where the team decides
NOBODY = Shape(0)


@dataclass(frozen=True)
class Turn:
    """One training's part: when people asked for a place, how many, and whether it is called off after that."""

    training_id: int
    opened: datetime
    closed: datetime
    shape: Shape
    is_open: bool
    is_called_off: bool


def fill(now: datetime, *, called_off: Collection[str] = ()) -> int:
    """How many registered, as of `now`. A training in which somebody has registered already is left as it is.

    `called_off` are the codes of trainings that are called off once people have registered.
    """
    rows = db.session.scalars(
        select(Training)
        .where(
            Training.is_public,
            Training.code.is_not(None),
            Training.registration_type.in_((RegistrationType.OPEN, RegistrationType.APPROVAL)),
        )
        .order_by(Training.starts_at, Training.id)
    ).all()
    turns = _turns(rows, now, called_off)
    return sum(in_transaction(partial(_fill_one, turn, number, now)) for number, turn in enumerate(turns, start=1))


def _turns(trainings: Sequence[Training], now: datetime, called_off: Collection[str]) -> list[Turn]:
    now_open, over = cycle(NOW_OPEN), cycle(OVER)
    turns = []
    for training in trainings:
        opened = training.opens_at or training.created_at
        ends = [moment - timedelta(hours=1) for moment in (training.closes_at, training.starts_at) if moment]
        closed = min([now - timedelta(minutes=5), *ends])
        if opened < closed:
            is_open = _is_open(training, now)
            is_decided = training.registration_type == RegistrationType.APPROVAL
            shape = DECIDED if is_decided else next(now_open if is_open else over)
            turns.append(Turn(training.id, opened, closed, shape, is_open, training.code in called_off))
        elif training.code in called_off:
            turns.append(Turn(training.id, now, now, NOBODY, is_open=False, is_called_off=True))
    return turns


def _is_open(training: Training, now: datetime) -> bool:
    return (
        door(
            status=training.status,
            registration_type=training.registration_type,
            opens_at=training.opens_at,
            closes_at=training.closes_at,
            starts_at=training.starts_at,
            now=now,
        )
        == Door.OPEN
    )


def _fill_one(turn: Turn, number: int, now: datetime) -> int:
    training = db.session.get_one(Training, turn.training_id)
    if db.session.scalar(select(Registration.id).where(Registration.training_id == training.id).limit(1)):
        return 0
    draw = random.Random(training.code)  # noqa: S311 - the same crowd each time
    wanted = _wanted(training, turn)
    give_up = wanted // 10
    asked = read_facts(training.id).questions
    made: list[str] = []
    alone: list[str] = []
    people = 0
    while people < wanted + give_up:
        size = 2 if training.max_companions and draw.random() < 0.15 and people + 2 <= wanted else 1  # noqa: PLR2004 - a share of an invented crowd
        moment = turn.opened + (turn.closed - turn.opened) * (people / (wanted + give_up))
        application = _application(training, 1000 * number + len(made), size, draw, asked)
        made.append(register(application, training_id=training.id, now=moment).public_id)
        people += size
        if size == 1:
            alone.append(made[-1])
    _decide(made, stay_pending=STAY_PENDING if turn.is_open else 0, now=turn.closed)
    leaving = draw.sample(alone, k=min(give_up, len(alone)))
    for public_id in leaving:
        changing.cancel(public_id, now=turn.closed)
    staying = [public_id for public_id in alone if public_id not in leaving]
    if staying and number % SOMEBODY_ELSE == 0:
        changing.remove(staying[-1], now=turn.closed)
    if turn.is_called_off:
        publishing.cancel(training.slug, actor=ACTOR, now=turn.closed)
    lay_to_rest(made, [training.public_id], now=now)
    return len(made)


def _wanted(training: Training, turn: Turn) -> int:
    """People, besides those who give up their place again."""
    places = (training.capacity or 20) + (training.online_capacity or 0)
    if not turn.is_open:
        places = min(places, MOST_IN_THE_PAST)
    return max(0, round(places * turn.shape.part) + turn.shape.more)


def _application(
    training: Training, number: int, size: int, draw: random.Random, asked: Sequence[Question]
) -> Application:
    person = invent(number)
    is_child = draw.random() < 0.04  # noqa: PLR2004 - a share of an invented crowd
    child = f"{draw.choice(CHILD_NAMES)} {person.name.split()[-1]}"
    needs = draw.choice(NEEDS) if draw.random() < 0.1 else ()  # noqa: PLR2004 - a share of an invented crowd
    return Application(
        name=child if is_child else person.name,
        guardian_name=person.name if is_child else None,
        contact=Contact(email=person.email, phone=person.phone),
        language=fitting.language(person.language),
        way=draw.choice((Way.IN_PERSON, Way.ONLINE)) if training.has_two_ways else only_way(training),
        companions=tuple(invent(number + 500 + extra).name for extra in range(size - 1)),
        needs=needs,
        answers={question.public_id: _answer(question, draw) for question in asked},
        shown=(Shown(ACCESS_NEEDS, CONSENT, "ca"),) if needs else (),
    )


def _answer(question: Question, draw: random.Random) -> object:
    match question.kind:
        case QuestionKind.NUMBER:
            return draw.randint(1, 4)
        case QuestionKind.YES_NO:
            return draw.random() < 0.5  # noqa: PLR2004 - a share of an invented crowd
        case QuestionKind.ONE_CHOICE:
            return draw.choice(question.options)
        case QuestionKind.MANY_CHOICES:
            return [draw.choice(question.options)]
    return "Exemple"


def _decide(made: Sequence[str], *, stay_pending: int, now: datetime) -> None:
    """Where the team decides: all are accepted but one, who is not, and the last ones, who still wait to hear."""
    pending = db.session.scalars(
        select(Registration)
        .where(Registration.public_id.in_(made), Registration.state == State.PENDING)
        .order_by(Registration.queued_at)
    ).all()
    codes = [code_of(row) for row in pending]
    for place, code in enumerate(codes[: len(codes) - stay_pending]):
        decide = deciding.decline if place == 1 else deciding.approve
        decide(code, actor=ACTOR, now=now)
