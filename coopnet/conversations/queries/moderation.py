"""What of conversations waits for the team; the oldest first."""

from collections.abc import Sequence

from sqlalchemy import func, select, true
from sqlalchemy.orm import joinedload

from coopnet.conversations.models import ConversationReport, Message
from coopnet.conversations.rules.talk import MessageState
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting

SHOWN = 30
COORDINATE = "network.coordinate"
_UPHELD = select(ConversationReport).where(ConversationReport.is_right == true())


def list_held(*, after: int | None = None, limit: int = SHOWN) -> Sequence[Message]:
    """With who wrote them and what it is about; `after` is the key of the last one seen."""
    return db.session.scalars(
        select(Message)
        .options(joinedload(Message.party), joinedload(Message.conversation))
        .where(Message.state == MessageState.HELD.value, Message.id > (after or 0))
        .order_by(Message.id)
        .limit(limit)
    ).all()


def count_waiting() -> tuple[int, int]:
    """Messages that wait, and notices that nobody has decided."""
    held = select(func.count()).where(Message.state == MessageState.HELD.value).scalar_subquery()
    reports = select(func.count()).where(ConversationReport.handled_at.is_(None)).scalar_subquery()
    first, second = db.session.execute(select(held, reports)).one()
    return first, second


def find_held(public_id: str) -> Message | None:
    return db.session.scalars(
        select(Message)
        .options(joinedload(Message.party), joinedload(Message.conversation))
        .where(Message.public_id == public_id, Message.state == MessageState.HELD.value)
    ).first()


def list_reports(*, after: int | None = None, limit: int = SHOWN) -> Sequence[ConversationReport]:
    return db.session.scalars(
        select(ConversationReport)
        .where(ConversationReport.handled_at.is_(None), ConversationReport.id > (after or 0))
        .order_by(ConversationReport.id)
        .limit(limit)
    ).all()


def list_upheld(*, before: int | None, limit: int) -> Sequence[ConversationReport]:
    """Those that were right, whose evidence is kept; the newest first."""
    found = _UPHELD.order_by(ConversationReport.id.desc()).limit(limit)
    return db.session.scalars(found.where(ConversationReport.id < before) if before is not None else found).all()


def find_upheld(public_id: str) -> ConversationReport | None:
    return db.session.scalars(_UPHELD.where(ConversationReport.public_id == public_id)).first()


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
