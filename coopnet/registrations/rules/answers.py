"""What may be answered to a training's questions."""

import re

NUMBER_MAX = 1_000_000_000


def read_number(typed: str) -> int | float | None:
    """A number as people write it, with a decimal comma or point; None for anything else or beyond a thousand million.

    >>> read_number("3"), read_number("2,5"), read_number("-1"), read_number("tres"), read_number("1" * 20)
    (3, 2.5, -1, None, None)

    The digits of any script, as a phone's own keyboard has them:

    >>> read_number("١٢"), read_number("২٫৫"), read_number("²")
    (12, 2.5, None)
    """
    if not re.fullmatch(r"-?\d{1,12}([.,٫]\d{1,6})?", typed):
        return None
    number = float(typed.replace(",", ".").replace("٫", "."))
    if abs(number) > NUMBER_MAX:
        return None
    return int(number) if number.is_integer() else number
