"""What the worker does for registrations: what the outbox brings, and what is due by the clock in the local zone."""

from datetime import time

from coopnet.registrations.queries.held import TELL_MOVED
from coopnet.registrations.queries.many import JOB
from coopnet.registrations.service import deciding, many, reminding, telling, upkeep

QUEUED = (
    (deciding.TELL_CANCELLED, deciding.tell_cancelled),
    (JOB, many.do_part),
    (TELL_MOVED, telling.tell_moved),
    (reminding.SEND_LINKS, reminding.send_links),
)
DAILY = (
    (upkeep.ERASE, upkeep.erase_job, time(4, 0)),
    (upkeep.ABSENT, upkeep.absent_job, time(4, 15)),
    (upkeep.COMPARE, upkeep.compare_job, time(4, 30)),
)
