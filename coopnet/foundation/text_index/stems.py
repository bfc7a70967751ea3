"""What the forms of one word share, in Catalan and Spanish.

One set of rules for both languages, on folded words: they are close enough that many a Spanish word meets its Catalan
cousin (`energéticas`, `energia`), and a reader need not say which of the two they type. Snowball's stemmers, tried on
the pairs of the tests, find fewer of them and throw together more that differ (`sant` and `Sants`).
"""

import re
from functools import lru_cache
from pathlib import Path

LONGEST = 40  # letters of a word that are looked at

_DATA = Path(__file__).parent / "data"

# In order; the first that fits is applied, and no other. (ending, what stands instead, least letters before it)
_ENDINGS = [
    (re.compile(f"(?<=.{{{least}}})(?:{ending})$"), instead)
    for ending, instead, least in (
        ("gen(?:es)?", "j", 2),
        ("tges?", "j", 2),
        ("gu[ae]s?", "g", 2),
        # what something is like: comptabilitat, comunitària, seguretat
        ("abili(?:tats?|dad|dades)", "abl", 3),
        ("i(?:tats?|dad|dades|tari|taria|taris|taries|tario|tarios|tarias|ty|ties)", "", 4),
        ("e(?:tats?|dad|dades)", "", 4),
        ("itats?|idad(?:es)?", "itat", 2),
        ("etats?|edad(?:es)?", "etat", 2),
        # what is done, who does it: participatiu, reparacions, gestionar, treballadores, acompanyament, feminisme
        ("ati(?:us?|va|ves?|vos?|vas|visme|vismo)", "", 4),
        ("i(?:us?|va|ves?|vos?|vas|visme|vismo)", "", 4),
        ("ac(?:io|ions|ion|iones|ionar)", "", 4),
        ("ac(?:io|ions|ion|iones)", "acio", 1),
        ("i(?:o|ons|on|ones|onar)", "", 4),
        ("i(?:o|ons|on|ones)", "io", 1),
        ("ad(?:or|ora|ors|ores|oras)", "", 4),
        ("[ai](?:ments?|mientos?)", "", 4),
        ("is(?:mes?|mos?|tas?|tes)", "", 3),
        ("ia(?:ts?|das?|des|dos?)", "", 5),
        ("ats?", "", 5),
        ("ad(?:as?|es|os?)", "", 4),
        ("ar(?:se)?", "", 4),
        ("ir(?:se)?", "", 5),
        # gender and number: energètiques, econòmics, fusteria, sòcies, francesos
        ("eti(?:ca|cs|cos?|cas|c)|etiques", "", 4),
        ("i(?:ca?|cs|ques|cos?|cas)", "", 4),
        ("i(?:a|es|as|os)|y", "", 4),
        ("aris?", "ar", 4),
        ("ques?", "c", 2),
        ("es(?:a|os|es|as)?", "", 3),
        ("[eoa]?s", "", 3),
    )
]
_LAST_VOWELS = re.compile("(?<=...)[aeo]+$")
_LAST_N = re.compile("(?<=..[aeiou])n$")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Of a folded word. A word with digits, or of another script, is its own stem, without the Arabic article.

    >>> [stem(word) for word in ("cooperativa", "cooperatius", "formacions", "fusteria", "bojos", "boig")]
    ['cooper', 'cooper', 'formacio', 'fuster', 'boj', 'boj']
    """
    word = word[:LONGEST]
    known = _irregular().get(word)
    if known is not None:
        return known
    if not (word.isascii() and word.isalpha()):
        return word[2:] if word.startswith("ال") and len(word) > 4 else word  # noqa: PLR2004 - the article and a stem
    # Spellings that differ between the two languages, and an old one: Hostafranchs.
    found = word.replace("z", "c").replace("tc", "c").replace("ny", "n")
    if len(found) > 3:  # noqa: PLR2004 - not ESS
        found = found.replace("ss", "s")
    found = re.sub("chs?$", "c", found)
    was_soft = found.endswith(("ig", "igs"))
    for ending, instead in _ENDINGS:
        shorter, count = ending.subn(instead, found)
        if count:
            found = shorter
            break
    found = _LAST_VOWELS.sub("", found)
    without_n = _LAST_N.sub("", found)
    if without_n != found:
        found = _LAST_VOWELS.sub("", without_n)
    if was_soft:
        found = re.sub("(?<=[aeou])ig$", "j", found)
        found = re.sub("ig$", "ij", found)
    found = re.sub("t[jg]$", "j", found)
    found = re.sub("(?<=g)u$", "", found)
    if len(found) > 4:  # noqa: PLR2004 - in short words ll and v tell one from another: vall, ball, val
        found = found[0] + found[1:].replace("ll", "l").replace("v", "b")
    return found


def read_lines(name: str) -> list[str]:
    """Of a data file, without comments."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    groups = [line.split() for line in read_lines("irregular.txt")]
    return {word: group[0] for group in groups for word in group}
