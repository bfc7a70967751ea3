"""What strangers wrote and has had its time: the same for the job that erases and for the report that counts."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from coopnet.foundation.db import Base, db
from coopnet.foundation.personal_data import PersonalField
from coopnet.initiatives.models import (
    Initiative,
    InitiativeAsk,
    InitiativeChange,
    InitiativeContact,
    InitiativeMessage,
    InitiativeReport,
)
from coopnet.initiatives.queries.freshness import is_old_ask
from coopnet.initiatives.rules.states import Status

REPORT_KEPT = timedelta(days=365)
CLOSED_KEPT = timedelta(days=365)


def is_old_message(now: datetime) -> ColumnElement[bool]:
    return InitiativeMessage.erase_at <= now


def is_old_report(now: datetime) -> ColumnElement[bool]:
    """What was wrong, and that somebody said so, stays; what they wrote of it does not."""
    return (InitiativeReport.created_at <= now - REPORT_KEPT) & (InitiativeReport.text != "")


def is_old_change(now: datetime) -> ColumnElement[bool]:
    """That its contacts or its tax id changed stays; what they were does not."""
    return InitiativeChange.erase_at <= now


def is_long_closed(now: datetime) -> ColumnElement[bool]:
    """It no longer exists, and nobody is to be reached there: what was given may be a person's own."""
    has_contact = select(InitiativeContact.id).where(InitiativeContact.initiative_id == Initiative.id).exists()
    closed = (Initiative.status == Status.CLOSED) & (Initiative.closed_at <= now - CLOSED_KEPT)
    return closed & (has_contact | Initiative.tax_id.is_not(None))


def personal_fields() -> tuple[PersonalField, ...]:
    return (
        PersonalField(
            "initiatives",
            "initiative: e-mails, phones and tax id, which may be a person's",
            "to be reached, and told apart from another one",
            "when its people take them off; a year after it no longer exists",
            lambda moment: count_rows(Initiative, is_long_closed(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_message: name, e-mail and words of the sender",
            "to pass a message on and let it be answered",
            "30 days after it was written",
            lambda moment: count_rows(InitiativeMessage, is_old_message(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_report: words of who says that something is wrong",
            "to correct a profile",
            "a year after they were written",
            lambda moment: count_rows(InitiativeReport, is_old_report(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_ask: the address that was asked whether a profile is still right",
            "to know whose answer it is",
            "when somebody answers, at the latest a year after the letter",
            lambda moment: count_rows(InitiativeAsk, is_old_ask(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_change: contacts and tax ids that a profile had",
            "to see what changed and to take it back",
            "a year after the change; who made it, when they are erased",
            lambda moment: count_rows(InitiativeChange, is_old_change(moment)),
        ),
    )


def count_rows(model: type[Base], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
