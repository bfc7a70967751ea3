"""The demo was written for one district; another one has other barris and other words."""

from collections.abc import Callable, Iterable, Sequence
from itertools import cycle


def fit(said: Iterable[str], own: Sequence[str], find: Callable[[str], str | None]) -> dict[str, str]:
    """What is said to the codes that a district has: those that it does not know in order, first those that are free.

    >>> fit(["Sants", "la Bordeta", "el Poble-sec"], ["70", "71"], {"Sants": "71"}.get)
    {'Sants': '71', 'la Bordeta': '70', 'el Poble-sec': '70'}
    >>> fit(["Sants"], [], lambda name: None)
    {}
    """
    names = list(dict.fromkeys(said))
    found = {name: code for name in names if (code := find(name))}
    free = [code for code in own if code not in found.values()] or own
    return found | dict(zip([name for name in names if name not in found], cycle(free), strict=False))
