"""Some profiles of the demo have years behind them: each state of what their people answer, or do not, can be seen."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeAsk
from coopnet.initiatives.rules.freshness import FOLD_AFTER, MARK_AFTER, REMIND_AFTER, Step
from coopnet.initiatives.service import freshness, upkeep

# In the order of the sheet, and so of the directory: the steps take the first ones that are due.
FOLDED = "INI-012"
MARKED = ("INI-020", "INI-021")
REMINDED = "INI-036"
NO_EMAIL = "INI-043"  # asked, and nobody can be written to
CONFIRMED = "INI-051"
CLOSED = "INI-061"
EARLY = frozenset({FOLDED, *MARKED, REMINDED, NO_EMAIL, CONFIRMED, CLOSED})
MADE = timedelta(days=760)  # ago: more than a year before anybody was asked
FOLDED_SINCE = timedelta(days=20)
MARKED_SINCE = timedelta(days=50)
REMINDED_SINCE = timedelta(days=15)
ASKED_SINCE = timedelta(days=10)
ANSWERED_AFTER = timedelta(days=1)


def live_through(now: datetime) -> None:
    """What the daily job would have done, on its days. Before any other profile is there."""
    folded = now - FOLDED_SINCE
    _step(Step.ASK, 1, folded - FOLD_AFTER - MARK_AFTER - REMIND_AFTER)
    _step(Step.REMIND, 1, folded - FOLD_AFTER - MARK_AFTER)
    _step(Step.MARK, 1, folded - FOLD_AFTER)
    marked = now - MARKED_SINCE
    _step(Step.ASK, len(MARKED), marked - MARK_AFTER - REMIND_AFTER)
    _step(Step.REMIND, len(MARKED), marked - MARK_AFTER)
    _step(Step.MARK, len(MARKED), marked)
    _forget_letters()
    reminded = now - REMINDED_SINCE
    _step(Step.ASK, 1, reminded - REMIND_AFTER)
    _step(Step.FOLD, 1, folded)
    _step(Step.REMIND, 1, reminded)
    asked = now - ASKED_SINCE
    _step(Step.ASK, 3, asked)
    answered = asked + ANSWERED_AFTER
    for public_id in _asks_of(CONFIRMED):
        freshness.confirm_by_link(public_id, now=answered)
    for public_id in _asks_of(CLOSED):
        freshness.close_by_link(public_id, now=answered)
    upkeep.erase_changes(now)


def _step(step: Step, limit: int, moment: datetime) -> None:
    freshness.take_step(step, limit=limit, now=moment)


def _forget_letters() -> None:
    """Of those who did not answer: nobody reads three at once, of a year."""
    for public_id in db.session.scalars(select(InitiativeAsk.public_id)).all():
        outbox.forget("initiative_ask", public_id)


def _asks_of(code: str) -> Sequence[str]:
    asked = select(InitiativeAsk.public_id).join(Initiative, Initiative.id == InitiativeAsk.initiative_id)
    return db.session.scalars(asked.where(Initiative.code == code, InitiativeAsk.ended_at.is_(None))).all()
