"""A profile stays true: once a year its people are asked; what they answer, and what their silence does.

The daily job takes each step from what stands in the rows, so it may run twice, late, or by two workers.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.foundation import outbox
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives import letters
from coopnet.initiatives.models import Initiative, InitiativeAsk
from coopnet.initiatives.queries.freshness import find_asked, is_due, is_old_ask, is_theirs, list_due, list_people
from coopnet.initiatives.rules.freshness import ASKED_A_DAY, Answer, Step
from coopnet.initiatives.rules.histories import OWN_ADDRESS, SYSTEM
from coopnet.initiatives.rules.states import LISTED, SILENT, Status
from coopnet.initiatives.service import publishing
from coopnet.initiatives.service.asks import end_ask, end_asks
from coopnet.initiatives.service.editing import lock

KEEP_TRUE = "initiatives.keep_true"
BATCH = 50  # profiles that wait for one transaction


def keep_true_job(dispatch: Dispatch) -> None:
    """Goes on with the next batch until nothing is due. Who is asked today ends with `ASKED_A_DAY`."""
    now = dispatch.due_at
    part = int(dispatch.values.get("part", 0))
    forget_old_asks(now)
    is_more = False
    for step in (Step.FOLD, Step.MARK, Step.REMIND):
        is_more |= take_step(step, limit=BATCH, now=now) == BATCH
    if part * BATCH < ASKED_A_DAY:
        is_more |= take_step(Step.ASK, limit=BATCH, now=now) == BATCH
    if is_more:
        outbox.put_next_part(dispatch)


def take_step(step: Step, *, limit: int, now: datetime) -> int:
    """How many profiles were due. All are locked before any is changed: an editor locks one, then what all share."""
    due = list_due(step, now=now, limit=limit)
    for initiative in [lock(each) for each in due]:
        still = select(Initiative.id).where(Initiative.id == initiative.id, is_due(step, now))
        if db.session.scalar(still) is not None:
            _TAKE[step](initiative, now)
    return len(due)


def forget_old_asks(now: datetime) -> None:
    """Their links have ended by then; nothing of them is of use."""
    for public_id in db.session.scalars(select(InitiativeAsk.public_id).where(is_old_ask(now))).all():
        outbox.forget("initiative_ask", public_id)
    db.session.execute(delete(InitiativeAsk).where(is_old_ask(now)).execution_options(synchronize_session=False))


def confirm_by_link(public_id: str, *, now: datetime) -> None:
    """All is right. Raises `RuleBroken("ask_ended")`, also for a link that was used."""
    initiative, actor = _use(public_id, Answer.RIGHT, now=now)
    publishing.confirm_profile(initiative, actor=actor, now=now)


def close_by_link(public_id: str, *, now: datetime) -> None:
    """It no longer exists. Raises `RuleBroken("ask_ended")`, also for a link that was used."""
    initiative, actor = _use(public_id, Answer.GONE, now=now)
    publishing.close_profile(initiative, actor=actor, now=now)


def confirm(initiative_id: int, *, actor: str, now: datetime) -> None:
    """One of its people, or the team that asked them, says that all is right.

    Raises `RuleBroken`: `initiative_not_found`; `cannot_become` for one that is not public.
    """
    initiative = lock(initiative_id)
    if initiative.status not in LISTED | SILENT:
        raise RuleBroken("cannot_become")
    end_asks(initiative.id, now=now)
    publishing.confirm_profile(initiative, actor=actor, now=now)


def _use(public_id: str, answer: Answer, *, now: datetime) -> tuple[Initiative, str]:
    """Once. The profile behind its mutex, and who acts."""
    asked = find_asked(public_id, now=now)
    if asked is None:
        raise RuleBroken("ask_ended")
    initiative = lock(asked.initiative_id)
    ask = db.session.scalars(
        select(InitiativeAsk).where(InitiativeAsk.public_id == public_id).execution_options(populate_existing=True)
    ).one()
    if ask.ended_at is not None or not is_theirs(ask, initiative):
        raise RuleBroken("ask_ended")
    actor = ask.recipient if ask.account_id is not None and ask.recipient else OWN_ADDRESS
    used = update(InitiativeAsk).where(InitiativeAsk.public_id == public_id, InitiativeAsk.ended_at.is_(None))
    if not changed_rows(used.values(answer=answer.value).execution_options(synchronize_session=False)):
        raise RuleBroken("ask_ended")
    end_asks(initiative.id, now=now)
    return initiative, actor


def _ask(initiative: Initiative, now: datetime) -> None:
    initiative.asked_at = now
    _write_to_people(initiative, letters.ASK, now=now)


def _remind(initiative: Initiative, now: datetime) -> None:
    initiative.reminded_at = now
    _write_to_people(initiative, letters.ASK_AGAIN, now=now)


def _mark(initiative: Initiative, now: datetime) -> None:
    initiative.stale_at = now
    publishing.move(initiative, Status.STALE, action="initiative.mark_stale", actor=SYSTEM, now=now)


def _fold(initiative: Initiative, now: datetime) -> None:
    publishing.move(initiative, Status.FOLDED, action="initiative.fold", actor=SYSTEM, now=now)
    _write_to_people(initiative, letters.FOLDED, now=now)


_TAKE: dict[Step, Callable[[Initiative, datetime], None]] = {
    Step.ASK: _ask,
    Step.REMIND: _remind,
    Step.MARK: _mark,
    Step.FOLD: _fold,
}


def _write_to_people(initiative: Initiative, kind: str, *, now: datetime) -> None:
    """To each of its people as they are now, one letter; who has left or moved has links no more."""
    standing = db.session.scalars(
        select(InitiativeAsk).where(InitiativeAsk.initiative_id == initiative.id, InitiativeAsk.ended_at.is_(None))
    ).all()
    people = {(person.account_id, person.address): person for person in list_people(initiative)}
    by_person = {}
    for ask in standing:
        if (ask.account_id, ask.recipient) in people:
            by_person[ask.account_id, ask.recipient] = ask.public_id
            ask.asked_at = now
        else:
            end_ask(ask.public_id, now=now)
    for key, person in people.items():
        public_id = by_person.get(key) or _add_ask(initiative.id, person.account_id, person.address, now=now)
        outbox.put(
            dedup_key=f"initiative-ask:{public_id}:{kind}",
            channel=outbox.EMAIL,
            kind=kind,
            now=now,
            subject_kind="initiative_ask",
            subject_id=public_id,
            recipient=person.address,
            language=person.language,
        )


def _add_ask(initiative_id: int, account_id: int | None, address: str, *, now: datetime) -> str:
    ask = InitiativeAsk(
        public_id=new_public_id(),
        initiative_id=initiative_id,
        account_id=account_id,
        recipient=address,
        asked_at=now,
    )
    db.session.add(ask)
    db.session.flush()
    return ask.public_id
