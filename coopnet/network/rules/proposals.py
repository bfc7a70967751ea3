"""A proposal's life: a coordinator proposes, both sides accept, and only then anything is shared."""

from enum import StrEnum

ANSWER_DAYS = 7  # after which nobody is waited for any longer


class State(StrEnum):
    PROPOSED = "proposed"
    HALF = "accepted_by_one"
    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    ASKER = "asker"
    HELPER = "helper"


class Act(StrEnum):
    ACCEPT = "accept"  # one side
    DECLINE = "decline"  # one side: needs no reason, and is told to nobody as a refusal
    EXPIRE = "expire"
    WITHDRAW = "withdraw"  # the coordinator, or a side that cannot keep what was agreed


# They wait for an answer.
WAITING = frozenset({State.PROPOSED, State.HALF})
# They take up somebody's time.
STANDING = WAITING | {State.AGREED}


def next_state(
    before: str, act: Act, *, side: Side | None = None, accepted: frozenset[Side] = frozenset()
) -> State | None:
    """Where an act leads. The same state: nothing is to be done, as when a button is pressed twice. None: it cannot be.

    `accepted` are those who have said yes so far.

    >>> next_state("proposed", Act.ACCEPT, side=Side.HELPER).value
    'accepted_by_one'
    >>> half = frozenset({Side.HELPER})
    >>> next_state("accepted_by_one", Act.ACCEPT, side=Side.HELPER, accepted=half).value
    'accepted_by_one'
    >>> next_state("accepted_by_one", Act.ACCEPT, side=Side.ASKER, accepted=half).value
    'agreed'
    >>> next_state("agreed", Act.WITHDRAW).value, next_state("agreed", Act.DECLINE, side=Side.ASKER)
    ('withdrawn', None)
    """
    state = State(before)
    if act == Act.ACCEPT:
        if state not in STANDING:
            return None
        if state == State.AGREED or side in accepted:
            return state
        return State.AGREED if accepted else State.HALF
    sources, target = {
        Act.DECLINE: (WAITING, State.DECLINED),
        Act.EXPIRE: (WAITING, State.EXPIRED),
        Act.WITHDRAW: (STANDING, State.WITHDRAWN),
    }[act]
    return target if state in sources or state == target else None


def other(side: Side) -> Side:
    """Of the two.

    >>> other(Side.ASKER).value, other(Side.HELPER).value
    ('helper', 'asker')
    """
    return Side.HELPER if side == Side.ASKER else Side.ASKER


class Seen(StrEnum):
    """What a side is shown: who said no, and whether anybody did, is not in it."""

    TO_ANSWER = "to_answer"
    ANSWERED = "answered"  # they have said yes, the other not yet
    AGREED = "agreed"
    NOT_NOW = "not_now"  # they have said no themselves
    OVER = "over"


def seen_by(side: Side, state: str, *, accepted: frozenset[Side], declined_by: str | None) -> Seen:
    """What one side is shown.

    >>> seen_by(Side.ASKER, "accepted_by_one", accepted=frozenset({Side.HELPER}), declined_by=None).value
    'to_answer'
    >>> [seen_by(side, "declined", accepted=frozenset(), declined_by="helper").value for side in Side]
    ['over', 'not_now']
    >>> seen_by(Side.ASKER, "expired", accepted=frozenset(), declined_by=None).value
    'over'
    >>> seen_by(Side.ASKER, "accepted_by_one", accepted=frozenset({Side.ASKER}), declined_by=None).value
    'answered'
    >>> seen_by(Side.ASKER, "agreed", accepted=frozenset(Side), declined_by=None).value
    'agreed'
    """
    if state == State.AGREED:
        return Seen.AGREED
    if state in WAITING:
        return Seen.ANSWERED if side in accepted else Seen.TO_ANSWER
    return Seen.NOT_NOW if declined_by == side else Seen.OVER
