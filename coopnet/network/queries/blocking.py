"""Who has blocked whom, wherever they talked."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from coopnet.conversations.models import Party
from coopnet.foundation.db import db


def list_blocked_with(contacts: Collection[str]) -> dict[str, frozenset[str]]:
    """By each of these contacts: those of people whom they have blocked, or who have blocked them."""
    if not contacts:
        return {}
    one, two = aliased(Party), aliased(Party)
    rows = db.session.execute(
        select(one.email, one.phone, two.email, two.phone)
        .join(two, two.conversation_id == one.conversation_id)
        .where(
            two.id != one.id,
            or_(one.email.in_(contacts), one.phone.in_(contacts)),
            or_(one.blocked_at.is_not(None), two.blocked_at.is_not(None)),
        )
    )
    found: dict[str, set[str]] = {}
    for email, phone, their_email, their_phone in rows:
        for mine in (email, phone):
            if mine is not None and mine in contacts:
                found.setdefault(mine, set()).update(each for each in (their_email, their_phone) if each)
    return {contact: frozenset(others) for contact, others in found.items()}
