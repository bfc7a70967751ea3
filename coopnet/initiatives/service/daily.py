"""What is done for profiles by the clock, each at its time of the day in the instance's zone."""

from datetime import time

from coopnet.initiatives.service import clearing, freshness, pairing, rotating, upkeep

DAILY = (
    (rotating.GIVE_WEEK, rotating.give_week_job, time(0, 5)),
    (upkeep.ERASE, upkeep.erase_job, time(4, 15)),
    (clearing.CLEAR, clearing.clear_job, time(4, 20)),
    (upkeep.SWEEP, upkeep.sweep_job, time(4, 25)),
    (pairing.FIND, pairing.find_job, time(4, 45)),
    (freshness.KEEP_TRUE, freshness.keep_true_job, time(9, 0)),
)
