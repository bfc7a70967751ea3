"""A training is written from a draft: made, or changed where it differs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from coopnet.foundation import audit, events
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives import service as initiatives
from coopnet.places import service as places
from coopnet.places.models import Venue
from coopnet.trainings.models import (
    Training,
    TrainingOldSlug,
    TrainingPartner,
    TrainingPartnerRole,
    TrainingQuestion,
    TrainingSession,
    TrainingTag,
    TrainingText,
)
from coopnet.trainings.rules.drafts import (
    Draft,
    Partner,
    QuestionDraft,
    Saved,
    SessionDraft,
    Text,
    VenueDraft,
    changes_between,
)
from coopnet.trainings.rules.slugs import slugify
from coopnet.trainings.rules.states import PlacesChanged, Status, TagKind
from coopnet.trainings.service.indexing import derive
from coopnet.trainings.service.matching import match_sessions

# Columns that a draft and a training share under one name.
PLAIN = (
    "code",
    "language",
    "format",
    "level",
    "registration_type",
    "external_url",
    "capacity",
    "online_capacity",
    "has_two_ways",
    "opens_at",
    "closes_at",
    "max_companions",
    "is_grant_funded",
    "internal_notes",
)
TAGS = {
    "topics": TagKind.TOPIC,
    "measures": TagKind.MEASURE,
    "audiences": TagKind.AUDIENCE,
    "languages": TagKind.LANGUAGE,
    "access": TagKind.ACCESS,
}
# What the queue must look at again.
MOVES_PLACES = {"capacity", "online_capacity", "has_two_ways", "sessions", "format"}


def save(draft: Draft, *, training_id: int | None, actor: str, now: datetime) -> Saved:
    """Makes a training (a draft, unless it is published) or changes one; what is the same is not touched.

    Its places are counted by `registrations`, which hears of a change. Raises `RuleBroken`: `training_not_found`,
    `title_missing`.
    """
    if not draft.title:
        raise RuleBroken("title_missing")
    if training_id is None:
        return _make(draft, actor=actor, now=now)
    training = lock(training_id)
    before = _read(training)
    draft = replace(_with_known_names(draft), is_cancelled=before.is_cancelled)
    changes = changes_between(before, draft)
    if changes:
        _write(training, draft, now=now)
        derive(training)
        audit.record(
            at=now,
            actor=actor,
            action="training.change",
            subject_kind="training",
            subject_id=training.public_id,
            before={change.field: _plain(change.before) for change in changes},
            after={change.field: _plain(change.after) for change in changes},
        )
        db.session.flush()
        if MOVES_PLACES & {change.field for change in changes}:
            events.publish(PlacesChanged(training.id, now, actor))
    return Saved(training.id, training.public_id, training.slug, is_new=False, changes=changes)


def read(training_id: int) -> Draft:
    """The training as it stands. Raises `RuleBroken("training_not_found")`."""
    found = load(training_id)
    if found is None:
        raise RuleBroken("training_not_found")
    return _read(found)


def find_by_code(code: str) -> int | None:
    return db.session.scalar(select(Training.id).where(Training.code == code))


def lock(training_id: int) -> Training:
    """The training with all its parts, behind the queue's mutex. Raises `RuleBroken("training_not_found")`."""
    db.session.execute(
        update(Training)
        .where(Training.id == training_id)
        .values(queue_version=Training.queue_version + 1)
        .execution_options(synchronize_session=False)
    )
    found = load(training_id)
    if found is None:
        raise RuleBroken("training_not_found")
    return found


def load(training_id: int) -> Training | None:
    return db.session.scalars(
        select(Training)
        .where(Training.id == training_id)
        .options(
            selectinload(Training.texts),
            selectinload(Training.tags),
            selectinload(Training.questions),
            selectinload(Training.sessions).selectinload(TrainingSession.venue),
            selectinload(Training.partners).selectinload(TrainingPartner.initiative),
            selectinload(Training.partners).selectinload(TrainingPartner.roles),
        )
        .execution_options(populate_existing=True)
    ).one_or_none()


def _make(draft: Draft, *, actor: str, now: datetime) -> Saved:
    training = Training(
        public_id=new_public_id(),
        slug=_free_slug(slugify(draft.title), None),
        status=Status.CANCELLED if draft.is_cancelled else Status.DRAFT,
        is_public=False,
        taken=0,
        online_taken=0,
        queue_version=0,
        trainers=[],
        created_at=now,
        texts=[],
        tags=[],
        sessions=[],
        partners=[],
        questions=[],
    )
    if draft.is_cancelled:
        training.cancelled_at = now
    _write(training, draft, now=now)
    db.session.add(training)
    db.session.flush()
    derive(training)
    audit.record(
        at=now,
        actor=actor,
        action="training.make",
        subject_kind="training",
        subject_id=training.public_id,
        after={"title": draft.title, "code": draft.code},
    )
    db.session.flush()
    return Saved(training.id, training.public_id, training.slug, is_new=True, changes=())


def _write(training: Training, draft: Draft, *, now: datetime) -> None:
    for name in PLAIN:
        setattr(training, name, getattr(draft, name))
    training.trainers = list(draft.trainers)
    training.updated_at = now
    with db.session.no_autoflush:
        _write_texts(training, draft)
        _write_tags(training, draft)
        _write_partners(training, draft)
        _write_sessions(training, draft)
        _write_questions(training, draft, now=now)
    if training.id is not None:
        _follow_title(training, draft.title)


def _write_texts(training: Training, draft: Draft) -> None:
    kept = {text.language: text for text in training.texts}
    rows = [kept.get(text.language) or TrainingText(language=text.language) for text in draft.texts]
    for row, text in zip(rows, draft.texts, strict=True):
        row.title, row.summary, row.description = text.title, text.summary, text.description
    training.texts = rows


def _write_tags(training: Training, draft: Draft) -> None:
    kept = {(tag.kind, tag.code): tag for tag in training.tags}
    rows = []
    for name, kind in TAGS.items():
        for position, code in enumerate(getattr(draft, name)):
            row = kept.get((kind, code)) or TrainingTag(kind=kind, code=code)
            row.position = position
            rows.append(row)
    training.tags = rows


def _write_partners(training: Training, draft: Draft) -> None:
    kept = {partner.initiative_id: partner for partner in training.partners}
    rows = []
    for position, partner in enumerate(draft.partners):
        initiative = initiatives.find_or_add(partner.name)
        row = kept.get(initiative.id) or TrainingPartner(initiative_id=initiative.id, initiative=initiative, roles=[])
        row.position = position
        roles = {role.role: role for role in row.roles}
        parts = [roles.get(role) or TrainingPartnerRole(role=role) for role in partner.roles]
        for place, part in enumerate(parts):
            part.position = place
        row.roles = parts
        rows.append(row)
    training.partners = rows


def _write_sessions(training: Training, draft: Draft) -> None:
    """A session keeps its identity by its date, then by its order."""
    matched = match_sessions(training.sessions, draft.sessions)
    # Positions are unique in a training: out of the way first, then where they belong.
    for offset, row in enumerate(training.sessions):
        row.position = -1 - offset
    db.session.flush()
    rows = []
    for position, (found, session) in enumerate(matched):
        kept = TrainingSession(public_id=new_public_id()) if found is None else found
        kept.position = position
        kept.starts_at, kept.ends_at = session.starts_at, session.ends_at
        kept.venue, kept.room, kept.online_url = _venue(session), session.room, session.online_url
        kept.internal_notes = session.internal_notes
        rows.append(kept)
    training.sessions = rows


def _venue(session: SessionDraft) -> Venue | None:
    venue = session.venue
    if venue is None:
        return None
    return places.find_or_add_venue(venue.name, address=venue.address, barri=venue.barri)


def _write_questions(training: Training, draft: Draft, *, now: datetime) -> None:
    """A question is never deleted, since people may have answered it: it is retired, and comes back if asked again."""
    kept = {(question.kind, question.text): question for question in training.questions}
    for question in training.questions:
        question.retired_at = question.retired_at or now
    for position, wanted in enumerate(draft.questions):
        row = kept.get((wanted.kind, wanted.text))
        if row is None:
            row = TrainingQuestion(public_id=new_public_id(), kind=wanted.kind, text=wanted.text)
            training.questions.append(row)
        row.position, row.why, row.options = position, wanted.why, list(wanted.options)
        row.is_required, row.retired_at = wanted.is_required, None


def _follow_title(training: Training, title: str) -> None:
    """The address follows the title; the old one answers for ever."""
    wanted = slugify(title)
    if training.slug == wanted or training.slug.rpartition("-")[0] == wanted:
        return
    old, training.slug = training.slug, _free_slug(wanted, training.id)
    known = db.session.get(TrainingOldSlug, old)
    if known is None:
        db.session.add(TrainingOldSlug(slug=old, training_id=training.id))
    returned = db.session.get(TrainingOldSlug, training.slug)
    if returned is not None:
        db.session.delete(returned)


def _free_slug(wanted: str, training_id: int | None) -> str:
    """With a number after it where another training has it, or once had it."""
    number, slug = 1, wanted
    while True:
        taken = db.session.scalar(select(Training.id).where(Training.slug == slug))
        was = db.session.scalar(select(TrainingOldSlug.training_id).where(TrainingOldSlug.slug == slug))
        if taken in {None, training_id} and was in {None, training_id}:
            return slug
        number += 1
        slug = f"{wanted}-{number}"


def _with_known_names(draft: Draft) -> Draft:
    """Venues and entities under the names that they have: another spelling of them is no change."""

    def known(session: SessionDraft) -> SessionDraft:
        venue = _venue(session)
        return replace(session, venue=_read_venue(venue))

    return replace(
        draft,
        sessions=tuple(known(session) for session in draft.sessions),
        partners=tuple(replace(partner, name=initiatives.find_or_add(partner.name).name) for partner in draft.partners),
    )


def _read(training: Training) -> Draft:
    tags: dict[str, Any] = {
        name: tuple(tag.code for tag in sorted(training.tags, key=lambda tag: tag.position) if tag.kind == kind)
        for name, kind in TAGS.items()
    }
    plain: dict[str, Any] = {name: getattr(training, name) for name in PLAIN}
    return Draft(
        **plain,
        **tags,
        trainers=tuple(training.trainers),
        texts=tuple(Text(text.language, text.title, text.summary, text.description) for text in training.texts),
        partners=tuple(
            Partner(partner.initiative.name, tuple(role.role for role in partner.roles))
            for partner in training.partners
        ),
        sessions=tuple(_read_session(session) for session in training.sessions),
        questions=tuple(
            QuestionDraft(q.kind, q.text, q.why, tuple(q.options), q.is_required)
            for q in training.questions
            if q.retired_at is None
        ),
        is_cancelled=training.status == Status.CANCELLED,
    )


def _read_session(session: TrainingSession) -> SessionDraft:
    venue = _read_venue(session.venue)
    return SessionDraft(
        session.starts_at, session.ends_at, venue, session.room, session.online_url, session.internal_notes
    )


def _read_venue(venue: Venue | None) -> VenueDraft | None:
    return None if venue is None else VenueDraft(venue.name, venue.address, venue.barri)


def _plain(value: object) -> object:
    """As JSON keeps it."""
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)
