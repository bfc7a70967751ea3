from datetime import date

import pytest

from coopnet.demo.rules.dates import move_dates


@pytest.mark.parametrize("text", ["31 February 2026", "February 31, 2026"])
def test_a_day_that_no_month_has_stays_as_it_was(text: str) -> None:
    assert move_dates(text, 1, near=date(2026, 2, 1)) == text
