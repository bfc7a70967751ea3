"""A post's life: where it can stand, what may be done with it there, and what becomes of it.

All of it is one table. The codes of the states are those of `listing_states` in the district's taxonomy.
"""

from enum import StrEnum


class State(StrEnum):
    PENDING = "pending_review"
    OPEN = "published"
    TALKING = "in_conversation"
    PROMISED = "promised"
    DONE = "fulfilled"
    PARTLY_DONE = "partly_fulfilled"  # some of it was met, the rest is still looked for
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    HIDDEN = "hidden_by_report"
    REJECTED = "rejected"


class Act(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"
    TALK = "talk"
    PROMISE = "promise"
    TAKE_BACK = "take_back"  # a promise, a talk, a "done" pressed too soon
    FULFIL = "fulfil"
    FULFIL_PARTLY = "fulfil_partly"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    RENEW = "renew"
    CHANGE = "change"  # other words than the team has read
    HIDE = "hide"
    SHOW_AGAIN = "show_again"


LIVE = frozenset({State.OPEN, State.TALKING, State.PROMISED, State.PARTLY_DONE})
# Those that a list may show: what was met says thank you for a few days.
LISTED = LIVE | {State.DONE}
ENDED = frozenset({State.DONE, State.WITHDRAWN, State.EXPIRED, State.REJECTED})
# They wait for the team.
WAITING = frozenset({State.PENDING, State.HIDDEN})
# The same person does not make the same post twice while one of these stands.
STANDING = LIVE | WAITING

# From where each act may be done, and where it leads.
_TABLE: dict[Act, tuple[frozenset[State], State]] = {
    Act.APPROVE: (frozenset({State.PENDING, State.REJECTED}), State.OPEN),
    Act.REJECT: (STANDING | {State.DONE}, State.REJECTED),
    Act.TALK: (frozenset({State.OPEN, State.PARTLY_DONE}), State.TALKING),
    Act.PROMISE: (frozenset({State.OPEN, State.TALKING, State.PARTLY_DONE}), State.PROMISED),
    Act.TAKE_BACK: (frozenset({State.TALKING, State.PROMISED, State.PARTLY_DONE, State.DONE}), State.OPEN),
    Act.FULFIL: (LIVE | {State.EXPIRED}, State.DONE),
    Act.FULFIL_PARTLY: (frozenset({State.OPEN, State.TALKING, State.PROMISED}), State.PARTLY_DONE),
    Act.WITHDRAW: (STANDING | {State.EXPIRED}, State.WITHDRAWN),
    Act.EXPIRE: (LIVE, State.EXPIRED),
    Act.CHANGE: (LIVE | {State.REJECTED}, State.PENDING),
    Act.HIDE: (LISTED, State.HIDDEN),
}

# What its maker does with one press. Whoever talks, promises or helps by conversations comes through the same acts.
MAKERS = (
    Act.RENEW,
    Act.TALK,
    Act.PROMISE,
    Act.TAKE_BACK,
    Act.FULFIL_PARTLY,
    Act.FULFIL,
    Act.WITHDRAW,
)
TEAMS = (Act.APPROVE, Act.SHOW_AGAIN, Act.HIDE, Act.REJECT)


def next_state(before: str, act: Act, *, hidden_from: str | None = None) -> State | None:
    """Where an act leads. The same state: nothing is to be done, as when a button is pressed twice. None: it cannot be.

    `hidden_from` is where a post stood when reports hid it, or its maker changed it: there it goes back.

    >>> next_state("published", Act.PROMISE).value, next_state("promised", Act.PROMISE).value
    ('promised', 'promised')
    >>> next_state("promised", Act.TAKE_BACK).value, next_state("withdrawn", Act.TAKE_BACK)
    ('published', None)
    >>> next_state("hidden_by_report", Act.SHOW_AGAIN, hidden_from="promised").value
    'promised'
    >>> next_state("promised", Act.CHANGE).value
    'pending_review'
    >>> next_state("pending_review", Act.APPROVE, hidden_from="promised").value
    'promised'
    >>> next_state("expired", Act.RENEW).value, next_state("in_conversation", Act.RENEW).value
    ('published', 'in_conversation')
    """
    state = State(before)
    if act == Act.RENEW:
        return State.OPEN if state == State.EXPIRED else state if state in LIVE else None
    if act == Act.SHOW_AGAIN:
        if state == State.HIDDEN:
            return State(hidden_from or State.OPEN)
        return state if state in LISTED else None
    sources, target = _TABLE[act]
    if act == Act.APPROVE and state in sources:
        return State(hidden_from or target)
    return target if state in sources or state == target else None


def can_do(before: str, act: Act) -> bool:
    """Whether it is worth a button: it can be done, and would change something.

    >>> can_do("published", Act.WITHDRAW), can_do("withdrawn", Act.WITHDRAW), can_do("rejected", Act.WITHDRAW)
    (True, False, False)
    >>> can_do("published", Act.RENEW), can_do("published", Act.SHOW_AGAIN)
    (True, False)
    """
    after = next_state(before, act)
    return after is not None and (act == Act.RENEW or after != before)
