"""What has to be arranged so that somebody can take part."""

from collections.abc import Sequence
from enum import StrEnum

NOTE = "note"  # what was said in words


class Stand(StrEnum):
    OPEN = "open"  # nobody has taken it yet
    TAKEN = "taken"
    DONE = "done"


def items_of(codes: Sequence[str], note: str) -> tuple[str, ...]:
    """One for each need; what was said in words is one more.

    >>> items_of(["childcare", "step_free"], "El meu fill té tres anys"), items_of([], "")
    (('childcare', 'step_free', 'note'), ())
    """
    return (*dict.fromkeys(codes), NOTE) if note else tuple(dict.fromkeys(codes))


def stand_of(*, has_taker: bool, is_done: bool) -> Stand:
    """
    >>> said = ((False, False), (True, False), (False, True))
    >>> [stand_of(has_taker=taker, is_done=done).value for taker, done in said]
    ['open', 'taken', 'done']
    """
    if is_done:
        return Stand.DONE
    return Stand.TAKEN if has_taker else Stand.OPEN


def stand_of_all(stands: Sequence[Stand]) -> Stand:
    """What is left to do comes first.

    >>> stand_of_all([Stand.DONE, Stand.OPEN]).value, stand_of_all([Stand.DONE, Stand.TAKEN]).value
    ('open', 'taken')
    >>> stand_of_all([Stand.DONE]).value
    'done'
    """
    return next((each for each in (Stand.OPEN, Stand.TAKEN) if each in stands), Stand.DONE)
