"""What two spellings of one word have in common: no accents, no case, one kind of apostrophe, one kind of l·l.

Plain values; no database. `fold` keeps the shape of a text, `words` cuts it up, `match_key` is for comparing names.
"""

import re
import unicodedata

APOSTROPHE = "'"
ARTICLES = frozenset({"el", "la", "els", "les", "l", "los", "las", "the"})

_APOSTROPHES = str.maketrans("’‘ʼʹ′`´＇ʻ‛", APOSTROPHE * 10)
# Letters that Unicode does not take apart, and the several shapes of one Arabic letter: people's keyboards differ.
_SAME = _APOSTROPHES | str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ة": "ه", "ۃ": "ه", "ـ": ""}
)
# People type l·l with whatever dot they find; a hyphen is the commonest stand-in after the full stop.
_GEMINATE = re.compile(r"(?<=[^\W\d_]l)[·.•∙⋅‧・-](?=l[^\W\d_])")
# Written in two ways by the same people.
_HYPHENATED = re.compile(r"\b(co|e|on)-(?=op|mail|line)")
_DOT = "\ua78f"  # counts as a letter, so that a word is not cut at it
_ELIDED = re.compile(r"^(?:[ldsmnt]')+|'(?:[ldsmnt]|ls|ns|re|ll|ve)?$")

_REMEMBERED = 0x3000  # up to here are the alphabets; beyond, a stranger could fill the memory


class _Letters(dict[int, str | None]):
    """For `str.translate`: letters, digits and vowel signs stay, invisible marks go, anything else is a space."""

    def __missing__(self, point: int) -> str | None:
        letter = chr(point)
        category = unicodedata.category(letter)
        found: str | None = " "
        if category == "Nd":
            found = str(unicodedata.decimal(letter))
        elif letter.isalnum() or category[0] == "M" or letter == APOSTROPHE:
            found = f" {letter} " if _is_ideograph(point) else letter
        elif category == "Cf":
            found = None
        if point <= _REMEMBERED:
            self[point] = found
        return found


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Without case and accents; `ç` is c, `ñ` is n, any `l·l` is ll. Punctuation stays.

    >>> fold("Col·lectiu L’ESPURNA: col.lectiu, coŀlectiu")
    "collectiu l'espurna: collectiu, collectiu"
    """
    if text.isascii():
        plain = text.lower().translate(_APOSTROPHES)
    else:
        opened = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_SAME)).casefold())
        plain = unicodedata.normalize("NFC", "".join(c for c in opened if not _is_accent(c))).translate(_SAME)
    return _HYPHENATED.sub(r"\1", _GEMINATE.sub("", plain))


def words(text: str) -> list[str]:
    """Folded words in order, without elided articles and pronouns; each Chinese character is a word.

    >>> words("L’economia d'habitatge, «Poble-sec» (2026)")
    ['economia', 'habitatge', 'poble', 'sec', '2026']
    """
    found = []
    for word in fold(text).translate(_LETTERS).split():
        bare = _ELIDED.sub("", word).replace(APOSTROPHE, "") if APOSTROPHE in word else word
        if bare:
            found.append(bare)
    return found


def shown_words(text: str) -> list[str]:
    """The same words as they are written, in lower case, with their accents.

    >>> shown_words("L’Economia d'Habitatge: col.lectiu")
    ['economia', 'habitatge', 'col·lectiu']
    """
    plain = unicodedata.normalize("NFC", text).lower().replace("ŀ", "l·").translate(_APOSTROPHES)
    found = (_ELIDED.sub("", word) for word in _GEMINATE.sub(_DOT, plain).translate(_LETTERS).split())
    return [word.replace(_DOT, "·") for word in found if word]


def match_key(text: str) -> str:
    """Equal for two ways to write one name: also forgives a leading article, punctuation and stray spaces.

    >>> match_key("  la  Bordeta ") == match_key("BORDETA")
    True
    >>> match_key("l'Hospitalet"), match_key("El Poble-sec"), match_key("La")
    ('hospitalet', 'poble sec', 'la')
    """
    found = words(text)
    while len(found) > 1 and found[0] in ARTICLES:
        del found[0]
    return " ".join(found)


def _is_accent(letter: str) -> bool:
    """Accents and Arabic vowel points; not the vowel signs of Bengali, Gurmukhi or Devanagari, which are letters."""
    kind = unicodedata.combining(letter)
    return kind >= 200 or 27 <= kind <= 35  # noqa: PLR2004 - Unicode's combining classes


def _is_ideograph(point: int) -> bool:
    return 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF or 0x20000 <= point <= 0x3FFFF  # noqa: PLR2004 - the blocks of Unicode
