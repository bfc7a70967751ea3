"""The demo was written for one district; another one has other barris and other words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import cycle

from coopnet.foundation.sheets import Row, Sheet


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


def with_cells(sheet: Sheet, column: str, codes: dict[str, str]) -> Sheet:
    """The same sheet, with a column's cells as `codes` has them; what is not among them is blank.

    >>> sheet = Sheet(("Codi", "Barri"), (Row(2, ("A", "Sants")), Row(3, ("B",))))
    >>> with_cells(sheet, "Barri", {"Sants": "71"}).rows
    (Row(number=2, cells=('A', '71')), Row(number=3, cells=('B',)))
    """
    place = sheet.header.index(column)
    rows = []
    for row in sheet.rows:
        cells = list(row.cells)
        if place < len(cells):
            cells[place] = codes.get(str(cells[place] or "").strip(), "")
        rows.append(Row(row.number, tuple(cells)))
    return Sheet(sheet.header, tuple(rows), sheet.name)


def without(sheet: Sheet, wrong: Collection[tuple[int, str]], key: str) -> Sheet:
    """Leaves out the cells that cannot be taken; where one is blank already, every row with that code.

    >>> sheet = Sheet(("Codi", "Temes"), (Row(2, ("A", "Futbol")), Row(3, ("B", "")), Row(4, ("B", "Hort"))))
    >>> without(sheet, [(2, "Temes"), (3, "Temes"), (9, "Temes"), (2, "Altres")], "Codi").rows
    (Row(number=2, cells=('A', '')),)
    """
    place, gone, rows = sheet.header.index(key), set(), []
    for row in sheet.rows:
        cells = list(row.cells)
        for column in [name for number, name in wrong if number == row.number and name in sheet.header]:
            at = sheet.header.index(column)
            if column == key or at >= len(cells) or not cells[at]:
                gone.add(cells[place])
            else:
                cells[at] = ""
        rows.append(Row(row.number, tuple(cells)))
    return Sheet(sheet.header, tuple(row for row in rows if row.cells[place] not in gone), sheet.name)
