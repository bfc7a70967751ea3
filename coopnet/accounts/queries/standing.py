"""As what somebody acts towards one thing, by the address under which they act."""

from sqlalchemy import select

from coopnet.accounts.models import AccountContact, RoleGrant
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db

# Who answers for the very thing comes before who looks after all of them.
ORDER = (Role.OWNER, Role.EDITOR, Role.PLAN, Role.COORDINATOR, Role.ADMIN)


def find_role(contact: str, *, subject_kind: str, subject_id: str) -> str | None:
    """The nearest role that stands now; None for whoever has none towards it."""
    roles = set(
        db.session.scalars(
            select(RoleGrant.role)
            .join(AccountContact, AccountContact.account_id == RoleGrant.account_id)
            .where(
                AccountContact.value == contact,
                AccountContact.verified_at.is_not(None),
                RoleGrant.ended_at.is_(None),
                RoleGrant.subject_id.is_(None)
                | ((RoleGrant.subject_kind == subject_kind) & (RoleGrant.subject_id == subject_id)),
            )
        )
    )
    return next((role.value for role in ORDER if role.value in roles), None)
