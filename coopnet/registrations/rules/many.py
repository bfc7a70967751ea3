"""One act for many people at once: which it can be, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coopnet.registrations.rules.states import ACTIVE, CANCELLABLE, State

PART = 20  # people in one transaction, so that nobody else waits long
MOST = 1_000  # people at once
SUBJECT_MAX = 150
TEXT_MAX = 3_000


class Act(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    WRITE = "write"


CONCERNED: dict[Act, frozenset[State]] = {
    Act.APPROVE: frozenset({State.PENDING}),
    Act.DECLINE: frozenset({State.PENDING}),
    Act.CANCEL: CANCELLABLE,
    Act.WRITE: ACTIVE,
}


@dataclass(frozen=True)
class Progress:
    """Of `total` people. `skipped` were something else by then."""

    act: Act
    total: int
    done: int
    skipped: int

    @property
    def left(self) -> int:
        """
        >>> Progress(Act.WRITE, total=5, done=2, skipped=1).left
        2
        """
        return self.total - self.done - self.skipped


def concerned(act: Act, states: Sequence[str]) -> int:
    """How many of those that were chosen it is for.

    >>> concerned(Act.APPROVE, ["pending", "confirmed"]), concerned(Act.CANCEL, ["pending", "cancelled"])
    (1, 1)
    """
    return sum(State(state) in CONCERNED[act] for state in states)
