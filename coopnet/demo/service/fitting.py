"""The demo in whatever district this is: its barris stand for ours, and what its words do not know is left out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol, TypeVar

import click

from coopnet.demo.rules.fitting import fit
from coopnet.foundation import district
from coopnet.foundation.sheets import Row, Sheet
from coopnet.places.queries import district_map
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_problems import ERROR, Problem

OURS = ("11", "12", "13", "14", "15", "16", "17", "18")  # the barris that the demo's own words speak of
TRIES = 5  # a cell that is left out may be missed by another one


class ReportLike(Protocol):
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def is_applied(self) -> bool: ...


R = TypeVar("R", bound=ReportLike)


def barri(code: str | None) -> str | None:
    return _barris(OURS).get(code) if code else None


def barris(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for code in codes if (found := barri(code))))


def language(code: str) -> str:
    """In which somebody is written to."""
    here = district.current()
    return code if code in here.languages else here.default_language


def is_here(latitude: float | None, longitude: float | None) -> bool:
    """Whether the district's map has that place."""
    frame = district_map().frame
    if latitude is None or longitude is None:
        return False
    return frame.south <= latitude <= frame.north and frame.west <= longitude <= frame.east


def import_fitting(sheet: Sheet, key: str, do: Callable[[Sheet], R]) -> tuple[R, Sheet] | None:
    """The report and what was taken of the sheet; None where nothing of it can be."""
    sheet, left = _with_own_barris(sheet), 0
    for _attempt in range(TRIES):
        report = do(sheet)
        if report.is_applied:
            if left:
                click.echo(f"of the demo {left} cells do not go with this district's words: they are left out")
            return report, sheet
        wrong = {(one.row, one.column) for one in report.problems if one.severity == ERROR}
        left += len(wrong)
        sheet = without(sheet, wrong, key)
    return None


def _with_own_barris(sheet: Sheet) -> Sheet:
    if "Barri" not in sheet.header:
        return sheet
    place = sheet.header.index("Barri")
    said = [str(row.cells[place] or "").strip() for row in sheet.rows if place < len(row.cells)]
    return with_cells(sheet, "Barri", _barris(filter(None, said)))


def _barris(said: Iterable[str]) -> dict[str, str]:
    own = [term.code for term in vocabulary.list_terms("barris")]
    return fit(said, own, lambda name: term.code if (term := vocabulary.match_term("barris", name)) else None)


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
