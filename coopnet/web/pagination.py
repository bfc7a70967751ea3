"""Page numbers out of addresses, and the addresses of the pages around."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

DIGITS = 9


def page_number(args: Mapping[str, str], *, name: str = "pagina", at_most: int) -> int:
    """From 1 to `at_most`, whatever the address says: 1 for what is no number, `at_most` for what is beyond it."""
    typed = args.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit()):
        return 1
    number = int(typed) if len(typed) <= DIGITS else at_most
    return max(1, min(number, at_most))


@dataclass(frozen=True)
class Pages:
    """Addresses of the pages around this one; None where there is none."""

    number: int
    last: int
    previous: str | None
    next: str | None


def pages_around(number: int, *, last: int, address_of: Callable[[int], str]) -> Pages:
    return Pages(
        number=number,
        last=last,
        previous=address_of(number - 1) if number > 1 else None,
        next=address_of(number + 1) if number < last else None,
    )
