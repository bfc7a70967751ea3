"""A web address in a text, also one without its beginning, or spelled out so that no machine sees it."""

import re
import unicodedata

from coopnet.conversations.rules import signs
from coopnet.conversations.rules.folding import look_alike

_SPELLED_DOT = (
    r"\s*[\[({<]\s*(?:\.|dot|punt|punto|point|ponto)\s*[\])}>]\s*|\s+(?:dot|punt|punto|ponto)\s+|\s+\.\s+|\s+\.(?=\w)"
)
_SPELLED = re.compile(rf"(?<=[\w-])(?:{_SPELLED_DOT})(?=([^\W\d_]{{2,9}})\b(.?\s*\S{{0,9}}))")
_SLASH = re.compile(r"\s*(?:/|\b(?:barra|slash|contrabarra)\b)")
_ENDING = re.compile(r"([\w-]+)\.([a-z]{2,12})(?![\w-])(\s?/?)\s*([^\W\d_]*)")
_CLOSES = re.compile(r"[\s]*(?:$|[,;:!?)\]\n]|\.\s|\.$)")


def has_link(text: str) -> bool:
    """An e-mail address is none: that is another reason.

    >>> has_link("www.premi.example"), has_link("entra a wa.me/34612345678"), has_link("mira bit.ly/3xY")
    (True, True, True)
    >>> has_link("Visc a Sants.Es un barri. Bon dia.Com estàs?"), has_link("és a les 18.30 h, etc.")
    (False, False)
    >>> has_link("Visc a Sants.És un barri"), has_link("ves a correus.es/pagar"), has_link("rosa@example.org")
    (False, True, False)
    >>> has_link("mira premis-gratis.es"), has_link("bit . ly / abc"), has_link("entra a premi punt com barra login")
    (True, True, True)
    >>> has_link("ets en un punt com jo"), has_link("evil dot com"), has_link("entra a premi.com estàs convidada")
    (False, True, True)
    """
    kept = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    plain = look_alike("".join(kept).lower())
    plain = re.sub(r"(?<=[a-z0-9])[。․](?=[a-z])", ".", plain)
    if re.search(r"\b(?:h[tx]{2}ps?|ftp|tg|whatsapp)\s?:\s?/\s?/|\bwww\s?\.|\bxn--", plain):
        return True
    said = _without_mails(plain)
    return any(_is_ending(found, said) for found in _ENDING.finditer(said)) or any(
        _is_spelled_ending(found) for found in _SPELLED.finditer(said)
    )


def _is_ending(found: re.Match[str], said: str) -> bool:
    label, ending, after, next_word = found.groups()
    if after.strip():
        return ending in signs.ENDINGS or ending in signs.ENDINGS_AND_WORDS
    is_domain = "-" in label or any(c.isdigit() for c in label) or _is_gone_to(said[: found.start()])
    if ending == "com":
        return is_domain or next_word not in signs.AFTER_COM
    if ending in signs.ENDINGS:
        return True
    return ending in signs.ENDINGS_OF_PLACES and (
        is_domain or (_CLOSES.match(said, found.end(2)) is not None and len(label) > 1)
    )


def _is_spelled_ending(found: re.Match[str]) -> bool:
    """With a blank before its point, or a word for it; sentences too are written so."""
    ending, rest = found[1], found[2]
    if _SLASH.match(rest):
        return ending in signs.ENDINGS or ending in signs.ENDINGS_AND_WORDS
    if ending not in signs.ENDINGS:
        return False
    word = re.match(r"\s*([^\W\d_]+)", rest)
    return word is None or (ending != "com" and word[1] in signs.SMALL) or word[1] in signs.AND


def _is_gone_to(before: str) -> bool:
    """Whether somebody is to go there: "entra a", "mira", "visit"."""
    return any(word in signs.GOES for word in re.findall(r"[^\W\d_]+", before[-40:])[-2:])


def _without_mails(text: str) -> str:
    return " ".join(word for word in text.split(" ") if "@" not in word)
