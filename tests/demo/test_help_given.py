"""The demo's help was given by somebody whom, after some weeks, nobody knows; loaded again, nothing changes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from coopnet.demo.service import help_given, points
from coopnet.foundation.db import db
from coopnet.network.models import HelpGiven
from coopnet.network.queries.help_given import count_all, find_span
from coopnet.network.rules.help_given import HELPER_KEPT

NOW = datetime(2026, 12, 7, 16, 30, tzinfo=UTC)


@pytest.mark.usefixtures("app")
def test_figures_have_something_to_show_and_loading_again_changes_nothing() -> None:
    points.load(NOW)
    assert help_given.load(NOW) == help_given.TIMES
    first, last = find_span() or (NOW.date(), NOW.date())
    assert (last - first).days > HELPER_KEPT.days
    assert all(len(lines) > 2 for lines in count_all(first, last, point=None).values())
    known = select(func.count()).where(HelpGiven.helper_id.is_not(None))
    old = known.where(HelpGiven.recorded_on <= NOW.date() - HELPER_KEPT)
    assert (db.session.scalar(known) or 0) > 0
    assert db.session.scalar(old) == 0
    assert help_given.load(NOW) is None
