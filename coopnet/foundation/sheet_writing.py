"""Sheets that we give: `.csv` and `.xlsx`, in which a text is never a formula and a moment is a date."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from coopnet.foundation import clock
from coopnet.foundation.csv_cells import harmless

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOMENT = "yyyy-mm-dd hh:mm"

Cell = str | int | float | bool | datetime | None


def make_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With semicolons and a mark of UTF-8, as spreadsheets open it here; moments on the instance's wall clocks."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([harmless(name) for name in head])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def make_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, and only who asks for such a file needs it
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_title(title))
    sheet.freeze_panes = "A2"
    cells = [_cell(sheet, name) for name in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return f"{clock.to_local(cell):%Y-%m-%d %H:%M}"
    return cell if isinstance(cell, (int, float)) else harmless(cell)


def _cell(sheet: Any, value: Cell) -> Any:
    """A text is written as a text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=clock.to_local(value).replace(tzinfo=None, microsecond=0))
        cell.number_format = MOMENT
        return cell
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=_readable(value))
    cell.data_type = "s"
    return cell


def _readable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(letter for letter in text if letter in "\n\t" or letter >= " ")


def _title(text: str) -> str:
    """As a sheet's tab takes it."""
    return "".join(letter for letter in text if letter not in "[]:*?/\\'")[:31] or "coopnet"
