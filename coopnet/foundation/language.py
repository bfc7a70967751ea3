"""Which language is being spoken, and lists of words in it. Knows no catalogue: `i18n` does."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal
from flask import g, has_app_context

from coopnet.foundation import district

_AND = {"ca": "i", "es": "y", "en": "and"}
_OR = {"ca": "o", "es": "o", "en": "or"}
# "e" before the sound of an i that is not half of a diphthong: "e Iglesias", "e hijas", but "y hielo", "y Ionel".
_SOUNDS_I = re.compile(r"h?i(?![aeou])|y(?![aeiou])")
_SOUNDS_O = re.compile(r"h?o|8|11(?!\d)")


def current_language() -> str:
    """Of the page being answered or the letter being worded; the district's first language elsewhere."""
    chosen: str | None = g.get("language") if has_app_context() else None
    return chosen or district.current().default_language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    before = g.get("language")
    g.language = language
    try:
        yield
    finally:
        g.language = before


@lru_cache
def locale_of(language: str) -> Locale:
    """English is British: the day before the month."""
    return Locale.parse("en_GB" if language == "en" else language)


def label(labels: Mapping[str, str]) -> str:
    """Of a text that the data give in several languages; the district's first one where this one is missing."""
    return district.label(dict(labels), current_language())


def format_number(number: float) -> str:
    return _format_number(number, current_language())


@lru_cache(maxsize=1024)
def _format_number(number: float, language: str) -> str:
    return format_decimal(number, locale=locale_of(language))


def join_words(words: Iterable[str], *, is_choice: bool = False) -> str:
    """As "a, b i c"; a choice is joined with "or". Spanish "y" and "o" give way to "e" and "u" where they must."""
    *first, last = [str(word) for word in words] or [""]
    if not first:
        return last
    language = current_language()
    link = (_OR if is_choice else _AND).get(language)
    if link is None:
        return ", ".join([*first, last])
    if language == "es":
        folded = fold(last)
        if is_choice and _SOUNDS_O.match(folded):
            link = "u"
        elif not is_choice and _SOUNDS_I.match(folded):
            link = "e"
    return f"{', '.join(first)} {link} {last}"


def upper_first(text: str) -> str:
    """For a date or a name at the start of a line; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def fold(text: str) -> str:
    """Without accents and case: `Núria` and `nuria` are one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def sort_key(text: str) -> tuple[str, str]:
    """Orders as a Catalan or Spanish dictionary does: accents, case and quotes do not count, ñ comes after n."""
    kept = unicodedata.normalize("NFC", text.casefold()).replace("·", "")
    # Folded in one go: letter by letter it takes ten times as long, and lists have hundreds of names.
    return "n\uffff".join(fold(part) for part in kept.split("ñ")).lstrip(" \"'«“‘(¡¿"), text
