from collections.abc import Callable
from datetime import datetime

import pytest

from tests.factories.freshness import run_job


@pytest.fixture
def work_at(clock_at: Callable[[datetime], None]) -> Callable[[datetime], None]:
    """The daily job at that moment."""

    def run(moment: datetime) -> None:
        clock_at(moment)
        run_job(moment)

    return run
