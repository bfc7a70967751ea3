"""A person who edited profiles is erased: what changed and when stays, not by whom nor how they were reached."""

from sqlalchemy import select, update

from coopnet.accounts.models import RoleGrant
from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.events import AccountErased, ActorRenamed
from coopnet.foundation import audit, outbox
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeAsk, InitiativeChange, InitiativeContact
from coopnet.initiatives.rules.histories import without_address


def on_account_erased(event: AccountErased) -> None:
    """Their addresses leave the histories of the profiles that were theirs, but where the profile still gives them."""
    addresses = [address.value for address in list_verified(event.key)]
    acted = update(InitiativeChange).where(InitiativeChange.actor.in_([*addresses, event.account_id]))
    db.session.execute(acted.values(actor=audit.ERASED).execution_options(synchronize_session=False))
    for asked in db.session.scalars(select(InitiativeAsk.public_id).where(InitiativeAsk.account_id == event.key)).all():
        outbox.forget("initiative_ask", asked)
    ids = db.session.scalars(
        select(Initiative.id)
        .join(RoleGrant, (RoleGrant.subject_kind == "initiative") & (RoleGrant.subject_id == Initiative.public_id))
        .where(RoleGrant.account_id == event.key)
    ).all()
    for initiative_id in sorted(set(ids)):
        _forget_addresses(initiative_id, addresses)


def on_actor_renamed(event: ActorRenamed) -> None:
    acted = update(InitiativeChange).where(InitiativeChange.actor == event.old).values(actor=event.new)
    db.session.execute(acted.execution_options(synchronize_session=False))


def _forget_addresses(initiative_id: int, addresses: list[str]) -> None:
    given = set(
        db.session.scalars(select(InitiativeContact.value).where(InitiativeContact.initiative_id == initiative_id))
    )
    gone = [address for address in addresses if address not in given]
    for change in db.session.scalars(select(InitiativeChange).where(InitiativeChange.initiative_id == initiative_id)):
        for address in gone:
            change.before = without_address(change.before, address)
            change.after = without_address(change.after, address)
    db.session.flush()
