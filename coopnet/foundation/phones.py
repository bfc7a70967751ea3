"""Telephone numbers. The only module that imports phonenumbers."""

import phonenumbers

from coopnet.foundation import district

PHONE_MAX = 30

# What nobody can be reached at for the usual price: a message or a call back would cost somebody dearly.
_COSTLY = frozenset(
    {
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.UAN,
        phonenumbers.PhoneNumberType.VOICEMAIL,
        phonenumbers.PhoneNumberType.PAGER,
    }
)


def normal_phone(typed: str) -> str | None:
    """E.164 (`+34612345678`), however it was typed; None for what cannot be a number.

    A number without prefix is read as one of the district's country.
    """
    try:
        parsed = phonenumbers.parse(typed, district.current().phone_region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def is_somebodys(number: str) -> bool:
    """Whether an E.164 number can be a person's own: not one of a service (800, 803, 806, 900, 901, 902 … in Spain)."""
    return phonenumbers.number_type(phonenumbers.parse(number)) not in _COSTLY


def is_landline(number: str) -> bool:
    """Whether no text message can reach an E.164 number: certain of its country's numbers, or False.

    Where landlines and mobiles look alike (North America), it is False.
    """
    return phonenumbers.number_type(phonenumbers.parse(number)) == phonenumbers.PhoneNumberType.FIXED_LINE


def shown_phone(number: str) -> str:
    """As people write it: nationally at home, internationally from abroad."""
    try:
        parsed = phonenumbers.parse(number, district.current().phone_region)
    except phonenumbers.NumberParseException:
        return number
    home = phonenumbers.country_code_for_region(district.current().phone_region)
    kind = phonenumbers.PhoneNumberFormat
    return str(phonenumbers.format_number(parsed, kind.NATIONAL if parsed.country_code == home else kind.INTERNATIONAL))
