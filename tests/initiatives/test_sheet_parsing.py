"""Rows become drafts of profiles; what is wrong is said at its row and column, and once."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from coopnet.foundation.sheets import Row
from coopnet.initiatives.rules.sheet_columns import COLUMNS
from coopnet.initiatives.rules.sheet_parsing import Known, Parsed, parse
from coopnet.vocabulary.rules.sheet_columns import fold
from coopnet.vocabulary.rules.sheet_reading import Vocabulary

CODES = {"languages": "ca es en", "barris": "18", "qualifications": "own granted", "venue_access": "sense_graons"}
KNOWN = Known(
    words=Vocabulary(
        match=lambda kind, typed: typed if typed in CODES.get(kind, "").split() else None,
        nearest=lambda _kind, _typed: [],
        key=fold,
        plan="pla",
        zone=ZoneInfo("Europe/Madrid"),
        language="ca",
    ),
    phone=lambda typed: f"+34{typed}" if typed.isdigit() else None,
    email=lambda typed: typed if "@" in typed else None,
    granted={"granted"},
    today=date(2026, 11, 24),
    is_here=lambda longitude, latitude: abs(longitude - 2) < 1 and abs(latitude - 41) < 1,
)


def read(*rows: dict[str, str], more: tuple[str, ...] = ()) -> Parsed:
    names = list(dict.fromkeys([name for row in rows for name in row]))
    header = [COLUMNS.name_of(name) for name in names] + list(more)
    return parse(
        header,
        [Row(number, tuple(row.get(name, "") for name in names)) for number, row in enumerate(rows, start=2)],
        KNOWN,
    )


def one(**cells: str) -> Parsed:
    return read({"code": "I-1", "name": "Fusteria"} | cells)


def said(parsed: Parsed) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in parsed.problems]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"latitude": "north", "longitude": "2.1"}, "Latitud", "not_degrees"),
        ({"latitude": "91", "longitude": "2.1"}, "Latitud", "not_degrees"),
        ({"latitude": "41.3", "longitude": "181"}, "Longitud", "not_degrees"),
        ({"latitude": "48.85", "longitude": "2.35"}, "Latitud", "far_away"),
        ({"latitude": "2.1", "longitude": "41.3"}, "Latitud", "far_away"),
        ({"latitude": "41.3"}, "Longitud", "half_a_point"),
        ({"longitude": "2.1"}, "Latitud", "half_a_point"),
        ({"shown": "potser"}, "Mostra", "not_a_way_to_show"),
        ({"hours": "quan podem"}, "Horari", "not_hours"),
        ({"email": "ningú"}, "Correu", "not_an_email"),
        ({"phone": "cap"}, "Telèfon", "not_a_phone"),
        ({"year": "1200"}, "Any", "unlikely_year"),
        ({"year": "2027"}, "Any", "unlikely_year"),
        ({"confirmed": "25/11/2026"}, "Confirmada el", "not_yet"),
        ({"links": "https://a.example.org; javascript:x"}, "Xarxes socials", "not_an_address"),
    ],
)
def test_what_cannot_be_taken_is_said_where_it_stands(cells: dict[str, str], column: str, code: str) -> None:
    assert (2, column, code) in said(one(**cells))


def test_what_cannot_be_placed_has_no_place_on_the_map() -> None:
    for cells in ({"latitude": "91", "longitude": "2.1"}, {"latitude": "41.3"}):
        assert one(**cells).drafts[0][1].places == ()


def test_a_row_without_code_or_name_makes_nothing() -> None:
    parsed = read({"code": "", "name": "Sense codi"}, {"code": "I-2", "name": ""})
    assert parsed.drafts == []
    assert said(parsed) == [(2, "Codi", "missing"), (3, "Nom", "missing")]


def test_a_code_and_a_name_stand_once() -> None:
    parsed = read(
        {"code": "I-1", "name": "Fusteria"}, {"code": "i-1", "name": "Altra"}, {"code": "I-3", "name": "FUSTERIA"}
    )
    assert [row for row, _draft in parsed.drafts] == [2]
    assert said(parsed) == [(3, "Codi", "same_code_twice"), (4, "Nom", "same_name_twice")]


def test_without_the_columns_that_it_needs_nothing_is_read() -> None:
    parsed = parse(["Nom"], [Row(2, ("Fusteria",))], KNOWN)
    assert parsed.drafts == []
    assert said(parsed) == [(1, "Codi", "missing_column")]


def test_columns_that_are_not_known_or_come_twice_are_named_and_left() -> None:
    parsed = read({"code": "I-1", "name": "Fusteria"}, more=("Color\x07", "Nom"))
    assert said(parsed) == [(1, "Color", "unknown_column"), (1, "Nom", "column_twice")]
    assert len(parsed.drafts) == 1


def test_a_label_that_only_its_owner_gives_is_stated_and_no_qualification() -> None:
    draft = one(qualifications="own; granted").drafts[0][1]
    assert (draft.qualifications, draft.stated) == (("own",), ("granted",))


def test_what_is_private_is_so_unless_the_sheet_says_otherwise() -> None:
    draft = one(email="a@example.org", phone="931550102", shown="només barri").drafts[0][1]
    assert [(way.kind, way.is_public) for way in draft.contacts] == [("email", False), ("phone", True)]
    assert draft.shows_only_barri
    shown = one(email="a@example.org", email_public="sí", shown="adreça").drafts[0][1]
    assert shown.contacts[0].is_public
    assert not shown.shows_only_barri


def test_links_measures_and_tax_number_are_read_as_people_write_them() -> None:
    draft = one(links="https://a.example.org; https://b.example.org", tax_id="f-123 456 78").drafts[0][1]
    assert len(draft.links) == 2
    assert draft.tax_id == "F12345678"
