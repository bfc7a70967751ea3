"""Conversations and the account of who is in them."""

from sqlalchemy import update

from coopnet.conversations.models import Party
from coopnet.conversations.queries.joined import is_reachable
from coopnet.foundation.db import changed_rows, db


def join(account_key: int) -> int:
    """Those of any contact that the account has verified, and that are nobody's yet; how many."""
    joined = update(Party).where(is_reachable(account_key), Party.name != "").values(account_id=account_key)
    return changed_rows(joined.execution_options(synchronize_session=False))


def follow_entity(gone_id: str, kept_id: str, *, name: str) -> None:
    """Two profiles are one from here on: who keeps the one that stays talks for both. Ids are public."""
    followed = update(Party).where(Party.entity_id == gone_id).values(entity_id=kept_id, entity_name=name)
    db.session.execute(followed.execution_options(synchronize_session=False))
