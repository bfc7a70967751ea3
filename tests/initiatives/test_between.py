"""What somebody does between a look at a profile and its lock is seen, and nobody is hurried by it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative, InitiativeAsk, InitiativeChange, InitiativeReport
from coopnet.initiatives.rules.drafts import Contact
from coopnet.initiatives.rules.freshness import Step
from coopnet.initiatives.rules.states import ReportReason
from coopnet.initiatives.service import asking, editing, freshness, publishing, upkeep
from tests.factories.accounts import give_role, make_account
from tests.factories.freshness import ASKED, DAY, FOLDED, MARKED, REMINDED, STEPS, row_of, run_part
from tests.factories.initiatives import ACTOR, make_profile_draft, save_profile, save_public_profile

pytestmark = pytest.mark.usefixtures("app")

Letters = Callable[..., list[Dispatch]]


def before_the_lock(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Whoever locks a profile next waits until somebody has done that."""
    lock = editing.lock

    def locking(initiative_id: int, **more: Any) -> Initiative:
        monkeypatch.setattr(freshness, "lock", lock)
        act()
        return lock(initiative_id, **more)

    monkeypatch.setattr(freshness, "lock", locking)


def test_who_confirms_while_the_job_looks_is_not_asked(monkeypatch: pytest.MonkeyPatch, letters: Letters) -> None:
    saved = save_public_profile()
    confirm = partial(freshness.confirm, saved.initiative_id, actor=ACTOR, now=ASKED)
    before_the_lock(monkeypatch, confirm)
    in_transaction(partial(freshness.take_step, Step.ASK, limit=5, now=ASKED))
    assert letters("initiative.ask") == []
    assert row_of(saved).asked_at is None


def test_a_link_whose_address_goes_while_it_is_pressed_confirms_nothing(
    monkeypatch: pytest.MonkeyPatch, work_at: Callable[[datetime], None]
) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    ask = db.session.scalars(select(InitiativeAsk.public_id)).one()
    other = make_profile_draft(contacts=(Contact("email", "nou@example.org"),))
    before_the_lock(
        monkeypatch,
        lambda: editing.save(other, initiative_id=saved.initiative_id, actor=ACTOR, now=ASKED),
    )
    with pytest.raises(RuleBroken, match="ask_ended"):
        in_transaction(partial(freshness.confirm_by_link, ask, now=ASKED))


def test_the_question_to_who_has_left_ends_and_their_address_goes(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    give_role(make_account("quima@example.org"), Role.OWNER, subject_id=saved.public_id)
    work_at(REMINDED)
    asks = db.session.execute(select(InitiativeAsk.recipient, InitiativeAsk.ended_at).order_by(InitiativeAsk.id)).all()
    assert [(recipient, ended_at is None) for recipient, ended_at in asks] == [
        (None, False),
        ("quima@example.org", True),
    ]


def test_nobody_is_asked_about_what_the_team_has_closed(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    work_at(ASKED)
    in_transaction(partial(publishing.close, saved.slug, actor=ACTOR, now=ASKED))
    assert db.session.scalars(select(InitiativeAsk.recipient)).all() == [None]


def test_a_confirmation_of_long_ago_brings_nothing_back(work_at: Callable[[datetime], None]) -> None:
    saved = save_public_profile()
    for moment in STEPS:
        work_at(moment)
    save_profile(make_profile_draft(confirmed_on="2020-01-01"), saved.initiative_id, now=FOLDED + DAY)
    assert (row_of(saved).status, row_of(saved).stale_at is None) == ("folded", False)


def test_what_is_public_again_has_been_public_since_the_first_time() -> None:
    saved = save_public_profile()
    since = row_of(saved).published_at
    in_transaction(partial(publishing.close, saved.slug, actor=ACTOR, now=ASKED))
    assert in_transaction(partial(publishing.publish, saved.slug, actor=ACTOR, now=MARKED))
    assert (row_of(saved).published_at, row_of(saved).closed_at) == (since, None)


def parts(letters: Letters) -> list[int]:
    return [int(job.values["part"]) for job in letters() if job.values.get("part")]


def test_the_job_goes_on_as_long_as_a_batch_is_full(monkeypatch: pytest.MonkeyPatch, letters: Letters) -> None:
    monkeypatch.setattr(freshness, "BATCH", 2)
    for number in range(3):
        save_public_profile(make_profile_draft(f"Hort {number}"))
    in_transaction(partial(run_part, 0, ASKED))
    assert (len(letters("initiative.ask")), parts(letters)) == (2, [1])
    in_transaction(partial(run_part, 1, ASKED))
    assert (len(letters("initiative.ask")), parts(letters)) == (3, [1])


def test_the_daily_erasing_takes_reports_and_goes_on_as_long_as_a_batch_is_full(
    monkeypatch: pytest.MonkeyPatch, letters: Letters, clock_at: Callable[[datetime], None]
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 1)
    clock_at(ASKED)
    saved = save_public_profile()
    report = partial(asking.report, saved.initiative_id, reason=ReportReason.OTHER, text="Em dic Rosa", form_key="k")
    in_transaction(partial(report, now=ASKED))
    clock_at(ASKED + timedelta(days=400))
    job = Dispatch(dedup_key="job", kind="k", subject_kind="job", subject_id="k", due_at=ASKED, values={})
    in_transaction(lambda: upkeep.erase_job(job))
    assert db.session.scalars(select(InitiativeReport.text)).all() == [""]
    assert parts(letters) == [1]
    assert "+34931550102" not in str(db.session.scalars(select(InitiativeChange.after)).all())
