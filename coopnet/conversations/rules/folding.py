"""How a text is read before its words are looked at: what people do to letters so that a machine does not know them."""

import re
import unicodedata
from functools import lru_cache

# Signs that take no place, or the place of a blank, and are no marks to Unicode.
_UNSEEN = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0\u2800\ufffc"), " ")
# Letters in boxes and flags, which no normal form undoes.
_BOXES = {first + n: chr(ord("a") + n) for first in (0x1F150, 0x1F170, 0x1F1E6) for n in range(26)}
_SMALL_CAPITALS = str.maketrans("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz")
_KEYCAP_TEN = {ord("\U0001f51f"): "10"}
# Cyrillic and Greek letters that look like one of ours, in small letters.
_ALIKE = str.maketrans("авеікмнорстухѕԁјԛԝьαβεικνορτυχηωγ", "abeikmhopctyxsdjqwbabeikvoptuxnwy")
_NUMBERS_FOR_LETTERS = str.maketrans("013457$@!|", "oieastsail")

_OTHER_LETTERS = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")
_OUR_LETTERS = re.compile(r"[a-z]")
_SPELLED_OUT = re.compile(r"(?<![^\W_])(?:[^\W\d_][ .·*_-])+[^\W\d_](?![^\W_])")
_MIXED = re.compile(r"(?<![\w@$!|])(?=[0-9$@!|]*[a-z])(?=[a-z]*[0-9$@!|])[a-z0-9$@!|]{3,}(?![\w@.])")


def fold(text: str) -> str:
    """Small letters without accents, plain digits, and nothing that nobody sees.

    >>> fold("CONTRASENYA’s Codi\u200b: ٦١٢")
    "contrasenya's codi: 612"
    >>> fold("6️⃣1️⃣ ➏ 🄿🅸🅽 ᴘɪɴ 𝟞")
    '61 6 pin pin 6'
    """
    known = text.translate(_UNSEEN).translate(_BOXES).translate(_SMALL_CAPITALS).translate(_KEYCAP_TEN)
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", known).casefold())
    kept = (c for c in plain if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    digits = (str(unicodedata.digit(c)) if c.isdigit() else c for c in kept)
    return re.sub("[’ʼ`´]", "'", "".join(digits)).replace("·", "")


def readings(text: str) -> tuple[str, ...]:
    """As it stands, and as an eye may read it, each folded. Most texts have one.

    >>> readings("Quedem dijous?")
    ('quedem dijous?',)
    >>> readings("el рin"), readings("el p.i.n"), readings("el c0d1")
    (('el рin', 'el pin'), ('el p.i.n', 'el pin'), ('el c0d1', 'el codi'))
    >>> readings("код"), readings("4t A, 3r 2a")[0]
    (('код',), '4t a, 3r 2a')
    """
    folded = fold(text)
    alike = look_alike(folded)
    joined = _SPELLED_OUT.sub(lambda found: re.sub(r"[ .·*_-]", "", found.group()), alike)
    letters = _MIXED.sub(lambda found: found.group().translate(_NUMBERS_FOR_LETTERS), joined)
    return tuple(dict.fromkeys((folded, alike, joined, letters)))


def look_alike(folded: str) -> str:
    """Where letters of two scripts stand in one text, those that look like ours are ours."""
    if _OTHER_LETTERS.search(folded) and _OUR_LETTERS.search(folded):
        return folded.translate(_ALIKE)
    return folded


def sentences_of(folded: str) -> list[list[str]]:
    """Each its words; signs of money are words.

    >>> sentences_of("em pots deixar 50€? si us plau")
    [['em', 'pots', 'deixar', '50', '€'], ['si', 'us', 'plau']]
    """
    return [found for part in re.split(r"[.!?;:\n。！？؟۔।]+", folded) if (found := re.findall(r"[^\W_]+|[€$£]", part))]


def has_any(folded: str, wanted: tuple[str, ...]) -> bool:
    return any(one in folded for one in _folded(wanted))


@lru_cache
def _folded(wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The lists are written as people write; accents and vowel signs go from both."""
    return tuple(fold(one) for one in wanted)
