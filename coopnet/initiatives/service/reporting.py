"""What people say is wrong, on its way through the team."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative, InitiativeReport
from coopnet.initiatives.queries.keepers import KIND


def see(public_id: str, *, actor: str, now: datetime) -> None:
    """Somebody looks into it: the others see that. Raises `RuleBroken("report_closed")`."""
    report = _get(public_id)
    report.seen_at, report.seen_by = now, actor
    _note(report, "initiative.report.see", actor=actor, now=now)


def close(public_id: str, *, is_right: bool, actor: str, now: datetime) -> None:
    """`is_right`: there was something to correct, and it is. Raises `RuleBroken("report_closed")`."""
    report = _get(public_id)
    report.handled_at, report.handled_by, report.is_right = now, actor, is_right
    _note(report, "initiative.report.close", actor=actor, now=now)


def _get(public_id: str) -> InitiativeReport:
    asked = select(InitiativeReport).where(InitiativeReport.public_id == public_id).with_for_update()
    found = db.session.scalars(asked.execution_options(populate_existing=True)).first()
    if found is None or found.handled_at is not None:
        raise RuleBroken("report_closed")
    return found


def _note(report: InitiativeReport, action: str, *, actor: str, now: datetime) -> None:
    public_id = db.session.scalars(select(Initiative.public_id).where(Initiative.id == report.initiative_id)).one()
    after = {"reason": report.reason, "is_right": report.is_right}
    audit.record(at=now, actor=actor, action=action, subject_kind=KIND, subject_id=public_id, after=after)
    db.session.flush()
