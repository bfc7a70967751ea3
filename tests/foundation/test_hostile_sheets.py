"""Workbooks that lie about themselves, swell, never end or stop half-way: read whole or refused with a reason."""

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet

from coopnet.foundation import sheets
from coopnet.foundation.sheets import Cell, SheetProblem, read_sheet
from tests.factories.sheets import altered


def workbook(*rows: list[Cell]) -> bytes:
    book = Workbook()
    for cells in rows:
        book.active.append(cells)  # type: ignore[union-attr]
    return saved(book)


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "full"
        path.write_bytes(content)
        return path

    return write


def refusal(path: Path) -> str:
    with pytest.raises(SheetProblem) as caught:
        read_sheet(path)
    return caught.value.code


def test_cells_of_a_workbook_keep_what_they_are(keep: Callable[[bytes], Path]) -> None:
    day = datetime.combine(date(2026, 11, 25), time())  # a spreadsheet knows no zones
    cells: list[Cell] = ["A-1", day, time(18, 30), 30, 8.5, True, None, "Sí"]
    found = read_sheet(keep(workbook(list("abcdefgh"), cells, [], ["B"])))
    assert found.rows[0].cells[:8] == tuple(cells)
    assert [row.number for row in found.rows] == [2, 4]


def test_a_workbook_with_lists_to_choose_from_is_read_without_a_murmur(keep: Callable[[bytes], Path]) -> None:
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    content = altered(workbook(["Codi"], ["A"]), lambda page: page.replace(b"</worksheet>", extension))
    assert read_sheet(keep(content)).rows[0].cells[0] == "A"


def test_a_workbook_that_is_wrong_about_its_size_is_read_whole(keep: Callable[[bytes], Path]) -> None:
    content = altered(
        workbook(["Codi", "Nom"], ["A", "u"], ["B", "dos"]), lambda page: page.replace(b'ref="A1:B3"', b'ref="A1"')
    )
    assert [row.cells[:2] for row in read_sheet(keep(content)).rows] == [("A", "u"), ("B", "dos")]


def test_the_result_of_a_formula_is_what_counts(keep: Callable[[bytes], Path]) -> None:
    content = altered(
        workbook(["Codi", "Places"], ["A", "=10+10"]),
        lambda page: (
            page.replace(b"<v />", b"<v>20</v>").replace(b"<v></v>", b"<v>20</v>").replace(b"<v/>", b"<v>20</v>")
        ),
    )
    assert read_sheet(keep(content)).rows[0].cells[:2] == ("A", 20)


def test_a_row_at_the_end_of_the_world_does_not_take_for_ever(keep: Callable[[bytes], Path]) -> None:
    content = altered(workbook(["Codi"], ["A"]), lambda page: page.replace(b'r="2"', b'r="99999999999"'))
    assert refusal(keep(content)) == "too_many_rows"


def test_entities_that_multiply_are_refused(keep: Callable[[bytes], Path]) -> None:
    more = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol" * 10) for n in range(9))
    content = altered(workbook(["Codi"]), lambda _page: b"<!DOCTYPE s [" + more + b"]><worksheet>&l8;</worksheet>")
    assert refusal(keep(content)) == "unreadable"


def test_a_small_file_that_swells_is_refused_before_it_is_unpacked(keep: Callable[[bytes], Path]) -> None:
    bomb = altered(workbook(["Codi"]), lambda _page: b" " * (sheets.MOST_UNPACKED_BYTES + 1))
    assert len(bomb) < sheets.MOST_BYTES / 10
    assert refusal(keep(bomb)) == "too_large"


def test_a_workbook_cut_off_anywhere_is_refused(keep: Callable[[bytes], Path]) -> None:
    content = workbook(["Codi"], ["A"])
    assert {refusal(keep(content[:size])) for size in range(2, len(content) - 1, 211)} == {"unreadable"}


def test_a_workbook_of_drawings_only_is_refused(keep: Callable[[bytes], Path]) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    assert isinstance(book.create_chartsheet(), Chartsheet)
    assert refusal(keep(saved(book))) == "unreadable"


def test_a_quotation_mark_that_never_closes_swallows_no_rows_in_silence(keep: Callable[[bytes], Path]) -> None:
    assert refusal(keep(b'Codi;Nom\r\nA;"obert\r\nB;dos\r\nC;tres\r\n')) == "unreadable"


def test_what_never_ends_is_too_large() -> None:
    assert refusal(Path("/dev/zero")) == "too_large"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 6_000), byte=st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(
    keep: Callable[[bytes], Path], place: int, byte: int
) -> None:
    content = bytearray(workbook(["Codi", "Nom"], ["A", "u"]))
    content[place % len(content)] = byte
    with suppress(SheetProblem):
        read_sheet(keep(bytes(content)))
