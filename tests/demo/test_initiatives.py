"""The demo directory shows every state in which a profile and its people can be; loaded again, nothing moves."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from coopnet.demo.service import freshness, initiatives
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.queries import silent
from coopnet.initiatives.queries.overdue import is_old_change
from coopnet.initiatives.rules.freshness import Step
from coopnet.initiatives.service.freshness import take_step

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.usefixtures("app")
def test_each_answer_and_each_silence_can_be_seen(
    clock_at: Callable[[datetime], None], letters: Callable[..., list[Dispatch]]
) -> None:
    clock_at(NOW)
    made = initiatives.load(NOW)
    found = db.session.scalars(select(Initiative).where(Initiative.code.like("INI-%"))).all()
    assert made == len(found)
    states = {each.code: each.status for each in found}
    assert {code for code, state in states.items() if state != "published"} == {
        freshness.FOLDED,
        *freshness.MARKED,
        freshness.CLOSED,
    }
    assert Counter(states.values()) == {"published": made - 4, "stale": 2, "folded": 1, "closed": 1}
    by_code = {each.code: each for each in found}
    assert by_code[freshness.REMINDED].reminded_at is not None
    assert by_code[freshness.CONFIRMED].confirmed_at == NOW - freshness.ASKED_SINCE + freshness.ANSWERED_AFTER
    called = {one.slug: one.was_written_to for one in silent.list_silent()}
    assert {by_code[code].slug for code in (*freshness.MARKED, freshness.NO_EMAIL)} == set(called)
    assert called[by_code[freshness.NO_EMAIL].slug or ""] is False
    # A letter that somebody could still answer leaves; those of a year ago do not.
    assert all(one.recipient is None for one in letters("initiative.ask") if one.queued_at < NOW - timedelta(days=60))
    assert any(one.recipient for one in letters("initiative.ask"))
    # What their contacts were two years ago is kept no more.
    assert db.session.scalar(select(func.count()).where(is_old_change(NOW))) == 0
    # The job has nothing left to do with them today, and their history is in order.
    for step in (Step.REMIND, Step.MARK, Step.FOLD):
        assert take_step(step, limit=10, now=NOW) == 0
    moments = db.session.scalars(
        select(InitiativeChange.at)
        .where(InitiativeChange.initiative_id == by_code[freshness.FOLDED].id)
        .order_by(InitiativeChange.version)
    ).all()
    assert moments == sorted(moments)
    assert len(moments) > 3


@pytest.mark.usefixtures("app")
def test_loading_again_moves_nothing(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)
    initiatives.load(NOW)
    count = select(func.count()).select_from(InitiativeChange)
    before = db.session.scalar(count)
    assert initiatives.load(NOW + timedelta(days=1)) is None
    assert db.session.scalar(count) == before
