"""What belongs to a bank: its words, and numbers that are an account or a card by their check digits."""

import re

from coopnet.conversations.rules import signs
from coopnet.conversations.rules.folding import has_any

_CARD = re.compile(r"(?<!\d)\d(?:[ ._/·-]{0,3}\d){12,18}(?!\d)")
# Length and beginning as those who give cards have them; the number of a telephone (IMEI, 15) begins otherwise.
_CARDS = re.compile(
    r"3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|[45]\d{15}|6(?:011|5\d\d|7\d\d|[0-6]\d\d)\d{12}|2[2-7]\d{14}"
)
_OF_A_DEVICE = re.compile(r"\b(?:imei|serie|serial|s/n|sn|model)\b[^\n]{0,12}$")


def has_bank_data(folded: str) -> bool:
    """Words of banks, a number that is an IBAN or of a card. A price is none, nor the number of a device.

    >>> has_bank_data("quin es el teu numero de compte?"), has_bank_data("el curs costa 10 euros, 5 si vens sovint")
    (True, False)
    >>> has_bank_data("es91 2100 0418 4502 0005 1332"), has_bank_data("4111 1111 1111 1111"), has_bank_data("cvv 123")
    (True, True, True)
    >>> has_bank_data("banc d'aliments, banc del temps"), has_bank_data("请转账给我"), has_bank_data("20261130123456")
    (False, True, False)
    >>> has_bank_data("imei 356938035643809"), has_bank_data("num. de serie 4111111111111111")
    (False, False)
    """
    words = " ".join(["", *re.findall(r"\w+", folded), ""])
    if any(f" {sign} " in words for sign in signs.BANK) or has_any(folded, signs.OTHER_BANK):
        return True
    ibans = re.findall(r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}", folded)
    return any(is_iban(one) for one in ibans) or any(
        is_card(one.group()) and not _OF_A_DEVICE.search(folded[: one.start()]) for one in _CARD.finditer(folded)
    )


def is_iban(typed: str) -> bool:
    """By its country's length and its check digits (ISO 7064); what follows it may be words.

    >>> is_iban("gb82 west 1234 5698 7654 32 gracies"), is_iban("gb82 west 1234 5698 7654 33"), is_iban("es91 21")
    (True, False, False)
    >>> is_iban("pm10 formacio de sants")
    False
    """
    plain = re.sub(r"[ -]", "", typed)
    length = signs.IBAN_LENGTHS.get(plain[:2], 0)
    if not 0 < length <= len(plain):
        return False
    number = "".join(str(int(c, 36)) for c in plain[4:length] + plain[:4])
    return int(number) % 97 == 1


def is_card(typed: str) -> bool:
    """By its beginning and its check digit (Luhn).

    >>> is_card("4111-1111-1111-1111"), is_card("4111 1111 1111 1112"), is_card("123"), is_card("3714 496353 98431")
    (True, False, False, True)
    """
    digits = [int(c) for c in typed if c.isdigit()]
    if not _CARDS.fullmatch("".join(map(str, digits))):
        return False
    doubled = [sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
