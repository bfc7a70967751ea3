"""Whoever helps writes it down, and takes it back when it was a slip; after some weeks nobody knows who wrote it."""

import hashlib
from datetime import datetime, time
from typing import Any

from sqlalchemy import CursorResult, delete, func, select, update

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import add_if_absent, changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.network.models import HelpGiven
from coopnet.network.queries.overdue import is_old_help
from coopnet.network.rules.help_given import MOST_A_DAY, Given, is_recent

FORGET = "network.forget_helpers"


def record(given: Given, *, helper: int, form_key: str | None, now: datetime) -> bool:
    """`helper` is the key of an account. False where the same form was sent before.

    Raises `RuleBroken`: `help_day` for a day to come or of long ago, `help_too_many` in one day.
    """
    today = clock.to_local(now).date()
    if not is_recent(given.day, today=today):
        raise RuleBroken("help_day")
    written = select(func.count()).where(HelpGiven.helper_id == helper, HelpGiven.recorded_on == today)
    if (db.session.scalar(written) or 0) >= MOST_A_DAY:
        raise RuleBroken("help_too_many")
    return add_if_absent(
        HelpGiven,
        unique="form_hash",
        public_id=new_public_id(),
        helper_id=helper,
        topic=given.topic,
        minutes=given.minutes,
        language=given.language,
        ending=given.ending,
        way=given.way.value,
        point=given.point,
        day=given.day,
        recorded_on=today,
        form_hash=hashlib.sha256(f"help|{helper}|{form_key}".encode()).hexdigest() if form_key else None,
    )


def take_back(public_id: str, *, helper: int, now: datetime) -> bool:
    """One of theirs of today; False where there is none."""
    today = clock.to_local(now).date()
    theirs = delete(HelpGiven).where(
        HelpGiven.public_id == public_id, HelpGiven.helper_id == helper, HelpGiven.recorded_on == today
    )
    gone: CursorResult[Any] = db.session.execute(theirs.execution_options(synchronize_session=False))  # type: ignore[assignment]
    return gone.rowcount == 1


def forget_job(_dispatch: outbox.Dispatch) -> None:
    forget(clock.now())


def forget(now: datetime) -> int:
    """Who wrote it down, and with which form; the figure stays."""
    forgotten = update(HelpGiven).where(is_old_help(now)).values(helper_id=None, form_hash=None)
    return changed_rows(forgotten.execution_options(synchronize_session=False))


def forget_of(account_key: int) -> None:
    forgotten = update(HelpGiven).where(HelpGiven.helper_id == account_key).values(helper_id=None, form_hash=None)
    db.session.execute(forgotten.execution_options(synchronize_session=False))


# With its time of the day on the instance's wall clocks.
DAILY = ((FORGET, forget_job, time(4, 45)),)
