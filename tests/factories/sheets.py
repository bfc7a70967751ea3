"""Spreadsheets as coordinators send them: the programme's own rows, written in every way that people write files."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

from openpyxl import Workbook

from coopnet.foundation.sheets import Cell

PROGRAMME = Path("coopnet/demo/data/programa.csv")
PAGE = "xl/worksheets/sheet1.xml"
Rows = list[list[str]]


def read_programme() -> Rows:
    """With its header; the blank row at the end too."""
    return list(csv.reader(io.StringIO(PROGRAMME.read_text("utf-8-sig"), newline=""), delimiter=";"))


def rows_of(*codes: str) -> Rows:
    """The header and the rows of these trainings."""
    header, *rows = read_programme()
    return [header, *(row for row in rows if row[0].strip() in codes)]


def change(rows: Rows, number: int, **cells: str) -> Rows:
    """`number` as the spreadsheet has it. Headers with `_` for a space: `Hora_fi="17:00"`."""
    header = rows[0]
    changed = [list(row) for row in rows]
    for name, text in cells.items():
        changed[number - 1][header.index(name.replace("_", " "))] = text
    return changed


def without(rows: Rows, *names: str) -> Rows:
    kept = [place for place, name in enumerate(rows[0]) if name not in names]
    return [[row[place] if place < len(row) else "" for place in kept] for row in rows]


def write_csv(path: Path, rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Cell]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)
    return path


def workbook_with(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """By the names of its sheets."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def altered(content: bytes, how: Callable[[bytes], bytes]) -> bytes:
    """The workbook with another first page."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            again.writestr(name, how(packed.read(name)) if name == PAGE else packed.read(name))
    return written.getvalue()


def as_cells(rows: Rows) -> list[list[Cell]]:
    """As a spreadsheet programme keeps them: dates, hours and numbers are no texts."""
    header, *others = rows

    def cell(name: str, text: str) -> Cell:
        plain = text.strip()
        if not plain:
            return ""
        if name in {"Data", "Obertura inscripció", "Tancament inscripció"}:
            return datetime.strptime(plain, "%d/%m/%Y")  # noqa: DTZ007 - a day has no zone
        if name.startswith("Hora"):
            hour, minute = plain.replace(".", ":").split(":")
            return time(int(hour), int(minute))
        return int(plain) if name in {"Places", "Màxim acompanyants"} else text

    return [list(header), *([cell(name, text) for name, text in zip(header, row, strict=False)] for row in others)]
