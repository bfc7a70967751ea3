"""A column is known by any name that people give it, and never by chance."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopnet.trainings.rules.sheet_columns import HEADERS, TRANSLATED, match_columns, name_of
from coopnet.vocabulary.rules.sheet_columns import LANGUAGES

ALL = [*HEADERS, *(f"{field}_{language}" for field in TRANSLATED for language in LANGUAGES)]
NAMES = [(field, name) for field, names in HEADERS.items() for name in names]


@pytest.mark.parametrize(("field", "name"), NAMES)
def test_each_name_and_its_small_differences(field: str, name: str) -> None:
    for written in (name, name.upper(), f"  {name} ", f"{name}:", name.replace("'", "’"), name.replace(" ", "  ")):
        assert match_columns([written]) == ({field: 0}, [])


@pytest.mark.parametrize(("field", "name"), [(field, name) for field, name in NAMES if len(name) > 8])
def test_a_slip_of_one_letter_is_forgiven(field: str, name: str) -> None:
    for place in range(1, len(name) - 1):
        if name[place].isalpha():
            assert match_columns([name[:place] + name[place + 1 :]]) == ({field: 0}, []), (name, place)


@given(st.permutations(ALL))
def test_the_order_of_columns_does_not_matter(order: list[str]) -> None:
    found, unknown = match_columns([name_of(field) for field in order])
    assert [field for field, _place in sorted(found.items(), key=lambda item: item[1])] == order
    assert unknown == []


@pytest.mark.parametrize(
    "name",
    [
        "Cafè",
        "Preu",
        "Pressupost",
        "Places lliures",
        "Data fi",
        "Hora",
        "Responsable",
        "Inscrits",
        "Foto",
        "Cost",
        "Dies",
        "Tel",
        "合",
    ],
)
def test_what_is_something_else_is_left(name: str) -> None:
    assert match_columns([name]) == ({}, [name])


def test_an_exact_name_goes_before_a_near_one_wherever_it_stands() -> None:
    for names in (["Titols", "Títol"], ["Títol", "Titols"]):
        found, unknown = match_columns(names)
        assert (found["title"], unknown) == (names.index("Títol"), ["Titols"])


@given(st.lists(st.text(max_size=12), max_size=30))
def test_any_header_each_column_is_known_once_or_named_as_unknown(header: list[str]) -> None:
    found, unknown = match_columns(header)
    assert len(set(found.values())) == len(found)
    assert len(found) + len(unknown) == sum(bool(name) for name in header)


def test_a_very_wide_header_of_rubbish_is_matched_in_no_time() -> None:
    draw = random.Random(1)  # noqa: S311 - any letters will do
    header = ["".join(draw.choices("abcdefghij ", k=200)).strip() for _ in range(200)]
    assert match_columns(header)[0] == {}
