"""What a post says, as its maker may change it later, and whether the team reads it again before others do."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import LIVE, WAITING, State

# What others read that was typed freely.
WORDS = ("title", "details", "when")
# What the team compares.
COMPARED = (*WORDS, "text_language", "audience")

CHANGEABLE = LIVE | WAITING | {State.REJECTED}
_WIDTHS = tuple(Audience)  # from the narrowest to the widest


@dataclass(frozen=True)
class Said:
    """`barri` None: all of the district. `shown_days` None: as long as its maker likes."""

    category: str
    title: str
    details: str
    text_language: str
    terms: tuple[str, ...]
    barri: str | None
    languages: tuple[str, ...]
    when: str
    times: int
    ways: tuple[str, ...]
    for_minor: bool
    quantity: int
    needed_by: date | None
    shown_days: int | None
    audience: Audience

    def columns(self) -> dict[str, Any]:
        """As a row holds it."""
        found = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return found | {"audience": self.audience.value}

    def compared(self) -> dict[str, str | None]:
        return {name: str(getattr(self, name)) for name in COMPARED}


def wants_reading(before: Said, after: Said) -> bool:
    """Whether others would read words that the team has not, or people would that the team did not have in mind.

    >>> from dataclasses import replace
    >>> said = Said("device", "Un portàtil", "", "ca", (), "18", (), "", 0, (), False, 1, None, 60, Audience.VOLUNTEERS)
    >>> wants_reading(said, replace(said, quantity=2)), wants_reading(said, replace(said, details="Truqueu"))
    (False, True)
    >>> [wants_reading(said, replace(said, audience=one)) for one in (Audience.COORDINATORS, Audience.EVERYBODY)]
    [False, True]
    """
    if _WIDTHS.index(after.audience) > _WIDTHS.index(before.audience):
        return True
    return any(getattr(before, name) != getattr(after, name) for name in WORDS)
