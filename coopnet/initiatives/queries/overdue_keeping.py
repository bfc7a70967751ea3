"""What was typed to publish, claim or share a profile, and has had its time."""

from datetime import datetime

from sqlalchemy import ColumnElement, or_

from coopnet.foundation.personal_data import PersonalField
from coopnet.initiatives.models import InitiativeClaim, InitiativeDraft, InitiativeInvitation, InitiativeSubmission
from coopnet.initiatives.queries.overdue import count_rows
from coopnet.initiatives.rules.keeping import DRAFT_KEPT, INVITATION_LASTS, REASONS_KEPT


def is_old_draft(now: datetime) -> ColumnElement[bool]:
    return InitiativeDraft.changed_at <= now - DRAFT_KEPT


def is_old_claim(now: datetime) -> ColumnElement[bool]:
    has_words = or_(InitiativeClaim.text != "", InitiativeClaim.reason != "")
    return (InitiativeClaim.created_at <= now - REASONS_KEPT) & has_words


def is_old_invitation(now: datetime) -> ColumnElement[bool]:
    return (InitiativeInvitation.created_at <= now - INVITATION_LASTS) & InitiativeInvitation.recipient.is_not(None)


def is_old_reason(now: datetime) -> ColumnElement[bool]:
    return (InitiativeSubmission.sent_at <= now - REASONS_KEPT) & (InitiativeSubmission.reason != "")


def personal_fields() -> tuple[PersonalField, ...]:
    return (
        PersonalField(
            "initiatives",
            "initiative_draft: everything that somebody is typing of a profile",
            "to go on with it another day",
            "when it is sent, at the latest 60 days after the last change",
            lambda moment: count_rows(InitiativeDraft, is_old_draft(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_claim: why somebody says that a profile is theirs, and what the team answered",
            "to find out whose it is",
            "a year after they said so; with their account, if that goes first",
            lambda moment: count_rows(InitiativeClaim, is_old_claim(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_invitation: the address of who is invited to keep a profile",
            "to invite them",
            "when they answer, at the latest 30 days after the letter",
            lambda moment: count_rows(InitiativeInvitation, is_old_invitation(moment)),
        ),
        PersonalField(
            "initiatives",
            "initiative_submission: why the team gave a profile back or refused it",
            "to tell who sent it",
            "a year after it was sent",
            lambda moment: count_rows(InitiativeSubmission, is_old_reason(moment)),
        ),
    )
