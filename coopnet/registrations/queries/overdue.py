"""What of registrations has had its time: the same for the job that erases and for the report that counts."""

import calendar
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from coopnet.accounts.models import Assisted
from coopnet.foundation import district
from coopnet.foundation.db import db
from coopnet.foundation.personal_data import PersonalField
from coopnet.registrations.models import Attendance, Registration, RegistrationNeeds
from coopnet.trainings.models import Training


def is_person_overdue(now: datetime) -> ColumnElement[bool]:
    """Months after the last session; years, blocked meanwhile, where a grant pays (LOPDGDD 32)."""
    keep = district.current().legal.retention
    is_paid = Training.is_grant_funded
    return or_(
        and_(~is_paid, Training.ends_at < months_before(now, keep.registration_months)),
        and_(is_paid, Training.ends_at < months_before(now, 12 * keep.grant_years)),
    )


def needs_until(now: datetime) -> datetime:
    """Of trainings that ended before it no access need is kept."""
    return now - timedelta(days=district.current().legal.retention.needs_days)


def personal_fields() -> tuple[PersonalField, ...]:
    keep = district.current().legal.retention
    return (
        PersonalField(
            "registrations",
            "registration: name, guardian, contact, companions, answers",
            "to keep the place, write about it and run the training",
            f"{keep.registration_months} months after the last session; {keep.grant_years} years where a grant pays it",
            _count_people,
        ),
        PersonalField(
            "registrations",
            "attendance: who wrote down that somebody came",
            "to ask them when it is wrong",
            "with the registration; that somebody came stays, without a name",
            _count_keepers,
        ),
        PersonalField(
            "registrations",
            "registration_needs, arrangement: access needs, and who takes care of them",
            "to prepare the training, with explicit consent",
            f"{keep.needs_days} days after the last session, or when the consent is taken back",
            _count_needs,
        ),
        PersonalField(
            "registrations",
            "assisted: what a support point needs to reach somebody it registered",
            "to tell them what has nowhere else to go",
            "with the registration, or when the person takes it back",
            _count_assisted,
        ),
    )


def months_before(moment: datetime, months: int) -> datetime:
    """The same day, or the last one of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def _count_people(moment: datetime) -> int:
    counted = (
        select(func.count())
        .select_from(Registration)
        .join(Training, Training.id == Registration.training_id)
        .where(is_person_overdue(moment), Registration.name != "")
    )
    return db.session.scalar(counted) or 0


def _count_keepers(moment: datetime) -> int:
    counted = (
        select(func.count())
        .select_from(Attendance)
        .join(Registration, Registration.id == Attendance.registration_id)
        .join(Training, Training.id == Registration.training_id)
        .where(is_person_overdue(moment), Attendance.marked_by_id.is_not(None))
    )
    return db.session.scalar(counted) or 0


def _count_assisted(moment: datetime) -> int:
    counted = (
        select(func.count())
        .select_from(Assisted)
        .join(Registration, Registration.public_id == Assisted.subject_id)
        .join(Training, Training.id == Registration.training_id)
        .where(is_person_overdue(moment))
    )
    return db.session.scalar(counted) or 0


def _count_needs(moment: datetime) -> int:
    counted = (
        select(func.count())
        .select_from(RegistrationNeeds)
        .join(Registration, Registration.id == RegistrationNeeds.registration_id)
        .join(Training, Training.id == Registration.training_id)
        .where(Training.ends_at < needs_until(moment))
    )
    return db.session.scalar(counted) or 0
