"""What of the board has had its time: the same for the job that erases and for the report that counts."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from coopnet.accounts.models import Assisted
from coopnet.foundation import clock, district
from coopnet.foundation.db import Base, db
from coopnet.foundation.personal_data import PersonalField
from coopnet.network.models import AskedDay, HelpGiven, Post, PostReport, Volunteer
from coopnet.network.rules.help_given import HELPER_KEPT
from coopnet.network.rules.states import ENDED, WAITING
from coopnet.network.rules.volunteering import ENDED as VOLUNTEER_ENDED
from coopnet.network.rules.volunteering import State as VolunteerState

REPORT_KEPT = timedelta(days=365)
ASKED_KEPT = timedelta(days=2)  # the day itself, and one in which clocks may differ


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """So many days after it ended, or after it was left waiting for the team."""
    limit = now - timedelta(days=district.current().legal.retention.post_days)
    ended = and_(Post.state.in_(ENDED), Post.ended_at <= limit)
    left = and_(Post.state.in_(WAITING), Post.updated_at <= limit)
    return and_(or_(ended, left), Post.name != "")


def is_old_report(now: datetime) -> ColumnElement[bool]:
    """What was wrong, and that somebody said so, stays; what they wrote of it, and from where, does not."""
    has_something = or_(PostReport.text != "", PostReport.reader.is_not(None))
    return and_(PostReport.created_at <= now - REPORT_KEPT, has_something)


def is_overdue_volunteer(now: datetime) -> ColumnElement[bool]:
    """So many days after they left, or after nobody of the team has answered them."""
    limit = now - timedelta(days=district.current().legal.retention.volunteer_days)
    ended = and_(Volunteer.state.in_(VOLUNTEER_ENDED), Volunteer.ended_at <= limit)
    left = and_(Volunteer.state == VolunteerState.PENDING.value, Volunteer.updated_at <= limit)
    return and_(or_(ended, left), Volunteer.name != "")


def is_old_day(now: datetime) -> ColumnElement[bool]:
    return AskedDay.day < clock.to_local(now).date() - ASKED_KEPT


def is_old_help(now: datetime) -> ColumnElement[bool]:
    """What help was given stays; who wrote it down does not."""
    limit = clock.to_local(now).date() - HELPER_KEPT
    return and_(HelpGiven.recorded_on <= limit, HelpGiven.helper_id.is_not(None))


def personal_fields() -> tuple[PersonalField, ...]:
    retention = district.current().legal.retention
    days, volunteer_days = retention.post_days, retention.volunteer_days
    return (
        PersonalField(
            "network",
            "post: name, contact, and what was written",
            "to show what is asked for or offered, and to write to its maker",
            f"{days} days after it ended; a standing offer ends when its maker says so",
            lambda moment: _count(Post, is_overdue(moment)),
        ),
        PersonalField(
            "network",
            "assisted: what a support point needs to reach somebody it wrote a post for",
            "to tell them what has nowhere else to go",
            "with what was written",
            _count_assisted,
        ),
        PersonalField(
            "network",
            "post_report: words of who says that something is wrong, a hash of their network",
            "to keep the board safe, counting each person once",
            "a year after they were written; the hash when the team has decided",
            lambda moment: _count(PostReport, is_old_report(moment)),
        ),
        PersonalField(
            "network",
            "volunteer: name, contact, what they told, when papers of theirs were seen",
            "to find people near them whom they can help",
            f"{volunteer_days} days after they left, or after nobody answered them; the minutes that they gave stay",
            lambda moment: _count(Volunteer, is_overdue_volunteer(moment)),
        ),
        PersonalField(
            "network",
            "asked_day: a keyed hash of who was asked on a day",
            "to ask nobody twice a day",
            "two days after that day",
            lambda moment: _count(AskedDay, is_old_day(moment)),
        ),
        PersonalField(
            "network",
            "help_given: who wrote down that somebody was helped",
            "to let them see and take back what they wrote today",
            f"{HELPER_KEPT.days} days after it was written down; of whoever was helped nothing is kept",
            lambda moment: _count(HelpGiven, is_old_help(moment)),
        ),
    )


def _count_assisted(moment: datetime) -> int:
    counted = select(func.count()).select_from(Assisted).join(Post, Post.public_id == Assisted.subject_id)
    return db.session.scalar(counted.where(is_overdue(moment))) or 0


def _count(model: type[Base], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
