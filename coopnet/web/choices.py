"""What a list can be narrowed by, as the filters of its page take it (`templates/components/filters.html`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """One to tick. `found` is None where it is not counted."""

    name: str
    value: str
    label: str
    is_chosen: bool
    found: int | None


@dataclass(frozen=True)
class Group:
    label: str
    boxes: Sequence[Box]
