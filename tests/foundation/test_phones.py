"""Numbers of services are nobody's: no call goes there, and no message."""

import pytest
from flask import Flask

from coopnet.foundation.phones import is_landline, is_somebodys, normal_phone


@pytest.mark.parametrize("typed", ["612 34 56 78", "93 421 00 00", "+44 7911 123456", "+1 212 555 0123", "744123456"])
def test_mobile_and_home_phones_are_somebodys(app: Flask, typed: str) -> None:
    number = normal_phone(typed)
    assert number is not None
    assert is_somebodys(number)


@pytest.mark.parametrize("typed", ["803 12 34 56", "806123456", "807123456", "900123456", "901123456", "902 123 456"])
def test_numbers_of_services_are_nobodys(app: Flask, typed: str) -> None:
    number = normal_phone(typed)
    assert number is not None
    assert not is_somebodys(number)


@pytest.mark.parametrize("typed", ["93 123 45 67", "872 12 34 56", "+33 1 42 68 53 00"])
def test_no_text_message_reaches_a_landline(app: Flask, typed: str) -> None:
    assert is_landline(normal_phone(typed) or "")


# Of numbers in North America nobody can tell.
@pytest.mark.parametrize("typed", ["612 34 56 78", "744123456", "+44 7911 123456", "+1 212 555 0123"])
def test_what_is_not_certain_to_be_a_landline_is_none(app: Flask, typed: str) -> None:
    assert not is_landline(normal_phone(typed) or "")
