import pytest

from coopnet.vocabulary.rules import read_terms

LANGUAGES = ("ca", "es")


def test_terms_keep_the_files_order_and_whatever_else_it_says() -> None:
    raw = {
        "levels": [{"code": "b", "ca": "B", "es": "Be"}, {"code": "a", "ca": "A", "es": "A", "aliases": ["x"], "n": 1}]
    }
    terms = read_terms(raw, LANGUAGES)["levels"]
    assert [term.code for term in terms] == ["b", "a"]
    assert terms[0].labels == {"ca": "B", "es": "Be"}
    assert terms[1].aliases == ("x",)
    assert terms[1].extra["n"] == 1


def test_what_is_no_vocabulary_is_left() -> None:
    assert read_terms({"_about": "…", "states": ["draft"], "factors": {"unit": "kg"}}, LANGUAGES) == {}


def test_everything_wrong_is_named_at_once() -> None:
    raw = {
        "levels": [{"code": "a", "ca": "A"}, {"ca": "B", "es": "B"}, {"code": "a", "ca": "A", "es": ""}],
        "topics": [{"code": "t", "ca": "T", "es": "T", "aliases": "t"}],
    }
    with pytest.raises(ValueError, match="levels") as raised:
        read_terms(raw, LANGUAGES)
    message = str(raised.value)
    for problem in (
        "levels, a: has no label in 'es'",
        "levels, number 2: has no code",
        "levels, a: is there twice",
        "topics, t: aliases are not a list of texts",
    ):
        assert problem in message


def test_a_file_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match="not an object"):
        read_terms(["levels"], LANGUAGES)
