"""Who wants to write stands in line inside the process, so that those who wait never take all of its threads.

The line moves while anybody's writing comes to an end, here or in another process. Where nothing moves (another program
holds the database) only those at the gate go on waiting for it, and everybody behind them is sent back: readers find a
thread.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

STUCK_SECONDS = 2.0  # a slow disk and a busy machine move within it
LOOK_SECONDS = 0.1

Trace = Callable[[], object]


class Gate:
    """`slots` pass at once; None: as many as come. `trace` differs whenever another process has written."""

    def __init__(self, slots: int | None, trace: Trace) -> None:
        self.slots = slots
        self._trace = trace
        self._turn = threading.Condition()
        self._line: deque[object] = deque()
        self._inside = 0
        self._moved_at = 0.0  # of `time.monotonic()`
        self._seen: object = None
        self._is_held_up = False  # the last one to leave did not get to write

    def enter(self, until: float | None) -> bool:
        """Waits for its turn. False: no more waiting, since nothing moves or it is `until` (of `time.monotonic()`).

        Who has no `until` waits as long as it takes.
        """
        ticket = object()
        with self._turn:
            if self._inside == 0 and not self._line and not self._is_held_up:
                self._note_move()
            self._line.append(ticket)
            try:
                while self._line[0] is not ticket or (self.slots is not None and self._inside >= self.slots):
                    if until is not None and (time.monotonic() >= until or self._is_stuck()):
                        return False
                    self._turn.wait(LOOK_SECONDS)
                self._inside += 1
                return True
            finally:
                self._line.remove(ticket)
                self._turn.notify_all()

    def leave(self, *, held_up: bool) -> None:
        """`held_up`: others held what was needed, so nothing was written."""
        with self._turn:
            self._inside -= 1
            self._is_held_up = held_up
            if not held_up:
                self._note_move()
            self._turn.notify_all()

    def _note_move(self) -> None:
        self._moved_at, self._seen = time.monotonic(), self._trace()

    def _is_stuck(self) -> bool:
        if self._trace() != self._seen:
            self._is_held_up = False
            self._note_move()
        return time.monotonic() - self._moved_at >= STUCK_SECONDS
