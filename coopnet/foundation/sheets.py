"""Spreadsheets as people keep them: `.csv` of any usual kind, and `.xlsx`. The only module that imports openpyxl.

A row is numbered as a spreadsheet numbers it: the header is row 1, and a cell with line breaks is still one row.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 1024 * 1024
DELIMITERS = ";,\t"

Cell = object  # str, int, float, bool, datetime, date, time or None


class SheetProblem(Exception):  # noqa: N818 - what is wrong with the file
    """`code`: missing, too_large, too_many_rows, unreadable, empty."""

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
        if path.stat().st_size > MOST_BYTES:
            raise SheetProblem("too_large")
        content = path.read_bytes()
    except OSError as problem:
        raise SheetProblem("missing") from problem
    rows = _read_xlsx(content) if content.startswith(b"PK") else _read_csv(content)
    if not rows:
        raise SheetProblem("empty")
    header = tuple("" if cell is None else " ".join(str(cell).split()) for cell in rows[0][:MOST_COLUMNS])
    if not any(header):
        raise SheetProblem("empty")
    kept = [Row(number, tuple(cells[:MOST_COLUMNS])) for number, cells in enumerate(rows[1:], start=2)]
    return Sheet(header, tuple(row for row in kept if any(not _is_blank(cell) for cell in row.cells)))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_csv(content: bytes) -> list[list[Cell]]:
    text = _decode(content)
    csv.field_size_limit(LONGEST_CELL)
    found = [_split(text, delimiter) for delimiter in DELIMITERS]
    # The right delimiter is the one that makes most of the header.
    return max(found, key=lambda rows: len(rows[0]) if rows else 0)


def _split(text: str, delimiter: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise SheetProblem("too_many_rows")
    except csv.Error as problem:
        raise SheetProblem("unreadable") from problem
    return rows


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


def _read_xlsx(content: bytes) -> list[list[Cell]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy, and only an import needs it

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        found: list[list[Cell]] = []
        if unpacked <= MOST_UNPACKED_BYTES:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True)
            found = [list(row) for row in islice(rows, MOST_ROWS + 1)]
    except Exception as problem:  # a broken file breaks openpyxl in many ways
        raise SheetProblem("unreadable") from problem
    if unpacked > MOST_UNPACKED_BYTES:
        raise SheetProblem("too_large")
    if len(found) > MOST_ROWS:
        raise SheetProblem("too_many_rows")
    return found
