"""Page numbers out of addresses."""

from collections.abc import Mapping

DIGITS = 9


def page_number(args: Mapping[str, str], *, name: str = "pagina", at_most: int) -> int:
    """From 1 to `at_most`, whatever the address says: 1 for what is no number, `at_most` for what is beyond it."""
    typed = args.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit()):
        return 1
    number = int(typed) if len(typed) <= DIGITS else at_most
    return max(1, min(number, at_most))
