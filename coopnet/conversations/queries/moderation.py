"""What of conversations waits for the team; the oldest first."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from coopnet.conversations.models import ConversationReport, Message
from coopnet.conversations.rules.talk import MessageState
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting

SHOWN = 30
COORDINATE = "network.coordinate"


def list_held() -> Sequence[Message]:
    """With who wrote them and what it is about."""
    return db.session.scalars(
        select(Message)
        .options(joinedload(Message.party), joinedload(Message.conversation))
        .where(Message.state == MessageState.HELD.value)
        .order_by(Message.created_at, Message.id)
        .limit(SHOWN)
    ).all()


def find_held(public_id: str) -> Message | None:
    return db.session.scalars(
        select(Message)
        .options(joinedload(Message.party), joinedload(Message.conversation))
        .where(Message.public_id == public_id, Message.state == MessageState.HELD.value)
    ).first()


def list_reports() -> Sequence[ConversationReport]:
    return db.session.scalars(
        select(ConversationReport)
        .where(ConversationReport.handled_at.is_(None))
        .order_by(ConversationReport.created_at, ConversationReport.id)
        .limit(SHOWN)
    ).all()


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`."""
    if not viewer.can(COORDINATE):
        return {}
    held, held_since = db.session.execute(
        select(func.count(), func.min(Message.created_at)).where(Message.state == MessageState.HELD.value)
    ).one()
    reports, reported_since = db.session.execute(
        select(func.count(), func.min(ConversationReport.created_at)).where(ConversationReport.handled_at.is_(None))
    ).one()
    found = []
    if held:
        text = ngettext("%(num)d message waits to be passed on", "%(num)d messages wait to be passed on", held)
        found.append(Waiting(text=text, count=held, oldest_at=held_since, endpoint="conversations_desk.queue"))
    if reports:
        text = ngettext(
            "%(num)d conversation of which something is wrong",
            "%(num)d conversations of which something is wrong",
            reports,
        )
        found.append(Waiting(text=text, count=reports, oldest_at=reported_since, endpoint="conversations_desk.queue"))
    return {"messages": found}
