"""Which messages wait for the team: they may be a fraud, or give away what has a button of its own. Never a language.

False alarms are worse than they look: a person who asks for help with a password has to be able to say the word.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import lru_cache

from coopnet.conversations.rules import signs

NEAR = 8  # words
CARD_DIGITS = {14, 15, 16}
CARD_BEGINS = {3, 4, 5, 6}


class Reason(StrEnum):
    LINK = "link"
    MONEY = "money"  # a bank's data, a card, an account, a transfer; somebody asks for money
    CODE = "code"  # asks for a code or a password, or tells one
    CONTACT = "contact"  # an e-mail or a phone, for which there is a button
    SENDER = "sender"  # it came by e-mail, from an address that is not known to be theirs


def reasons_to_hold(text: str) -> tuple[str, ...]:
    """In one order; empty where the message may pass.

    >>> reasons_to_hold("Quedem dijous a les 18 h a la biblioteca?")
    ()
    >>> reasons_to_hold("Mira això: https://example.org/premi i envia'm el codi que t'arribarà")
    ('link', 'code')
    >>> reasons_to_hold("Fes un bizum i truca'm al 612 34 56 78")
    ('money', 'contact')
    """
    folded = fold(text)
    sentences = [re.findall(r"\w+", part) for part in re.split(r"[.!?;:\n。！？؟]+", folded)]
    found = []
    if has_link(text):
        found.append(Reason.LINK)
    if has_bank_data(folded) or any(asks_for_money(words) for words in sentences):
        found.append(Reason.MONEY)
    if asks_for_code(folded, sentences) or tells_password(folded):
        found.append(Reason.CODE)
    if has_contact(folded):
        found.append(Reason.CONTACT)
    return tuple(reason.value for reason in found)


def fold(text: str) -> str:
    """Small letters without accents, plain digits, and nothing that nobody sees.

    >>> fold("CONTRASENYA’s Codi\u200b: ٦١٢")
    "contrasenya's codi: 612"
    """
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in plain if unicodedata.category(c) not in {"Mn", "Cf"})
    digits = (str(unicodedata.digit(c)) if c.isdigit() else c for c in kept)
    return re.sub("[’ʼ`´]", "'", "".join(digits))


def has_link(text: str) -> bool:
    """A web address, also one without its beginning. An e-mail address is none: that is another reason.

    >>> has_link("www.premi.example"), has_link("entra a wa.me/34612345678"), has_link("mira bit.ly/3xY")
    (True, True, True)
    >>> has_link("Visc a Sants.Es un barri. Hola.com estàs?"), has_link("és a les 18.30 h, etc.")
    (True, False)
    >>> has_link("Visc a Sants.És un barri"), has_link("ves a correus.es/pagar"), has_link("rosa@example.org")
    (False, True, False)
    """
    plain = unicodedata.normalize("NFKC", text)
    if re.search(r"(?:https?|ftp|tg|whatsapp)\s?:\s?/\s?/|\bwww\s?\.", plain, re.IGNORECASE):
        return True
    for ending, slash in re.findall(r"(?<=[\w-])\.([a-z]{2,9})\b(/?)", _without_mails(plain).lower()):
        if ending in signs.ENDINGS or (slash and ending in signs.ENDINGS_AND_WORDS):
            return True
    return False


def has_bank_data(folded: str) -> bool:
    """Words of banks, a number that is an IBAN or of a card. A price is none.

    >>> has_bank_data("quin es el teu numero de compte?"), has_bank_data("el curs costa 10 euros, 5 si vens sovint")
    (True, False)
    >>> has_bank_data("es91 2100 0418 4502 0005 1332"), has_bank_data("4111 1111 1111 1111")
    (True, True)
    >>> has_bank_data("banc d'aliments, banc del temps"), has_bank_data("请转账给我"), has_bank_data("20261130123456")
    (False, True, False)
    """
    words = " ".join(["", *re.findall(r"\w+", folded), ""])
    if any(f" {sign} " in words for sign in signs.BANK) or _has_any(folded, signs.OTHER_BANK):
        return True
    ibans = re.findall(r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]){11,30}", folded)
    cards = re.findall(r"\d(?:[ -]?\d){13,15}", folded)
    return any(is_iban(one) for one in ibans) or any(is_card(one) for one in cards)


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
    """By its check digit (Luhn).

    >>> is_card("4111-1111-1111-1111"), is_card("4111 1111 1111 1112"), is_card("123")
    (True, False, False)
    """
    digits = [int(c) for c in typed if c.isdigit()]
    if len(digits) not in CARD_DIGITS or digits[0] not in CARD_BEGINS:
        return False
    doubled = [sum(divmod(2 * d, 10)) if place % 2 else d for place, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def asks_for_money(words: Sequence[str]) -> bool:
    """Of one sentence: somebody is to give, lend or pay.

    >>> asks_for_money("em pots deixar 50 euros".split()), asks_for_money("prestame dinero por favor".split())
    (True, True)
    >>> asks_for_money("la formacio costa 10 euros".split()), asks_for_money("no tinc diners per a un portatil".split())
    (False, False)
    """
    for place, word in enumerate(words):
        if word in signs.MONEY or word == "€":
            before = words[max(0, place - NEAR) : place]
            if _asks(before) and any(one in signs.GIVES_WHOLE or one.startswith(signs.GIVES) for one in before):
                return True
    return False


def asks_for_code(folded: str, sentences: Sequence[Sequence[str]]) -> bool:
    r"""Somebody is to tell a code or a password. Whoever has forgotten their own may say so.

    >>> def ask(text):
    ...     return asks_for_code(fold(text), [re.findall(r"\w+", fold(text))])
    >>> ask("Envia'm el codi que rebràs"), ask("dime la contraseña"), ask("Can you tell me your PIN")
    (True, True, True)
    >>> ask("Quina és la teva contrasenya"), ask("请告诉我验证码")
    (True, True)
    >>> ask("Em pots dir el codi postal"), ask("He oblidat la contrasenya del correu, m'hi pots ajudar")
    (False, False)
    """
    if _has_any(folded, signs.OTHER_PASSWORDS) and _has_any(folded, signs.OTHER_TELLS):
        return True
    return any(_asks_for_code_in(words) for words in sentences)


def tells_password(folded: str) -> bool:
    """One that stands there to be read.

    >>> tells_password("la meva contrasenya es gat1234"), tells_password("pin: 4321"), tells_password("mot de passe ok")
    (True, True, False)
    >>> tells_password("la contrasenya es llarga i me n'oblido"), tells_password("el pin te 4 numeros")
    (False, False)
    """
    named = "|".join(sorted(signs.PASSWORDS | {"mot de passe"}))
    return re.search(rf"\b(?:{named})\b\s*(?:(?:es|is|est|e|ist|este)\b|[:=])\s*\S*\d", folded) is not None


def has_contact(folded: str) -> bool:
    """An e-mail address or a phone, also spelled with spaces. Dates, hours, prices and postcodes are none.

    >>> has_contact("rosa@example.org"), has_contact("rosa arroba gmail punt com"), has_contact("+34 612-345-678")
    (True, True, True)
    >>> has_contact("93 424 10 10"), has_contact("612345678"), has_contact("0034612345678")
    (True, True, True)
    >>> has_contact("el 30/11/2026 de 18 a 20 h, 08014 Barcelona, 12,50 euros"), has_contact("truca al 112 o al 010")
    (False, False)
    """
    if re.search(
        r"[\w.+-]{1,64}\s?(?:@|\(at\)|\barroba\b)\s?[\w-]+\s?(?:\.|\bpunt\b|\bpunto\b|\bdot\b)\s?[a-z]{2}", folded
    ):
        return True
    own = r"(?<![\d/,])[6789]\d{2}(?:[ .-]?\d{3}){2}(?![\d/])|(?<![\d/,])[6789]\d{2}(?:[ .-]?\d{2}){3}(?![\d/])"
    fixed = r"(?<![\d/,])9\d[ .-]?\d{3}[ .-]?\d{2}[ .-]?\d{2}(?![\d/])"
    abroad = r"(?:\+|\b00)\d(?:[ ().-]{0,2}\d){7,14}"
    return re.search(f"{own}|{fixed}|{abroad}", folded) is not None


def _asks_for_code_in(words: Sequence[str]) -> bool:
    for place, word in enumerate(words):
        is_password = word in signs.PASSWORDS
        if not (is_password or word in signs.CODES) or _is_harmless(words, place):
            continue
        near = [*words[max(0, place - NEAR) : place], *words[place + 1 : place + 1 + NEAR // 2]]
        is_told = any(one in signs.TELLS_WHOLE or one.startswith(signs.TELLS) for one in near)
        if is_told and (_asks(near) or _is_yours(near)):
            return True
        if is_password and _is_yours(near) and any(one in signs.ASKS for one in near):
            return True
    return False


def _is_harmless(words: Sequence[str], place: int) -> bool:
    after = [one for one in words[place + 1 : place + 4] if one not in signs.SMALL][:1]
    before = words[place - 1 : place] if place else []
    return any(one in signs.HARMLESS_AFTER for one in after) or any(one in signs.HARMLESS_BEFORE for one in before)


def _asks(words: Collection[str]) -> bool:
    """Whether it is for who writes."""
    return any(one in signs.ME or one in signs.WITH_ME_WHOLE or one.startswith(signs.WITH_ME) for one in words)


def _is_yours(words: Collection[str]) -> bool:
    return any(one in signs.YOURS for one in words)


def _has_any(folded: str, wanted: Sequence[str]) -> bool:
    return any(one in folded for one in _folded(tuple(wanted)))


@lru_cache
def _folded(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The lists are written as people write; accents and vowel signs go from both."""
    return tuple(fold(one) for one in wanted)


def _without_mails(text: str) -> str:
    return " ".join(word for word in text.split() if "@" not in word)
