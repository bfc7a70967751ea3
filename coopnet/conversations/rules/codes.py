"""Somebody is to tell a code or a password, or tells one. Whoever has forgotten their own may say so."""

import itertools
import re
from collections.abc import Collection, Sequence

from coopnet.conversations.rules import signs, signs_elsewhere
from coopnet.conversations.rules.folding import has_any
from coopnet.conversations.rules.money import NEAR, is_for_me

_NEEDS = (
    r"(?:necessito|necesito|necessitem|necesitamos|preciso|em cal|em caldria|em fa falta|em falta|me hace falta|me"
    r" falta"
    r"|i need|we need|i ll need|i will need|j ai besoin de|il me faut|mi serve|ho bisogno del|am nevoie de|ich brauche"
    r"|kailangan ko|kailangan ko ang|potrzebuje|vull saber|quiero saber)"
)
_BETWEEN = "el la los els les un una the le l ton ta tu tus teu teva teus your numero de del mo ang ng vostre vuestra"
_PASSWORD = "|".join(sorted(signs.PASSWORDS | {"mot de passe", "numero secret", "numero secreto", "palabra de paso"}))
_NEEDS_PASSWORD = re.compile(rf"\b{_NEEDS}(?: (?:{'|'.join(_BETWEEN.split())})){{0,4}} (?:{_PASSWORD})\b")
_WHICH_PASSWORD = re.compile(
    rf"\b(?:{'|'.join(sorted(signs.ASKS))}) (?:es|s|is|era|est|e) (?:(?:el|la|the|le|l) )?(?:{_PASSWORD})\b"
)
_TELLS_PASSWORD = re.compile(rf"\b(?:{_PASSWORD})\b\s*(?:(?:es|is|est|e|ist|este)\b|[:=])\s*\S*\d")
_SIX = r"(?<![\d+])\d{3}[ -]?\d{3}(?![\d-])"
_TELLS_CODE = re.compile(
    rf"\b(?:codi|codigo|code|codice|codul)\b[^\d.!?\n]{{0,40}}{_SIX}|\bg-\d{{6}}\b|^\s*{_SIX}\s*[.!]?\s*$"
)
_BY_TEXT = re.compile(r"\b(?:sms|whatsapp|missatge|mensaje|message|notificacio|notificacion|text)\b")
_SIX_NUMBERS = re.compile(r"\b(?:[4-8]|quatre|cuatro|four|cinc|cinco|five|sis|seis|six|vuit|ocho|eight) (?:\w+ )?$")
_PRONOUN = re.compile(
    r"\b(?:(?:envia|passa|digue|digues|reenvia|dona|manda|escriu) ?me ?(?:l|ls|la|els|ho)\b"
    r"|(?:envia|pasa|di|da|reenvia|manda|dicta|escribe)me(?:lo|la|los|las)\b"
    r"|(?:send|tell|give|forward|text) (?:it|them) (?:to )?me\b|(?:send|tell|give) me (?:it|them)\b"
    r"|(?:dis|envoie|donne) (?:le|la|les) moi\b|(?:manda|di|invia|da)m(?:m)?elo\b)"
)


def asks_for_code(folded: str, sentences: Sequence[Sequence[str]]) -> bool:
    """In any sentence, or in two: "T'arribarà un codi. Envia-me'l."

    >>> from coopnet.conversations.rules.folding import fold, sentences_of
    >>> def ask(text):
    ...     return asks_for_code(fold(text), sentences_of(fold(text)))
    >>> ask("Envia'm el codi que rebràs"), ask("dime la contraseña"), ask("Can you tell me your PIN")
    (True, True, True)
    >>> ask("Quina és la teva contrasenya"), ask("Necessito el PIN del teu mòbil"), ask("пришли код")
    (True, True, True)
    >>> ask("T'arribarà un codi. Envia-me'l de seguida."), ask("Digue'm els sis números del missatge")
    (True, True)
    >>> ask("Quina és la contrasenya?"), ask("Necessito el número secret"), ask("Quin codi t'ha arribat?")
    (True, True, True)
    >>> ask("Em pots dir el codi postal"), ask("He oblidat la contrasenya del correu, m'hi pots ajudar")
    (False, False)
    >>> ask("Necessito la contrasenya del meu correu"), ask("Em dius el codi de la sala?"), ask("الرمز البريدي؟ أرسل")
    (False, False, False)
    """
    own = folded
    for harmless in signs_elsewhere.HARMLESS:
        own = own.replace(harmless, " ")
    if _has_password_elsewhere(own) and (has_any(own, signs_elsewhere.TELLS) or has_any(own, signs_elsewhere.ASKS)):
        return True
    if any(_asks_in(words) for words in sentences):
        return True
    return any(
        _PRONOUN.search(" ".join(after)) and any(_is_code(words, place) for place in range(len(words)))
        for words, after in itertools.pairwise(sentences)
    )


def tells_code(folded: str) -> bool:
    """One that stands there to be read.

    >>> tells_code("la meva contrasenya es gat1234"), tells_code("pin: 4321"), tells_code("mot de passe ok")
    (True, True, False)
    >>> tells_code("la contrasenya es llarga i me n'oblido"), tells_code("el pin te 4 numeros")
    (False, False)
    >>> tells_code("el codi que m'ha arribat es 493 021"), tells_code("493021"), tells_code("g-493021")
    (True, True, True)
    >>> tells_code("el codi de la sala es 493021"), tells_code("codi postal 08014"), tells_code("el model 493021 de hp")
    (False, False, False)
    """
    if _TELLS_PASSWORD.search(folded):
        return True
    return any(
        not any(one in signs.HARMLESS_AFTER for one in re.findall(r"\w+", found.group()))
        for found in _TELLS_CODE.finditer(folded)
    )


def _has_password_elsewhere(folded: str) -> bool:
    return has_any(folded, signs_elsewhere.PASSWORDS) or not signs_elsewhere.PASSWORD_WORDS.isdisjoint(
        re.findall(r"\w+", folded)
    )


def _asks_in(words: Sequence[str]) -> bool:
    said = " ".join(words)
    for pattern in (_NEEDS_PASSWORD, _WHICH_PASSWORD):
        if any(_is_of_somebody(said[found.end() :].split()[:4]) for found in pattern.finditer(said)):
            return True
    return any(_asks_at(words, place) for place in range(len(words)))


def _is_of_somebody(after: Sequence[str]) -> bool:
    """What is needed is not one's own, nor for what is no secret among neighbours."""
    return not any(one in signs.MINE or one in signs.NEW or one in signs.HARMLESS_AFTER for one in after)


def _asks_at(words: Sequence[str], place: int) -> bool:
    near = [*words[max(0, place - NEAR) : place], *words[place + 1 : place + 1 + NEAR // 2]]
    is_told = any(one in signs.TELLS_WHOLE or one.startswith(signs.TELLS) for one in near)
    if words[place] in signs.NUMBERS:
        is_text = _BY_TEXT.search(" ".join(near)) is not None and _arrives(near)
        is_six = _SIX_NUMBERS.search(" ".join([*words[:place], ""])) is not None
        return is_told and (is_text or is_six) and is_for_me(near) and signs.OF_DEVICES.isdisjoint(words)
    if not _is_code(words, place):
        return False
    is_yours = any(one in signs.YOURS for one in near)
    if is_told and (is_for_me(near) or is_yours):
        return True
    is_asked = any(one in signs.ASKS for one in near) or re.search(rf"\b{_NEEDS}\b", " ".join(near)) is not None
    return is_asked and (is_yours or _arrives(near))


def _is_code(words: Sequence[str], place: int) -> bool:
    """A word for a code that opens something."""
    word = words[place]
    is_secret_number = word in {"secret", "secreto"} and words[max(0, place - 1)] in signs.NUMBERS
    if not is_secret_number and word not in signs.PASSWORDS and word not in signs.CODES:
        return False
    after = [one for one in words[place + 1 : place + 5] if one not in signs.SMALL][:1]
    before = words[place - 1 : place] if place else []
    return not any(one in signs.HARMLESS_AFTER for one in after) and not any(
        one in signs.HARMLESS_BEFORE for one in before
    )


def _arrives(words: Collection[str]) -> bool:
    return any(one in signs.ARRIVES_WHOLE or one.startswith(signs.ARRIVES) for one in words)
