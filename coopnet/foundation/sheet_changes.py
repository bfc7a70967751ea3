"""What a cell said and what it says, side by side in a line that a terminal holds."""

from os.path import commonprefix

LONGEST = 60
BEFORE = 12  # letters shown before the first one that differs
NOTHING = "—"


def arrow(header: str, before: str, after: str) -> str:
    """Only the part that differs, where one of the two is long.

    >>> arrow("Any", "", "1990"), arrow("Nom", "x" * 60 + "1", "x" * 60 + "2")
    ('Any: — → 1990', 'Nom: …xxxxxxxxxxxx1 → …xxxxxxxxxxxx2')
    """
    start = len(commonprefix([before, after]))  # noqa: RUF071 - letters are what is compared
    if max(len(before), len(after)) > LONGEST:
        before, after = _from(before, start), _from(after, start)
    return f"{header}: {before or NOTHING} → {after or NOTHING}"


def _from(text: str, start: int) -> str:
    """The part that differs, with a bit of what stands before it."""
    first = max(0, start - BEFORE)
    part = f"…{text[first:]}" if first else text
    return part if len(part) <= LONGEST else f"{part[: LONGEST - 1]}…"
