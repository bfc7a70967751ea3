"""What becomes of a letter that came to a reply address."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class Answer(StrEnum):
    RELAYED = "relayed"
    HELD = "held"  # the team looks at it first
    DUPLICATE = "duplicate"  # it was here already, by whatever way
    AUTOMATIC = "automatic"  # no person wrote it
    EMPTY = "empty"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    UNREADABLE = "unreadable"
    NOBODY = "nobody"  # an address that is none of ours, forged, revoked, or of somebody who was erased


class Way(StrEnum):
    COMMAND = "command"
    MAILDIR = "maildir"
    LISTENER = "listener"


# Two machines that answer each other without saying that they are machines are stopped by these.
MOST_AN_HOUR = 20
TOLD_AN_HOUR = 5
HOUR = timedelta(hours=1)

# What the party is told, as the letter that tells it knows it.
EMPTY = "empty"
CLOSED = "closed"
TOO_LONG = "too_long"
TOO_MANY = "too_many"
KEPT_OUT = "kept_out"
LEFT_OUT = "left_out"  # it went through; what came with it did not

_BY_REFUSAL = {
    "conversation_closed": CLOSED,
    "conversation_blocked": CLOSED,  # who is blocked is told no more than that it is over
    "kept_out": KEPT_OUT,
    "message_empty": EMPTY,
    "message_too_long": TOO_LONG,
}


def what_to_tell(answer: Answer, *, refusal: str, left_out: int, is_scrubbed: bool) -> str | None:
    """None where there is nothing to tell, or nobody to tell it to.

    >>> def tell(answer, refusal="", left_out=0, is_scrubbed=False):
    ...     return what_to_tell(Answer(answer), refusal=refusal, left_out=left_out, is_scrubbed=is_scrubbed)
    >>> tell("relayed"), tell("relayed", left_out=1), tell("held", is_scrubbed=True)
    (None, 'left_out', 'left_out')
    >>> tell("empty"), tell("too_many"), tell("refused", refusal="conversation_blocked")
    ('empty', 'too_many', 'closed')
    >>> tell("automatic", left_out=1), tell("duplicate", left_out=1), tell("refused", refusal="conversation_not_found")
    (None, None, None)
    """
    if answer in {Answer.RELAYED, Answer.HELD}:
        return LEFT_OUT if left_out or is_scrubbed else None
    if answer is Answer.REFUSED:
        return _BY_REFUSAL.get(refusal)
    return {Answer.EMPTY: EMPTY, Answer.TOO_MANY: TOO_MANY}.get(answer)


def worst(answers: Mapping[str, Answer]) -> Answer:
    """What one says of a letter to several: it is taken when any of them took it.

    >>> worst({"a": Answer.NOBODY, "b": Answer.RELAYED}), worst({"a": Answer.NOBODY}), worst({})
    (<Answer.RELAYED: 'relayed'>, <Answer.NOBODY: 'nobody'>, <Answer.NOBODY: 'nobody'>)
    """
    taken = [answer for answer in answers.values() if answer is not Answer.NOBODY]
    return taken[0] if taken else Answer.NOBODY
