"""What will happen to people when the places of a training become more or fewer, before it does."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Forecast:
    """Of one way. A capacity of None has no limit; `over` counts people beyond the places that there will be.

    `let_in` and `people_let_in` leave the waiting list, `waiting` parties stay on it, of which `too_big` are for more
    people than there will be places at all.
    """

    way: str | None  # None where all share the same places
    before: int | None
    after: int | None
    taken: int
    over: int
    let_in: int
    people_let_in: int
    waiting: int
    too_big: int


def foresee(
    *,
    way: str | None,
    before: int | None,
    after: int | None,
    taken: int,
    waiting: Sequence[int],
    is_moving: bool,
) -> Forecast:
    """`waiting` are the sizes of the parties in the order of their queue; nobody moves unless `is_moving`.

    A smaller party passes one too big for what is free, which keeps its turn:

    >>> seen = foresee(way=None, before=10, after=13, taken=10, waiting=[4, 2, 1, 1], is_moving=True)
    >>> seen.let_in, seen.people_let_in, seen.waiting, seen.over, seen.too_big
    (2, 3, 2, 0, 0)

    Nobody is thrown out, nor does anybody get in while there are more people than places:

    >>> seen = foresee(way=None, before=10, after=8, taken=10, waiting=[1, 9], is_moving=True)
    >>> seen.let_in, seen.waiting, seen.over, seen.too_big
    (0, 2, 2, 1)

    Without a limit everybody gets in; once it has begun nobody does:

    >>> [foresee(way=None, before=1, after=None, taken=1, waiting=[1, 2], is_moving=moving).people_let_in
    ...  for moving in (True, False)]
    [3, 0]
    """
    left = None if after is None else max(0, after - taken)
    let_in = []
    for size in waiting if is_moving else ():
        if left is None or size <= left:
            let_in.append(size)
            left = None if left is None else left - size
    return Forecast(
        way=way,
        before=before,
        after=after,
        taken=taken,
        over=0 if after is None else max(0, taken - after),
        let_in=len(let_in),
        people_let_in=sum(let_in),
        waiting=len(waiting) - len(let_in),
        too_big=0 if after is None else sum(size > after for size in waiting),
    )


def mark_of_forecasts(forecasts: Sequence[Forecast]) -> str:
    """The same for as long as the same would happen.

    >>> one = foresee(way=None, before=1, after=2, taken=1, waiting=[], is_moving=True)
    >>> two = foresee(way=None, before=1, after=2, taken=1, waiting=[1], is_moving=True)
    >>> mark_of_forecasts([one]) == mark_of_forecasts([one]), mark_of_forecasts([one]) == mark_of_forecasts([two])
    (True, False)
    """
    return hashlib.sha256(repr(list(forecasts)).encode()).hexdigest()[:16]
