from collections.abc import Callable
from datetime import datetime

import pytest

from coopnet.trainings.models import Training
from tests.factories.programme import NOW, make_programme_training


@pytest.fixture
def make(clock_at: Callable[[datetime], None]) -> Callable[..., Training]:
    """Makes trainings around a clock that stands at `NOW`."""
    clock_at(NOW)
    return make_programme_training
