"""What the team has seen of a volunteer. Of papers nothing is kept but when they were seen, by whom, until when."""

from datetime import date, datetime

from sqlalchemy import update

from coopnet.foundation import audit, clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.network.models import Volunteer
from coopnet.network.rules.volunteering import ENDED, is_plausible
from coopnet.network.service.standing import lock, refuse_unread


def note_agreement(public_id: str, *, on: date, actor: str, now: datetime, seen: str | None = None) -> None:
    """The agreement was signed. `seen` is the mark of what was read.

    Raises `RuleBroken`: `volunteer_not_found`, `volunteer_cannot`, `volunteer_changed`, `day_in_future`.
    """
    volunteer = _open(public_id, on, now, seen)
    before = _as_text(volunteer.agreement_on)
    volunteer.agreement_on, volunteer.agreement_by = on, actor
    _note(volunteer, "agreement", before=before, after=_as_text(on), actor=actor, now=now)


def note_training(public_id: str, title: str, *, on: date, actor: str, now: datetime, seen: str | None = None) -> None:
    """Which one, and when. Raises as `note_agreement`."""
    volunteer = _open(public_id, on, now, seen)
    before = _as_text(volunteer.training_on)
    volunteer.training, volunteer.training_on, volunteer.training_by = title, on, actor
    _note(volunteer, "training", before=before, after=f"{title}, {_as_text(on)}", actor=actor, now=now)


def note_certificate(
    public_id: str, *, on: date, until: date, actor: str, now: datetime, seen: str | None = None
) -> None:
    """It was seen on a day, and is trusted until another: then seeing what is for children ends by itself.

    Raises as `note_agreement`, and `certificate_days` for days that nobody can have meant.
    """
    volunteer = _open(public_id, on, now, seen)
    if not is_plausible(on, until, today=clock.to_local(now).date()):
        raise RuleBroken("certificate_days")
    before = _as_text(volunteer.certificate_until)
    volunteer.certificate_on, volunteer.certificate_by, volunteer.certificate_until = on, actor, until
    _note(volunteer, "certificate", before=before, after=_as_text(until), actor=actor, now=now)


def forget_certificate(public_id: str, *, actor: str, now: datetime, seen: str | None = None) -> None:
    """It is trusted no longer, from this moment on. Raises as `note_agreement`."""
    volunteer = _open(public_id, None, now, seen)
    before = _as_text(volunteer.certificate_until)
    volunteer.certificate_on = volunteer.certificate_by = volunteer.certificate_until = None
    _note(volunteer, "certificate", before=before, after="", actor=actor, now=now)


def rename_witness(old: str, new: str) -> None:
    """Who of the team saw what is called otherwise from here on."""
    for column in (Volunteer.agreement_by, Volunteer.training_by, Volunteer.certificate_by):
        seen = update(Volunteer).where(column == old).values({column: new})
        db.session.execute(seen.execution_options(synchronize_session=False))


def _open(public_id: str, on: date | None, now: datetime, seen: str | None) -> Volunteer:
    volunteer = lock(public_id)
    if volunteer.state in ENDED or not volunteer.name:
        raise RuleBroken("volunteer_cannot")
    refuse_unread(volunteer, seen)
    if on is not None and on > clock.to_local(now).date():
        raise RuleBroken("day_in_future")
    volunteer.updated_at = now
    return volunteer


def _note(volunteer: Volunteer, what: str, *, before: str, after: str, actor: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=f"volunteer.{what}",
        subject_kind="volunteer",
        subject_id=volunteer.public_id,
        before={what: before},
        after={what: after},
    )
    db.session.flush()
    raise_generation(HELPERS)


def _as_text(day: date | None) -> str:
    return day.isoformat() if day else ""
