"""A person takes a place, or a turn."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.models import AgreedText
from coopnet.foundation import links
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.registrations import letters
from coopnet.registrations.models import (
    Agreement,
    Answer,
    Companion,
    Registration,
    RegistrationNeeds,
    RegistrationStep,
)
from coopnet.registrations.queries import CODE, Namesakes, find_namesakes
from coopnet.registrations.rules.applications import OPEN_TO_TEAM, Application, Outcome, OutcomeKind
from coopnet.registrations.rules.people import Contact, person_key
from coopnet.registrations.rules.states import ACTIVE, Reason, State, is_of_team, next_in_queue_time
from coopnet.registrations.service.places import PERSON, open_queue, refuse_too_big, settle
from coopnet.trainings.models import Training, TrainingQuestion
from coopnet.trainings.rules.states import Door, Format, RegistrationType, Way, door

FIRST_LINK = 1


def register(application: Application, *, training_id: int, now: datetime, actor: str = PERSON) -> Outcome:
    """Confirmed, waiting or pending, with its letter, in the current transaction.

    The same form twice is one registration, also with other words in it (rule 11 of the product). The same person
    (contact and name) twice gets their letter again, at most once an hour: a result, not a refusal, since that letter
    must be committed.
    Raises `RuleBroken`: `training_not_found`, `registration_not_open` (with `door`), `too_many_companions`,
    `party_too_big`, `way_unknown`.
    """
    training = open_queue(training_id)
    form_hash = form_hash_of(application, training)
    identity, namesakes = identify(application, training, form_hash)
    known = namesakes.same_form
    if known is not None and known.link_version > FIRST_LINK:
        # The contact was changed since then, so whoever still has that page has no right to the new link.
        sent_at = letters.again(known, now=now) if known.state in ACTIVE else None
        return Outcome(OutcomeKind.ALREADY_THERE, known.public_id, known.state, known.link_version, sent_at)
    if known is not None:
        return Outcome(OutcomeKind.SAME_FORM, known.public_id, known.state, known.link_version)
    _check(application, training, now, actor=actor)
    known = namesakes.same_person
    if known is not None:
        sent_at = letters.again(known, now=now)
        return Outcome(OutcomeKind.ALREADY_THERE, known.public_id, known.state, known.link_version, sent_at)

    training.last_queued_at = next_in_queue_time(now, training.last_queued_at)
    registration = insert(application, training, identity, form_hash=form_hash, now=now, actor=actor)
    with db.session.no_autoflush:  # its steps are written together
        settle(training, now=now, newcomer=registration)
    if registration.state == State.WAITING:
        db.session.add(
            RegistrationStep(
                registration_id=registration.id, at=now, state=State.WAITING, reason=Reason.NO_PLACE, actor=PERSON
            )
        )
    letters.asked(registration, now=now)
    return Outcome(OutcomeKind.MADE, registration.public_id, registration.state, registration.link_version)


def key_of_person(contact: Contact, name: str, training: Training) -> str:
    """The same in one training only: the table does not tell that two trainings have a person in common."""
    return hashlib.sha256(f"{training.public_id}|{person_key(contact, name)}".encode()).hexdigest()


def form_hash_of(application: Application, training: Training) -> str | None:
    """The page's key, in this training: it is worth one registration, whoever is named in it."""
    if not application.form_key:
        return None
    return hashlib.sha256(f"{training.public_id}|{application.form_key}".encode()).hexdigest()


def _check(application: Application, training: Training, now: datetime, *, actor: str) -> None:
    state = door(
        status=training.status,
        registration_type=training.registration_type,
        opens_at=training.opens_at,
        closes_at=training.closes_at,
        starts_at=training.starts_at,
        now=now,
    )
    if state not in (OPEN_TO_TEAM if is_of_team(actor) else {Door.OPEN}):
        raise RuleBroken("registration_not_open", door=state.value)
    if len(application.companions) > training.max_companions:
        raise RuleBroken("too_many_companions", most=training.max_companions)
    ways = (Way.IN_PERSON, Way.ONLINE) if training.has_two_ways else (only_way(training),)
    if application.way not in ways:
        raise RuleBroken("way_unknown")
    refuse_too_big(training, application.way, application.party_size)


def only_way(training: Training) -> Way:
    """Where all share the same places."""
    return Way.ONLINE if training.format == Format.ONLINE else Way.IN_PERSON


@dataclass(frozen=True)
class Identity:
    public_id: str
    code_hash: str


def identify(application: Application, training: Training, form_hash: str | None) -> tuple[Identity, Namesakes]:
    """A public id whose short code nobody has yet (codes are only 40 bits long), and who is there already."""
    while True:
        public_id = new_public_id()
        code_hash = links.code_hashes(links.make_code(CODE, public_id, links.current_key_id()))[0]
        found = find_namesakes(
            training_id=training.id,
            contact=application.contact,
            name=application.name,
            form_hash=form_hash,
            code_hash=code_hash,
        )
        if not found.has_code:
            return Identity(public_id, code_hash), found


def insert(
    application: Application,
    training: Training,
    identity: Identity,
    *,
    form_hash: str | None,
    now: datetime,
    actor: str,
    is_walk_in: bool = False,
) -> Registration:
    """A newcomer joins the queue first, so nobody jumps it; who stands at the door has no answer to wait for."""
    needs_approval = training.registration_type == RegistrationType.APPROVAL and not is_walk_in
    state = State.PENDING if needs_approval else State.WAITING
    registration = Registration(
        public_id=identity.public_id,
        training_id=training.id,
        state=state,
        way=application.way,
        party_size=application.party_size,
        priority=0,
        queued_at=training.last_queued_at,
        created_at=now,
        updated_at=now,
        language=application.language,
        name=application.name,
        guardian_name=application.guardian_name,
        email=application.contact.email,
        phone=application.contact.phone,
        point=application.contact.point,
        active_key=key_of_person(application.contact, application.name, training),
        form_hash=form_hash,
        link_version=FIRST_LINK,
        code_hash=identity.code_hash,
        code_key_id=links.current_key_id(),
        is_walk_in=is_walk_in,
        companions=[Companion(position=n, name=name) for n, name in enumerate(application.companions)],
        answers=_answers(application, training),
        agreements=_agreements(application, now),
    )
    if application.needs or application.needs_note:
        registration.needs = RegistrationNeeds(codes=list(application.needs), note=application.needs_note)
    db.session.add(registration)
    db.session.flush()
    db.session.add(
        RegistrationStep(registration_id=registration.id, at=now, state=state, reason=Reason.ASKED, actor=actor)
    )
    return registration


def _answers(application: Application, training: Training) -> list[Answer]:
    if not application.answers:
        return []
    asked = db.session.execute(
        select(TrainingQuestion.public_id, TrainingQuestion.id).where(
            TrainingQuestion.training_id == training.id, TrainingQuestion.retired_at.is_(None)
        )
    )
    return [
        Answer(question_id=number, value=application.answers[public_id])
        for public_id, number in asked
        if application.answers.get(public_id) not in (None, "", [])
    ]


def _agreements(application: Application, now: datetime) -> list[Agreement]:
    kept = []
    for shown in application.shown:
        digest = hashlib.sha256(shown.text.encode()).hexdigest()
        add_if_absent(AgreedText, unique="digest", digest=digest, text=shown.text)
        kept.append(Agreement(kind=shown.kind, version=shown.version, language=shown.language, digest=digest, at=now))
    return kept
