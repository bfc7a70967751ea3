"""Which passwords are refused, without asking anybody: the short and the common (NIST SP 800-63B, 3.1.1.2)."""

import hashlib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from pathlib import Path

MINIMUM = 10  # characters
MAXIMUM = 200  # what argon2 is given must have an end
PRINT_BYTES = 5
FEW_DIFFERENT = 4
DATA = Path(__file__).resolve().parents[1] / "data" / "common_passwords.bin"
# Rows of keyboards, the alphabet and the digits: a password that walks along them is the first that is tried.
WALKS = ("qwertyuiopasdfghjklñzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
SHORTEST_WORD = 4
# The file is of the whole world. What people here think of first, without accents: with little else it is guessed too.
THOUGHT_OF_HERE = (
    *("contrasenya", "contrasena", "lamevacontrasenya", "lamevaclau", "micontrasena", "miclave", "miclau", "password"),
    *("teestimo", "testimo", "testimomolt", "tequiero", "tequieromucho", "viscabarca", "forcabarca", "viscacatalunya"),
    *("barcelona", "catalunya", "cataluna", "espanya", "espana", "montjuic", "santsmontjuic", "hostafrancs"),
    *("labordeta", "poblesec", "lamarina", "canbatllo", "coopolis", "cooperativa", "economiasocial"),
    *("bondia", "bonatarda", "bonanit", "buenosdias", "buenasnoches", "holahola", "estrella", "princesa", "mariposa"),
)
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


class Weakness(StrEnum):
    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"


def weakness_of(password: str, *, personal: Iterable[str] = ()) -> Weakness | None:
    """None for one that may be used. `personal`: the name, the addresses, the site's name.

    >>> weakness_of("barri1234"), weakness_of("password2026!"), weakness_of("Qwertyuiop"), weakness_of("aaaaaaaaaaaa")
    (<Weakness.SHORT: 'short'>, <Weakness.COMMON: 'common'>, <Weakness.COMMON: 'common'>, <Weakness.COMMON: 'common'>)
    >>> weakness_of("Rosa.Vila1999", personal=["Rosa Vila", "rosa.vila@example.org"])
    <Weakness.PERSONAL: 'personal'>
    >>> weakness_of("P@ssw0rd!!!!!"), weakness_of("quatre gats al terrat")
    (<Weakness.COMMON: 'common'>, None)
    >>> weakness_of("Contraseña1"), weakness_of("la meva contrasenya"), weakness_of("contrasenya de cent gats")
    (<Weakness.COMMON: 'common'>, <Weakness.COMMON: 'common'>, None)
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < MINIMUM:
        return Weakness.SHORT
    if len(plain) > MAXIMUM:
        return Weakness.LONG
    folded = plain.casefold()
    if len(set(folded)) <= FEW_DIFFERENT or _is_walk(folded) or any(map(_is_known, _cores(folded))):
        return Weakness.COMMON
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    if any(_is_mostly(bare, word) for word in THOUGHT_OF_HERE):
        return Weakness.COMMON
    if any(_is_mostly(folded, word) for word in _words(personal)):
        return Weakness.PERSONAL
    return None


def fingerprints(passwords: Iterable[str]) -> bytes:
    """The file of common passwords: what each of them leaves, sorted."""
    return b"".join(sorted({_print(one.casefold()) for one in passwords if len(one) >= SHORTEST_WORD}))


def _cores(folded: str) -> set[str]:
    """The password and what is left of it without the digits and signs at its ends, and with letters for lookalikes."""
    bare = folded.strip("".join(c for c in set(folded) if not c.isalpha()))
    found = {folded, bare, folded.translate(LOOKALIKES), bare.translate(LOOKALIKES)}
    spelled = folded.rstrip("!?.*-_ ").translate(LOOKALIKES)
    half = len(folded) // 2
    doubled = {folded[:half]} if folded[:half] == folded[half:] else set()
    # A short core beside much else ("ana" in the middle) says nothing.
    return {one for one in found | {spelled} | doubled if len(one) >= SHORTEST_WORD}


def _is_walk(folded: str) -> bool:
    steps = [folded[i : i + 3] for i in range(len(folded) - 2)]
    along = sum(any(step in walk or step[::-1] in walk for walk in WALKS) for step in steps)
    return along * 4 >= len(steps) * 3


def _words(personal: Iterable[str]) -> set[str]:
    found = set()
    for text in personal:
        folded = unicodedata.normalize("NFKC", text).casefold()
        found |= {folded, "".join(c for c in folded if c.isalnum()), folded.partition("@")[0]}
    return {word for word in found if len(word) >= SHORTEST_WORD}


def _is_mostly(folded: str, word: str) -> bool:
    """Without the word too little is left to be guessed."""
    letters = "".join(c for c in folded if c.isalnum())
    return any(word in text and len(text.replace(word, "")) < MINIMUM // 2 for text in (folded, letters))


def _is_known(word: str) -> bool:
    prints, wanted = _known(), _print(word)
    low = bisect_left(range(len(prints) // PRINT_BYTES), wanted, key=lambda n: _at(prints, n))
    return _at(prints, low) == wanted


def _at(prints: bytes, number: int) -> bytes:
    return prints[number * PRINT_BYTES : (number + 1) * PRINT_BYTES]


def _print(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()[:PRINT_BYTES]


@cache
def _known() -> bytes:
    return DATA.read_bytes()
