"""Conversations and the account of who is in them."""

from sqlalchemy import update

from coopnet.conversations.models import Party
from coopnet.conversations.queries.joined import is_reachable
from coopnet.foundation.db import changed_rows


def join(account_key: int) -> int:
    """Those of any contact that the account has verified, and that are nobody's yet; how many."""
    joined = update(Party).where(is_reachable(account_key), Party.name != "").values(account_id=account_key)
    return changed_rows(joined.execution_options(synchronize_session=False))
