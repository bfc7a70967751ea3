import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopnet.foundation.text_index.folding import match_key, shown_words, words


@pytest.mark.parametrize(
    "spelling",
    [
        "col·lectiu",
        "col.lectiu",
        "col•lectiu",
        "coŀlectiu",
        "col-lectiu",
        "collectiu",
        "COL·LECTIU",
        "Coŀlectiu",
        "col‧lectiu",
    ],
)
def test_every_way_to_write_the_geminate_l_is_one(spelling: str) -> None:
    assert words(spelling) == ["collectiu"]


def test_a_dot_that_ends_a_sentence_is_no_geminate() -> None:
    assert words("Can Batlló: el taller final. La sessió") == ["can", "batllo", "el", "taller", "final", "la", "sessio"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'economia d'habitatge", ["economia", "habitatge"]),
        ("L’economia d’habitatge", ["economia", "habitatge"]),
        ("d´acord amb l`ateneu", ["acord", "amb", "ateneu"]),
        ("donar-se'n, fer-ho", ["donar", "se", "fer", "ho"]),
        ("women's workshop", ["women", "workshop"]),
        ("Plaça d’Espanya, niño", ["placa", "espanya", "nino"]),
        ("Hostafrancs/Sants-Badal", ["hostafrancs", "sants", "badal"]),
        ("Straße, Łódź, œuvre, søndag", ["strasse", "lodz", "oeuvre", "sondag"]),
        ("18 h (2026)", ["18", "h", "2026"]),
        ("", []),
        ("'' · … «»", []),
    ],
)
def test_words_are_cut_as_people_hear_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("العَرَبِيَّة", "العربيه"),
        ("إدارة", "اداره"),
        ("اُردو", "اردو"),
        ("کتاب", "كتاب"),  # the same letter on an Urdu and on an Arabic keyboard
        ("ћелия".upper(), "ћелия"),
        ("ёлка", "елка"),
        ("٢٠٢٦", "2026"),
    ],
)
def test_other_scripts_forgive_what_their_readers_forgive(one: str, other: str) -> None:
    assert words(one) == words(other) != []


def test_vowel_signs_are_letters_where_they_are_letters() -> None:
    assert words("বাংলা ভাষা") == ["বাংলা", "ভাষা"]
    assert words("ਪੰਜਾਬੀ") != words("ਪਜਬ")
    assert words("中文课") == ["中", "文", "课"]


def test_invisible_marks_do_not_cut_a_word() -> None:
    assert words("coo\u00adpera\u200btiva \u200fعربي") == ["cooperativa", "عربي"]


def test_a_name_is_the_same_with_and_without_its_article() -> None:
    assert match_key("la Bordeta") == match_key("BORDETA") == match_key(" la  bordeta. ")
    assert match_key("L'Hospitalet") == match_key("l’hospitalet") == "hospitalet"
    assert match_key("Coòpolis") == match_key("coopolis")
    assert match_key("la") == "la"


def test_words_are_shown_as_they_were_written() -> None:
    assert shown_words("L’Economia: COL.LECTIUS d'Inserció") == ["economia", "col·lectius", "inserció"]


@given(st.text())
def test_folding_ends_and_is_stable(text: str) -> None:
    for word in words(text):
        assert words(word) == [word]


@given(st.text(alphabet="abcdefgçñàèéíïòóúüŀl·'’ -.", max_size=40))
def test_accents_case_and_composition_never_matter(text: str) -> None:
    assert words(text) == words(text.upper()) == words(unicodedata.normalize("NFD", text))
