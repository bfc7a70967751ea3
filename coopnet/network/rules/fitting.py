"""Which posts are near and fit each other."""

from collections.abc import Collection
from dataclasses import dataclass

from coopnet.network.rules.posts import Kind

WEEK_DAYS = 7  # between two letters
MOST_IN_A_LETTER = 8


@dataclass(frozen=True)
class Side:
    """What counts of a post. `barri` None: all of the district; no languages: none was said."""

    kind: str
    category: str
    barri: str | None
    languages: frozenset[str]


def counterpart(kind: str) -> Kind:
    """What somebody looks for who has the other.

    >>> counterpart("request").value, counterpart("offer").value
    ('offer', 'request')
    """
    return Kind.OFFER if kind == Kind.REQUEST else Kind.REQUEST


def fits(one: Side, other: Side, *, neighbours: Collection[str]) -> bool:
    """A request and an offer of one category, near each other, in a language both speak.

    `neighbours` are the barris beside that of `one`.

    >>> asks = Side("request", "device", "18", frozenset({"ur", "es"}))
    >>> fits(asks, Side("offer", "device", "16", frozenset({"es"})), neighbours=("15", "16"))
    True
    >>> fits(asks, Side("offer", "device", "11", frozenset({"es"})), neighbours=("15", "16"))
    False
    >>> fits(asks, Side("offer", "device", None, frozenset({"ca"})), neighbours=())
    False
    >>> fits(asks, Side("offer", "device", None, frozenset()), neighbours=())
    True
    >>> fits(asks, Side("offer", "space", "18", frozenset()), neighbours=())
    False
    """
    if other.kind != counterpart(one.kind) or other.category != one.category:
        return False
    near = one.barri is None or other.barri is None or other.barri == one.barri or other.barri in neighbours
    speak = not one.languages or not other.languages or bool(one.languages & other.languages)
    return near and speak
