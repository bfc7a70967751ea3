"""Contrast between colours, as WCAG 2.2 counts it."""

import re

# For text of any size (WCAG 1.4.3).
ENOUGH = 4.5
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def is_colour(written: str) -> bool:
    """Only what can be measured is taken: `#rgb` or `#rrggbb`.

    >>> is_colour("#a3341c"), is_colour("#fff"), is_colour("red"), is_colour("#fff;}")
    (True, True, False, False)
    """
    return _HEX.fullmatch(written) is not None


def contrast(one: str, other: str) -> float:
    """From 1 to 21.

    >>> round(contrast("#000", "#ffffff"), 1), round(contrast("#777777", "#fff"), 2)
    (21.0, 4.48)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])  # noqa: PLR2004 - #rrggbb
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB
