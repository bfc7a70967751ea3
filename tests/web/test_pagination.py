import pytest

from coopnet.web.pagination import page_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1", 1),
        ("7", 7),
        (" 7 ", 7),
        ("50", 50),
        ("51", 50),
        ("999999999999", 50),
        ("9" * 5000, 50),
        ("0", 1),
        ("-3", 1),
        ("", 1),
        ("x", 1),
        ("1e3", 1),
        ("²", 1),
        ("٣", 1),
    ],
)
def test_any_page_number_is_one_that_exists(typed: str, number: int) -> None:
    assert page_number({"pagina": typed}, at_most=50) == number


def test_without_a_number_it_is_the_first_page() -> None:
    assert page_number({}, at_most=50) == 1
    assert page_number({"p": "2"}, name="p", at_most=50) == 2
