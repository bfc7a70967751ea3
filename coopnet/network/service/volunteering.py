"""Somebody offers to help, changes what they said, or was never who had written."""

import hashlib
from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts.rules.people import person_key
from coopnet.accounts.service import keeping_out
from coopnet.foundation import clock, links, outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.network.letters import volunteers as letters
from coopnet.network.models import Proposal, Volunteer, VolunteerConsent
from coopnet.network.queries.sides import helper_of_volunteer
from coopnet.network.queries.volunteers import find_same
from coopnet.network.rules.matching import tokens_of
from coopnet.network.rules.volunteering import (
    ENDED,
    Act,
    Application,
    Outcome,
    OutcomeKind,
    Profile,
    State,
)
from coopnet.network.service.leaving import leave
from coopnet.network.service.moving import PERSON
from coopnet.network.service.standing import lock

FIRST_LINK = 1


def offer(application: Application, *, now: datetime) -> Outcome:
    """In the current transaction, with the letter that carries their own link.

    The same form twice is one; the same person again gets their letter again: a result, not a refusal, since that
    letter must be committed. Raises `RuleBroken("kept_out")`.
    """
    form_key = application.form_key
    form_hash = hashlib.sha256(f"volunteer|{form_key}".encode()).hexdigest() if form_key else None
    sent = select(Volunteer).where(Volunteer.form_hash == form_hash)
    known = db.session.scalars(sent).first() if form_hash else None
    if known is not None:
        return Outcome(OutcomeKind.SAME_FORM, known.public_id, known.link_version)
    keeping_out.check(application.contact)
    active_key = links.keyed_hash("volunteer", person_key(application.contact, application.name))
    known = find_same(active_key)
    if known is not None:
        letters.again(known, now=now)
        return Outcome(OutcomeKind.ALREADY_THERE, known.public_id, known.link_version)
    volunteer = Volunteer(
        public_id=new_public_id(),
        state=State.PENDING.value,
        name=application.name,
        email=application.contact.email,
        phone=application.contact.phone,
        language=application.language,
        facets="",
        training="",
        active_key=active_key,
        form_hash=form_hash,
        link_version=FIRST_LINK,
        created_at=now,
        updated_at=now,
    )
    volunteer.consents = [
        VolunteerConsent(kind=one.kind, version=one.version, language=one.language, text=one.text, given_at=now)
        for one in application.shown
    ]
    _fill(volunteer, application.profile, now=now)
    db.session.add(volunteer)
    db.session.flush()
    letters.offered(volunteer, now=now)
    return Outcome(OutcomeKind.MADE, volunteer.public_id, volunteer.link_version)


def change(public_id: str, profile: Profile, *, now: datetime) -> None:
    """What they can and when they have time. Raises `RuleBroken`: `volunteer_not_found`, `volunteer_cannot`."""
    volunteer = lock(public_id)
    if volunteer.state in ENDED:
        raise RuleBroken("volunteer_cannot")
    _fill(volunteer, profile, now=now)
    db.session.flush()
    raise_generation(HELPERS)


def remove(public_id: str, *, now: datetime, actor: str = PERSON) -> None:
    """All that is personal goes at once: it was not they who wrote it, or they are erased. No letter follows.

    Raises `RuleBroken("volunteer_not_found")`.
    """
    volunteer = lock(public_id)
    if volunteer.name and volunteer.state not in ENDED:
        leave(public_id, Act.LEAVE, actor=actor, now=now)
        volunteer = lock(public_id)
    erase(volunteer)
    db.session.flush()
    raise_generation(HELPERS)


def erase(volunteer: Volunteer) -> None:
    """Who they are and what they wrote; that somebody helped, and for how many minutes, stays."""
    volunteer.name = volunteer.text = volunteer.training = volunteer.facets = ""
    volunteer.email = volunteer.phone = volunteer.account_id = None
    volunteer.skills = volunteer.languages = volunteer.barris = volunteer.ways = []
    volunteer.times = 0
    volunteer.agreement_on = volunteer.training_on = volunteer.certificate_on = volunteer.certificate_until = None
    volunteer.agreement_by = volunteer.training_by = volunteer.certificate_by = None
    volunteer.active_key = volunteer.form_hash = None
    gone = delete(VolunteerConsent).where(VolunteerConsent.volunteer_id == volunteer.id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    why = update(Proposal).where(Proposal.volunteer_id == volunteer.id).values(reasons=[])
    db.session.execute(why.execution_options(synchronize_session=False))
    outbox.forget("volunteer", volunteer.public_id)


def facets_of(volunteer: Volunteer, *, now: datetime) -> str:
    """What matching looks at; the certificate's day is looked at when it is asked for."""
    helper = helper_of_volunteer(volunteer, today=clock.to_local(now).date())
    tokens = [token for token in tokens_of(helper) if not token.startswith("m:")]
    return f" {' '.join(tokens)} "


def _fill(volunteer: Volunteer, profile: Profile, *, now: datetime) -> None:
    volunteer.skills, volunteer.languages = list(profile.skills), list(profile.languages)
    volunteer.barris, volunteer.ways = list(profile.barris), list(profile.ways)
    volunteer.times, volunteer.at_once, volunteer.text = profile.times, profile.at_once, profile.text
    volunteer.updated_at = now
    volunteer.facets = facets_of(volunteer, now=now)
