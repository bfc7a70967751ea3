"""What of conversations has had its time: the same for the job that erases and for the report that counts."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from coopnet.conversations.models import Conversation, ConversationReport, InboundLetter
from coopnet.conversations.queries import maildirs
from coopnet.foundation import district, jobs
from coopnet.foundation.db import Base, db
from coopnet.foundation.personal_data import PersonalField

REPORT_KEPT = timedelta(days=365)  # decision 0028


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """So many days after its last message, as what it was about."""
    return Conversation.last_at <= now - timedelta(days=district.current().legal.retention.post_days)


def is_old_report(now: datetime) -> ColumnElement[bool]:
    """Decided by the team, and the time is over in which somebody may need what was kept."""
    return ConversationReport.handled_at <= now - REPORT_KEPT


def personal_fields() -> tuple[PersonalField, ...]:
    days = district.current().legal.retention.post_days
    return (
        PersonalField(
            "conversations",
            "conversation: names, contacts, and what two people wrote to each other",
            "to pass on what they write without showing how they are reached",
            f"{days} days after the last message; with the post; at the person's wish",
            lambda moment: _count(Conversation, is_overdue(moment)),
        ),
        PersonalField(
            "conversations",
            "conversation_report: what was written until somebody said that something is wrong",
            "so that the team can decide on what was there, and whoever was hurt can show it",
            f"when the team finds nothing wrong; else {REPORT_KEPT.days} days after it decided",
            lambda moment: _count(ConversationReport, is_old_report(moment)),
        ),
        PersonalField(
            "conversations",
            "inbound_letter: that an answer came by e-mail, and what became of it",
            "so that the same letter is passed on once",
            f"{jobs.kept_for().days} days after it came",
            lambda moment: _count(InboundLetter, InboundLetter.received_at <= moment - jobs.kept_for()),
        ),
        PersonalField(
            "conversations",
            "files of the Maildir: letters as they came",
            "to see what became of a letter of which somebody asks",
            f"{jobs.kept_for().days} days after they came",
            maildirs.count_left,
        ),
    )


def _count(model: type[Base], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
