"""Any usual file is read; any other is refused with a reason, whatever it holds."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from coopnet.foundation import sheets
from coopnet.foundation.sheets import Formula, Row, SheetProblem, read_sheet
from tests.factories.sheets import altered, workbook_with, write_csv, write_xlsx

ROWS = [["Codi", "Títol", "Nota"], ["A-1", "L'hort", "una; dues, tres\nquatre"], ["", "", ""], ["A-2", "Çà", '"']]


def refusal(path: Path) -> str:
    with pytest.raises(SheetProblem) as caught:
        read_sheet(path)
    return caught.value.code


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_csv_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    sheet = read_sheet(write_csv(tmp_path / "a.csv", ROWS, delimiter=delimiter, encoding=encoding))
    assert sheet.header == ("Codi", "Títol", "Nota")
    assert sheet.rows == (Row(2, tuple(ROWS[1])), Row(4, tuple(ROWS[3])))


def test_a_workbook_reads_like_the_same_csv(tmp_path: Path) -> None:
    sheet = read_sheet(write_xlsx(tmp_path / "a.xlsx", ROWS))
    assert sheet.header[:3] == ("Codi", "Títol", "Nota")
    assert not any(sheet.header[3:])
    assert [row.number for row in sheet.rows] == [2, 4]
    assert sheet.rows[0].cells[:3] == tuple(ROWS[1])


def test_a_row_is_numbered_as_the_spreadsheet_does_whatever_lines_its_cells_have(tmp_path: Path) -> None:
    rows = [["a", "b"], ["un\ndos\r\ntres", "x"], ["", ""], ["quatre", "y"]]
    assert [row.number for row in read_sheet(write_csv(tmp_path / "a.csv", rows)).rows] == [2, 4]


def test_old_macintosh_and_unix_lines_are_lines(tmp_path: Path) -> None:
    for end in (b"\n", b"\r\n", b"\r"):
        sheet = read_sheet(write(tmp_path / "a.csv", b"a;b" + end + b"1;2" + end))
        assert sheet.rows == (Row(2, ("1", "2")),)


def test_commas_in_texts_do_not_make_it_a_comma_file(tmp_path: Path) -> None:
    rows = [["Codi", "Títol, en català"], ["A", "u, dos, tres, quatre"]]
    assert read_sheet(write_csv(tmp_path / "a.csv", rows)).header == ("Codi", "Títol, en català")


def test_many_lines_inside_cells_are_not_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 50)
    rows = [["a", "b"], *(["x", "\n" * 100] for _ in range(40))]
    assert len(read_sheet(write_csv(tmp_path / "a.csv", rows)).rows) == 40


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a;b\x00\n", "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable"),
        (b"PK\x03\x04 not a zip", "unreadable"),
        (b"\xff\xfea", "unreadable"),
        (b'a;"' + b"x" * (2 * 1024 * 1024) + b'"\n', "unreadable"),
        (b'a;b\n1;"2\n3;4\n', "unreadable"),
    ],
    ids=[
        "nothing",
        "blank",
        "mark",
        "nul",
        "old xls",
        "not a zip",
        "half a letter",
        "endless cell",
        "open quote",
    ],
)
def test_what_is_no_sheet_is_refused_with_a_reason(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(write(tmp_path / "a.csv", content)) == code


def test_a_file_that_is_not_there_or_is_a_folder_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == "missing"
    assert refusal(tmp_path) == "missing"


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_BYTES", 10)
    with (tmp_path / "a.csv").open("wb") as file:
        file.write(b"a;b;c;d;e;f")
    assert refusal(tmp_path / "a.csv") == "too_large"


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    rows = [["a"], *([str(number)] for number in range(6))]
    assert refusal(write_csv(tmp_path / "a.csv", rows)) == "too_many_rows"
    assert refusal(write_xlsx(tmp_path / "a.xlsx", rows)) == "too_many_rows"


@pytest.mark.parametrize("write_sheet", [write_csv, write_xlsx])
def test_columns_beyond_the_last_possible_one_are_refused_unless_they_are_blank(
    tmp_path: Path, write_sheet: Callable[[Path, list[list[str]]], Path]
) -> None:
    wide = ["x"] * sheets.MOST_COLUMNS + [""] * 3_000
    assert len(read_sheet(write_sheet(tmp_path / "a", [wide, wide])).rows) == 1
    wide[sheets.MOST_COLUMNS] = "x"
    assert refusal(write_sheet(tmp_path / "a", [wide, wide])) == "too_many_columns"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_UNPACKED_BYTES", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"x" * 2_000_000)
    assert packed.tell() < 10_000
    assert refusal(write(tmp_path / "a.xlsx", packed.getvalue())) == "too_large"


def test_a_stray_mark_in_the_last_row_of_a_workbook_is_one_more_row(tmp_path: Path) -> None:
    book = Workbook()
    for place, text in (("A1", "Codi"), ("A2", "x"), ("XFD3", "beyond"), ("A1000", "stray")):
        book.active[place] = text  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    assert [row.number for row in read_sheet(tmp_path / "a.xlsx").rows] == [2, 1000]


@pytest.mark.parametrize("above", [[[""]], [["Programa de tardor"]], [["Programa", ""], ["", ""]]], ids=str)
@pytest.mark.parametrize("write_sheet", [write_csv, write_xlsx])
def test_a_heading_above_the_header_is_none_and_rows_keep_their_numbers(
    tmp_path: Path, write_sheet: Callable[[Path, list[list[str]]], Path], above: list[list[str]]
) -> None:
    sheet = read_sheet(write_sheet(tmp_path / "a", [*above, *ROWS]))
    assert sheet.header[:3] == ("Codi", "Títol", "Nota")
    assert [row.number for row in sheet.rows] == [2 + len(above), 4 + len(above)]


def test_a_hidden_sheet_is_not_read_when_one_can_be_seen(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Llistes", "x"])  # type: ignore[union-attr]
    book.active.sheet_state = "hidden"  # type: ignore[union-attr]
    book.create_sheet("Programa").append(["Codi", "Títol"])
    book.create_sheet("Full3")
    book.save(tmp_path / "a.xlsx")
    found = read_sheet(tmp_path / "a.xlsx")
    assert (found.name, found.header[:2]) == ("Programa", ("Codi", "Títol"))
    assert found.others == ("Sheet",), "and that nobody reads it is known; of a bare one there is nothing to know"


def test_of_merged_cells_the_first_one_speaks(tmp_path: Path) -> None:
    book = Workbook()
    for cells in (["Codi", "Data"], ["A", "1/1/2027"], ["A", "2/1/2027"]):
        book.active.append(cells)  # type: ignore[union-attr]
    book.active.merge_cells("A2:A3")  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    assert [row.cells[:2] for row in read_sheet(tmp_path / "a.xlsx").rows] == [("A", "1/1/2027"), (None, "2/1/2027")]


def test_a_workbook_that_counts_days_from_1904_means_the_same_days(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["Codi", "Data"])  # type: ignore[union-attr]
    book.active.append(["A", datetime(2026, 11, 25)])  # type: ignore[union-attr]  # noqa: DTZ001 - no zone in a sheet
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx").rows[0].cells[1] == datetime(2026, 11, 25)  # noqa: DTZ001 - as above


@pytest.mark.parametrize(
    ("kept", "cell"),
    [
        (b'<c r="B2"><f>1+1</f><v>2</v></c>', 2),
        (b'<c r="B2" t="str"><f>1+1</f><v></v></c>', None),
        (b'<c r="B2"><f>1+1</f><v></v></c>', Formula("=1+1")),
        (b'<c r="B2"><f>1+1</f></c>', Formula("=1+1")),
        (b'<c r="B2"><f t="array" ref="B2">1+1</f></c>', Formula("=1+1")),
    ],
    ids=["a result", "an empty text", "none", "not even its place", "of a range"],
)
def test_a_formula_counts_as_what_it_showed_last_and_is_itself_where_it_never_did(
    tmp_path: Path, kept: bytes, cell: object
) -> None:
    written = workbook_with({"Full": [["Codi", "Títol"], ["x", "=1+1"]]})
    content = altered(written, lambda page: page.replace(b'<c r="B2"><f>1+1</f><v /></c>', kept))
    assert content != written or cell == Formula("=1+1")
    assert read_sheet(write(tmp_path / "a.xlsx", content)).rows[0].cells[:2] == ("x", cell)


def test_of_several_sheets_the_first_that_is_wanted_is_read_or_else_the_first(tmp_path: Path) -> None:
    sheets_of = {"Portada": [], "Llistes": [["Barri", "Espai"]], "Programa": [["Tardor"], [], ["Codi", "Títol"], ["A"]]}
    path = write(tmp_path / "a.xlsx", workbook_with(sheets_of))
    found = read_sheet(path, lambda header: "Codi" in header)
    assert (found.name, found.header[:2], [row.number for row in found.rows]) == ("Programa", ("Codi", "Títol"), [4])
    assert found.others == ("Llistes",)
    path = write(tmp_path / "a.xlsx", workbook_with({"Llistes": [["Barri", "Espai"]], "Full": [["Barri"]]}))
    assert read_sheet(path, lambda header: "Codi" in header).name == "Llistes"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=300), head=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b'a;"b"\n']))
def test_whatever_bytes_come_they_are_read_or_refused(tmp_path: Path, content: bytes, head: bytes) -> None:
    with suppress(SheetProblem):
        read_sheet(write(tmp_path / "a.csv", head + content))
