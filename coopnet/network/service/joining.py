"""Posts and the account of the person who made them."""

from collections.abc import Sequence

from sqlalchemy import select, update

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.events import AccountBlocked, AccountErased, ActorRenamed
from coopnet.accounts.service import keeping_out
from coopnet.conversations.service.joining import follow_entity
from coopnet.foundation import audit
from coopnet.foundation.db import changed_rows, db
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.events import InitiativesMerged
from coopnet.network.models import Post
from coopnet.network.queries.joined import is_reached_by
from coopnet.network.queries.own_help import list_theirs
from coopnet.network.service import help_giving, leaving, verifying, volunteering
from coopnet.network.service.changing import remove


def join(account_key: int) -> int:
    """Those of any contact that the account has verified, and that are nobody's yet; how many."""
    return _join(account_key, list_verified(account_key))


def join_one(public_id: str, account_key: int) -> bool:
    """One that was just made; only if its contact is proved to be theirs."""
    return _join(account_key, list_verified(account_key), public_id) == 1


def on_account_erased(event: AccountErased) -> None:
    """What is theirs goes from the board, and all that they wrote in it; as a volunteer they are forgotten."""
    theirs = select(Post.public_id).where(Post.account_id == event.key).order_by(Post.id)
    for public_id in db.session.scalars(theirs).all():
        remove(public_id, now=event.at)
    for public_id in [one.public_id for one in list_theirs(event.key)]:
        volunteering.remove(public_id, now=event.at)
    help_giving.forget_of(event.key)
    for address in [event.account_id, *(one.value for one in list_verified(event.key))]:
        verifying.rename_witness(address, audit.ERASED)
        keeping_out.rename_who(address, audit.ERASED)


def on_account_blocked(event: AccountBlocked) -> None:
    """Nobody is left waiting for somebody whom the team keeps out."""
    for public_id in [one.public_id for one in list_theirs(event.key)]:
        leaving.let_go(public_id, now=event.at)


def on_actor_renamed(event: ActorRenamed) -> None:
    """One of the team, who has seen papers of volunteers, is known by another address."""
    verifying.rename_witness(event.old, event.new)
    keeping_out.rename_who(event.old, event.new)


def on_initiatives_merged(event: InitiativesMerged) -> None:
    moved = update(Post).where(Post.initiative_id == event.gone_id).values(initiative_id=event.kept_id)
    db.session.execute(moved.execution_options(synchronize_session=False))
    gone, kept = (db.session.get(Initiative, key) for key in (event.gone_id, event.kept_id))
    if gone is not None and kept is not None:
        follow_entity(gone.public_id, kept.public_id, name=kept.name)


def _join(account_key: int, addresses: Sequence[Address], public_id: str | None = None) -> int:
    if not addresses:
        return 0
    joined = update(Post).where(Post.account_id.is_(None), Post.name != "", is_reached_by(addresses))
    if public_id is not None:
        joined = joined.where(Post.public_id == public_id)
    return changed_rows(joined.values(account_id=account_key).execution_options(synchronize_session=False))
