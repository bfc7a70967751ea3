"""Spreadsheets as people keep them: `.csv` of any usual kind, and `.xlsx`. The only module that imports openpyxl.

A row is numbered as a spreadsheet numbers it: the first is row 1, and a cell with line breaks is still one row.
"""

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
MOST_ROWS = 5_000  # below the header
ROWS_OF_EXCEL = 1_048_576  # blank ones cost nothing, and a stray mark at the end is common
MOST_COLUMNS = 200
LONGEST_CELL = 1024 * 1024
DELIMITERS = ";,\t"
HIGHEST_HEADER = 10  # a heading and blank rows may stand above it

Cell = object  # str, int, float, bool, datetime, date, time or None


class SheetProblem(Exception):  # noqa: N818 - what is wrong with the file
    """`code`: missing, too_large, too_many_rows, too_many_columns, unreadable, empty."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Row:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """`rows` without those that are wholly blank."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """Raises `SheetProblem`, and nothing else, whatever the file holds."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise SheetProblem("missing") from problem
    if len(content) > MOST_BYTES:
        raise SheetProblem("too_large")
    rows = _read_xlsx(content) if content.startswith(b"PK") else _read_csv(content)
    if not rows:
        raise SheetProblem("empty")
    first = next((place for place, row in enumerate(rows[:HIGHEST_HEADER]) if _is_like_header(row)), 0)
    header = tuple("" if cell is None else " ".join(str(cell).split()) for cell in rows[first].cells)
    return Sheet(header, tuple(rows[first + 1 :]))


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
    try:
        return _keep(_split(text, delimiter))
    except csv.Error as problem:
        raise SheetProblem("unreadable") from problem


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


def _read_xlsx(content: bytes) -> list[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and only an import needs it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > MOST_UNPACKED_BYTES:
            raise SheetProblem("too_large")  # noqa: TRY301 - before it is unpacked
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lists to choose from and of styles, which we do not read
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            page = next((each for each in book.worksheets if each.sheet_state == "visible"), book.worksheets[0])
            page.reset_dimensions()  # some programs write them wrong
            return _keep(page.iter_rows(max_col=2 * MOST_COLUMNS, values_only=True))
    except SheetProblem:
        raise
    except Exception as problem:  # a broken file breaks openpyxl in many ways
        raise SheetProblem("unreadable") from problem
