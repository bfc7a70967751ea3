"""Who keeps a profile, and what an account keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.queries.accounts import list_verified, main_address
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.roles import STAFF, Role
from coopnet.accounts.rules.shelves import Item, Shelf
from coopnet.foundation.db import db
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.initiatives.models import Initiative, InitiativeChange, InitiativeClaim, InitiativeSubmission
from coopnet.initiatives.queries.words import role_in_words, status_in_words
from coopnet.initiatives.rules.histories import PERSONAL, SHEET
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.rules.states import Status

KIND = "initiative"
KEEPING = (Role.OWNER.value, Role.EDITOR.value)
SHOWN = 50


@dataclass(frozen=True)
class Keeper:
    """`contact` is how they sign in; only who keeps the profile too, and the team, see it. `known_as`: how histories
    call them.
    """

    account_key: int
    account_id: str  # public
    name: str
    contact: str
    role: str
    since: datetime
    address: Address | None
    language: str
    known_as: frozenset[str]


def list_keepers(initiative_public_id: str) -> list[Keeper]:
    """Owners first, then by how long they have kept it."""
    rows = db.session.execute(
        select(RoleGrant, Account)
        .join(Account, Account.id == RoleGrant.account_id)
        .options(selectinload(Account.contacts))
        .where(
            RoleGrant.subject_kind == KIND,
            RoleGrant.subject_id == initiative_public_id,
            RoleGrant.role.in_(KEEPING),
            RoleGrant.ended_at.is_(None),
        )
        .order_by(RoleGrant.role.desc(), RoleGrant.granted_at, RoleGrant.id)
    )
    found = []
    for grant, account in rows:
        address = main_address(account)
        found.append(
            Keeper(
                account.id,
                account.public_id,
                account.name,
                address.value if address else "",
                grant.role,
                grant.granted_at,
                address,
                account.language,
                frozenset({account.public_id, *(one.value for one in account.contacts if one.verified_at is not None)}),
            )
        )
    return found


def is_last_owner(keepers: Sequence[Keeper], account_id: str) -> bool:
    """Whether they answer for it, and nobody else does."""
    owners = {one.account_id for one in keepers if one.role == Role.OWNER}
    return owners == {account_id}


def panel(viewer: Viewer) -> dict[str, object]:
    """For `accounts.home`: what one keeps, and the way to publish more."""
    entries = [
        Item(
            text=row.name,
            endpoint="initiatives_desk.keep",
            values={"slug": row.slug},
            note=f"{role_in_words(row.role)} · {status_in_words(row.status)}",
        )
        for row in (_list_kept(viewer.key) if _keeps_some(viewer) else ())
    ]
    entries.append(Item(_("Publish an initiative"), "initiatives.begin"))
    return {"initiatives": Shelf(title=_("My initiatives"), empty="", entries=tuple(entries))}


def list_returned(viewer: Viewer) -> Sequence[Waiting]:
    """What the team gave back, which waits for nobody but who keeps it: for their desk."""
    kept = [row for row in (_list_kept(viewer.key) if _keeps_some(viewer) else ()) if row.status == Status.DRAFT]
    if not kept:
        return []
    newest = func.max(InitiativeSubmission.id)
    last = select(newest).where(InitiativeSubmission.initiative_id.in_([row.id for row in kept]))
    answered = db.session.execute(
        select(InitiativeSubmission.initiative_id, InitiativeSubmission.decided_at).where(
            InitiativeSubmission.id.in_(last.group_by(InitiativeSubmission.initiative_id)),
            InitiativeSubmission.decision == Decision.RETURNED.value,
        )
    )
    returned = {of: at for of, at in answered if at is not None}
    return [
        Waiting(
            _("The team asks for a change before “%(name)s” is public", name=row.name),
            1,
            returned[row.id],
            "initiatives_desk.keep",
            {"slug": row.slug},
            is_pressing=True,
        )
        for row in kept
        if row.id in returned
    ]


def what_is_erased(viewer: Viewer) -> dict[str, object]:
    """For `accounts.erasing`."""
    rows = _list_kept(viewer.key)
    if not rows:
        return {}
    lines = [_("The profiles of initiatives that you keep stay; your name and your rights over them go.")]
    lines += [
        _("Nobody will answer for %(name)s any more: hand it over first if you can.", name=row.name)
        for row in rows
        if row.role == Role.OWNER and _is_alone(row.public_id, viewer.key)
    ]
    return {"initiatives": lines}


def export(account_id: str) -> dict[str, Any]:
    """For a person's file."""
    account = db.session.scalars(select(Account).where(Account.public_id == account_id)).first()
    if account is None:
        return {}
    sent = db.session.execute(
        select(Initiative.name, InitiativeSubmission)
        .join(Initiative, Initiative.id == InitiativeSubmission.initiative_id)
        .where(InitiativeSubmission.account_id == account.id)
        .order_by(InitiativeSubmission.id)
    )
    claims = db.session.execute(
        select(Initiative.name, InitiativeClaim)
        .join(Initiative, Initiative.id == InitiativeClaim.initiative_id)
        .where(InitiativeClaim.account_id == account.id)
        .order_by(InitiativeClaim.id)
    )
    names = {address.value for address in list_verified(account.id)} | {account.public_id}
    changes = db.session.execute(
        select(Initiative.name, InitiativeChange.at, InitiativeChange.role, InitiativeChange.after)
        .join(Initiative, Initiative.id == InitiativeChange.initiative_id)
        .where(InitiativeChange.actor.in_(names))
        .order_by(InitiativeChange.id)
    )
    return {
        "changed": [
            {"name": name, "at": at.isoformat(), "role": role, **_what(role, after)}
            for name, at, role, after in changes
        ],
        "kept": [{"name": row.name, "slug": row.slug, "role": row.role} for row in _list_kept(account.id)],
        "sent": [
            {"name": name, "sent_at": one.sent_at.isoformat(), "decision": one.decision, "reason": one.reason}
            for name, one in sent
        ],
        "claimed": [
            {"name": name, "at": one.created_at.isoformat(), "text": one.text, "outcome": one.outcome}
            for name, one in claims
        ],
    }


def _what(role: str, after: dict[str, Any]) -> dict[str, Any]:
    """What somebody wrote of what they keep; of the team's work, and of contacts, which may be others', the fields."""
    if role in STAFF or role == SHEET:
        return {"fields": sorted(after)}
    return {"fields": sorted(after), "wrote": {name: said for name, said in after.items() if name not in PERSONAL}}


def _keeps_some(viewer: Viewer) -> bool:
    return any(grant.subject_kind == KIND for grant in viewer.grants)


def _list_kept(account_key: int) -> Sequence[Any]:
    return db.session.execute(
        select(Initiative.id, Initiative.name, Initiative.slug, Initiative.public_id, Initiative.status, RoleGrant.role)
        .join(RoleGrant, RoleGrant.subject_id == Initiative.public_id)
        .where(
            RoleGrant.account_id == account_key,
            RoleGrant.subject_kind == KIND,
            RoleGrant.role.in_(KEEPING),
            RoleGrant.ended_at.is_(None),
            Initiative.slug.is_not(None),
        )
        .order_by(Initiative.name_key)
        .limit(SHOWN)
    ).all()


def _is_alone(public_id: str, account_key: int) -> bool:
    return not any(one.role == Role.OWNER and one.account_key != account_key for one in list_keepers(public_id))
