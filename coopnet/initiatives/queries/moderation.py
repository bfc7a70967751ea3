"""What waits for the team: profiles that were sent, claims, reports; the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import main_address
from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.initiatives.models import (
    Initiative,
    InitiativeClaim,
    InitiativeReport,
    InitiativeSubmission,
)
from coopnet.initiatives.queries.keepers import list_returned
from coopnet.initiatives.rules.keeping import WITHDRAWN_SHOWN, ClaimWay, Decision

SHOWN = 50
MODERATE = "initiatives.moderate"


@dataclass(frozen=True)
class Sent:
    public_id: str
    initiative_id: int
    name: str
    slug: str | None  # None where nothing but the name is left
    sent_at: datetime
    decision: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Claimed:
    public_id: str
    name: str
    slug: str
    text: str
    who: str  # name and contact
    created_at: datetime


@dataclass(frozen=True)
class Reported:
    public_id: str
    name: str
    slug: str
    reason: str
    text: str
    created_at: datetime
    seen_by: str | None


def list_sent() -> list[Sent]:
    waiting = _sent().where(InitiativeSubmission.decided_at.is_(None), Initiative.slug.is_not(None))
    return [Sent(*row) for row in db.session.execute(waiting.order_by(InitiativeSubmission.sent_at).limit(SHOWN))]


def list_withdrawn(now: datetime) -> list[Sent]:
    """What its people took back lately, the newest first."""
    taken = _sent().where(
        InitiativeSubmission.decision == Decision.WITHDRAWN.value,
        InitiativeSubmission.decided_at > now - WITHDRAWN_SHOWN,
    )
    return [
        Sent(*row) for row in db.session.execute(taken.order_by(InitiativeSubmission.decided_at.desc()).limit(SHOWN))
    ]


def find_sent(public_id: str) -> Sent | None:
    row = db.session.execute(_sent().where(InitiativeSubmission.public_id == public_id)).first()
    return None if row is None else Sent(*row)


def find_returned(initiative_id: int) -> str | None:
    """The reasons with which the team last returned it; None where it did not, or decided since."""
    row = db.session.execute(
        select(InitiativeSubmission.decision, InitiativeSubmission.reason)
        .where(InitiativeSubmission.initiative_id == initiative_id)
        .order_by(InitiativeSubmission.id.desc())
        .limit(1)
    ).first()
    return row.reason if row is not None and row.decision == "returned" else None


def list_claims() -> list[Claimed]:
    rows = db.session.execute(
        select(InitiativeClaim, Initiative.name, Initiative.slug, Account)
        .join(Initiative, Initiative.id == InitiativeClaim.initiative_id)
        .join(Account, Account.id == InitiativeClaim.account_id)
        .options(selectinload(Account.contacts))
        .where(_is_waiting_claim())
        .order_by(InitiativeClaim.created_at)
        .limit(SHOWN)
    ).all()
    return [
        Claimed(one.public_id, name, slug or "", one.text, _who(account), one.created_at)
        for one, name, slug, account in rows
    ]


def list_reports() -> list[Reported]:
    rows: Any = db.session.execute(
        select(
            InitiativeReport.public_id,
            Initiative.name,
            Initiative.slug,
            InitiativeReport.reason,
            InitiativeReport.text,
            InitiativeReport.created_at,
            InitiativeReport.seen_by,
        )
        .join(Initiative, Initiative.id == InitiativeReport.initiative_id)
        .where(InitiativeReport.handled_at.is_(None), Initiative.slug.is_not(None))
        .order_by(InitiativeReport.created_at)
        .limit(SHOWN)
    )
    return [Reported(*row) for row in rows]


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`: what waits for the team, and for who keeps what it gave back."""
    lines = list(list_returned(viewer))
    if not viewer.can(MODERATE):
        return {"initiatives": lines}
    for count, oldest, anchor, say in (
        (*_count(InitiativeSubmission.sent_at, InitiativeSubmission.decided_at.is_(None)), "enviades", _say_sent),
        (*_count(InitiativeClaim.created_at, _is_waiting_claim()), "reclamades", _say_claims),
        (*_count(InitiativeReport.created_at, InitiativeReport.handled_at.is_(None)), "avisos", _say_reports),
    ):
        if count:
            lines.append(
                Waiting(say(count), count, oldest or clock.now(), "initiatives_desk.queue", {"_anchor": anchor})
            )
    return {"initiatives": lines}


def _is_waiting_claim() -> ColumnElement[bool]:
    return (
        (InitiativeClaim.way == ClaimWay.TEAM)
        & InitiativeClaim.ended_at.is_(None)
        & InitiativeClaim.account_id.is_not(None)
    )


def _count(moment: Any, condition: ColumnElement[bool]) -> tuple[int, datetime | None]:
    count, oldest = db.session.execute(select(func.count(), func.min(moment)).where(condition)).one()
    return count, oldest


def _say_sent(count: int) -> str:
    return ngettext("%(num)d initiative to look at", "%(num)d initiatives to look at", count)


def _say_claims(count: int) -> str:
    return ngettext(
        "%(num)d person says that a profile is theirs", "%(num)d people say that a profile is theirs", count
    )


def _say_reports(count: int) -> str:
    return ngettext("%(num)d notice that something is wrong", "%(num)d notices that something is wrong", count)


def _sent() -> Any:
    return select(
        InitiativeSubmission.public_id,
        InitiativeSubmission.initiative_id,
        Initiative.name,
        Initiative.slug,
        InitiativeSubmission.sent_at,
        InitiativeSubmission.decision,
        InitiativeSubmission.decided_at,
    ).join(Initiative, Initiative.id == InitiativeSubmission.initiative_id)


def _who(account: Account) -> str:
    address = main_address(account)
    return ", ".join(part for part in (account.name, address.value if address else "") if part)
