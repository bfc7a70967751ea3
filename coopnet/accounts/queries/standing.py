"""As what somebody acts towards one thing, by the address under which they act."""

from collections.abc import Iterable

from sqlalchemy import select

from coopnet.accounts.models import AccountContact, RoleGrant
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db

# Who answers for the very thing comes before who looks after all of them.
ORDER = (Role.OWNER, Role.EDITOR, Role.PLAN, Role.COORDINATOR, Role.ADMIN)


def find_role(contact: str, *, subject_kind: str, subject_id: str) -> str | None:
    """The nearest role that stands now; None for whoever has none towards it."""
    return find_roles(contact, subject_kind=subject_kind, subject_ids=[subject_id]).get(subject_id)


def find_roles(contact: str, *, subject_kind: str, subject_ids: Iterable[str]) -> dict[str, str]:
    """The same for many things at once, by their ids; without those towards which there is none."""
    grants = db.session.execute(
        select(RoleGrant.role, RoleGrant.subject_kind, RoleGrant.subject_id)
        .join(AccountContact, AccountContact.account_id == RoleGrant.account_id)
        .where(
            AccountContact.value == contact,
            AccountContact.verified_at.is_not(None),
            RoleGrant.ended_at.is_(None),
        )
    ).all()
    everywhere = {role for role, _kind, subject in grants if subject is None}
    found: dict[str, str] = {}
    for each in subject_ids:
        roles = everywhere | {role for role, kind, subject in grants if (kind, subject) == (subject_kind, each)}
        nearest = next((role.value for role in ORDER if role.value in roles), None)
        if nearest is not None:
            found[each] = nearest
    return found
