"""Spreadsheets as people keep them: `.csv` of any usual kind, and `.xlsx`. What we give is written by `sheet_writing`.

A row is numbered as a spreadsheet numbers it: the first is row 1, and a cell with line breaks is still one row.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
MOST_ROWS = 5_000  # below the header
ROWS_OF_EXCEL = 1_048_576  # blank ones cost nothing, and a stray mark at the end is common
MOST_COLUMNS = 200
LONGEST_CELL = 1024 * 1024
DELIMITERS = ";,\t"
HIGHEST_HEADER = 10  # a heading and blank rows may stand above it

PEEK = 100  # rows in which the header of a sheet is looked for, where there are several
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")

Cell = object  # str, int, float, bool, datetime, date, time, timedelta, Formula or None
IsWanted = Callable[[Sequence[str]], bool]


class SheetProblem(Exception):  # noqa: N818 - what is wrong with the file
    """`code`: missing, too_large, too_many_rows, too_many_columns, unreadable, empty.

    `row` is where the quotation mark stands that makes it unreadable, as far as can be told.
    """

    def __init__(self, code: str, row: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.row = row


@dataclass(frozen=True)
class Formula:
    """One of which the workbook keeps no result: a blank in its place would say something that nobody meant."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """`rows` without those that are wholly blank. `name` is that of a workbook's sheet, `others` are those of sheets in
    which something stands too, hidden ones as well: nobody reads them.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    name: str = ""
    others: tuple[str, ...] = ()


def read_sheet(path: Path, is_wanted: IsWanted | None = None) -> Sheet:
    """Raises `SheetProblem`, and nothing else, whatever the file holds.

    Of a workbook's sheets, those that are not hidden, it is the first whose header `is_wanted`, or else the first.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise SheetProblem("missing") from problem
    if len(content) > MOST_BYTES:
        raise SheetProblem("too_large")
    read = _read_xlsx(content, is_wanted) if content.startswith(b"PK") else _Read("", _read_csv(content))
    if not read.rows:
        raise SheetProblem("empty")
    first = _find_header(read.rows)
    return Sheet(_header_of(read.rows[first]), tuple(read.rows[first + 1 :]), read.name, read.others)


@dataclass(frozen=True)
class _Read:
    name: str
    rows: Sequence[Row]
    others: tuple[str, ...] = ()


def _find_header(rows: Sequence[Row]) -> int:
    return next((place for place, row in enumerate(rows[:HIGHEST_HEADER]) if _is_like_header(row)), 0)


def _header_of(row: Row) -> tuple[str, ...]:
    return tuple("" if cell is None else " ".join(str(cell).split()) for cell in row.cells)


def _is_like_header(row: Row) -> bool:
    """Not a heading over the whole sheet, which stands in one cell, or in merged ones."""
    return sum(not _is_blank(cell) for cell in row.cells) > 1


def _keep(rows: Iterable[Sequence[Cell]]) -> list[Row]:
    """Those that are not blank, with their numbers."""
    kept = []
    for number, cells in enumerate(rows, start=1):
        width = _count_filled(cells)
        if width > MOST_COLUMNS:
            raise SheetProblem("too_many_columns")
        if width:
            kept.append(Row(number, tuple(cells[:MOST_COLUMNS])))
        if len(kept) > 1 + MOST_ROWS or number > ROWS_OF_EXCEL:
            raise SheetProblem("too_many_rows")
    return kept


def _count_filled(cells: Sequence[Cell]) -> int:
    """Up to the last cell that says something."""
    if cells.count(None) == len(cells):  # at once: a stray mark at the end leaves a million of them
        return 0
    return next((place for place in range(len(cells), 0, -1) if not _is_blank(cells[place - 1])), 0)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_csv(content: bytes) -> list[Row]:
    text = _decode(content)
    csv.field_size_limit(LONGEST_CELL)
    # The right delimiter is the one that makes most of the header.
    delimiter = max(DELIMITERS, key=lambda each: _count_columns(text, each))
    read = 0

    def rows() -> Iterator[list[str]]:
        nonlocal read
        for cells in _split(text, delimiter):
            read += 1
            yield cells

    try:
        return _keep(rows())
    except csv.Error as problem:
        raise SheetProblem("unreadable", read + 1) from problem


def _count_columns(text: str, delimiter: str) -> int:
    try:
        return len(next(_split(text, delimiter), []))
    except csv.Error:
        return 0


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict: a quotation mark that is never closed would swallow the rest of the rows without a word.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _decode(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else Windows-1252, in which most bytes mean something."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetProblem("unreadable")


def _read_xlsx(content: bytes, is_wanted: IsWanted | None) -> _Read:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and only an import needs it

    def load(*, with_results: bool) -> Any:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=with_results)

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            if unpacked > MOST_UNPACKED_BYTES:
                raise SheetProblem("too_large")  # noqa: TRY301 - before it is unpacked
            parts = [part for part in packed.infolist() if part.filename.endswith(".xml")]
            has_formulas = any(FORMULA.search(packed.read(part)) for part in parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lists to choose from and of styles, which we do not read
            book = load(with_results=True)
            page = _choose_page(book, is_wanted)
            others = tuple(each.title for each in book.worksheets if each is not page and _peek(each))
            if not has_formulas:
                return _Read(page.title, _keep(_cells_of(page)), others)
            return _Read(page.title, _keep(_with_formulas(page, load(with_results=False)[page.title])), others)
    except SheetProblem:
        raise
    except Exception as problem:  # a broken file breaks openpyxl in many ways
        raise SheetProblem("unreadable") from problem


def _choose_page(book: Any, is_wanted: IsWanted | None) -> Any:
    pages = [each for each in book.worksheets if each.sheet_state == "visible"] or book.worksheets[:1]
    if is_wanted is None or len(pages) == 1:
        return pages[0]
    return next((each for each in pages if is_wanted(_peek(each))), pages[0])


def _peek(page: Any) -> tuple[str, ...]:
    rows = [Row(0, tuple(cells)) for cells in islice(_cells_of(page), PEEK) if _count_filled(cells)]
    return _header_of(rows[_find_header(rows)]) if rows else ()


def _cells_of(page: Any, *, values_only: bool = True) -> Iterator[Sequence[Any]]:
    page.reset_dimensions()  # some programs write them wrong
    found: Iterator[Sequence[Any]] = page.iter_rows(max_col=2 * MOST_COLUMNS, values_only=values_only)
    return found


def _with_formulas(results: Any, formulas: Any) -> Iterator[Sequence[Cell]]:
    """The same page twice: what each formula gave, or the formula itself where nobody has worked it out."""
    for kept, written in zip(_cells_of(results, values_only=False), _cells_of(formulas), strict=True):
        yield tuple(_result(cell, formula) for cell, formula in zip(kept, written, strict=True))


def _result(cell: Any, formula: Any) -> Cell:
    """What gave a text that is empty is of the kind `str`."""
    if cell.value is not None or formula is None or cell.data_type == "str":
        return cell.value
    return Formula(str(getattr(formula, "text", formula)))
