"""What is done for trainings by the clock, at its time of the day in the instance's zone."""

from datetime import time

from coopnet.foundation import clock
from coopnet.foundation.outbox import Dispatch
from coopnet.trainings.service.writing import clear_typed

CLEAR = "trainings.clear_typed"


def clear_job(_dispatch: Dispatch) -> None:
    clear_typed(clock.now())


DAILY = ((CLEAR, clear_job, time(4, 35)),)
