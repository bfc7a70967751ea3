"""The writer's own name in a letter: below it stands a visiting card, and a surname is for nobody else to read."""

import re
from collections.abc import Collection

from coopnet.conversations.rules import mail_words
from coopnet.conversations.rules.folding import fold
from coopnet.conversations.rules.scrubbing import LEFT_OUT
from coopnet.conversations.rules.talk import first_name

CARD_LINES = 15  # a longer one is none
SHORTEST = 3  # letters of a name that is looked for alone
OWN_LEAST = 2  # words of a name by which it is known

_WORD = re.compile(r"[^\s\d.,;:!?()\[\]{}<>\"«»“”/|@*_~•–—…'’-]+")
_BEHIND_NAME = re.compile(r"\s*(?:[|,;•·(/\[<:]|[-–—]+\s|$)")
_AFTERWARDS = re.compile(r"\W*(?:p\.?\s?s|p\.?\s?d|n\.?\s?b)\b\.?\s*[:.\s]", re.IGNORECASE)


def without_signature(text: str, name: str) -> str:
    r"""Cut from the line on which the writer's own name stands, as it is known, or two words of it or more.

    >>> def cut(text):
    ...     return without_signature(text, "Mercè Vidal Puig")
    >>> cut("D'acord\n\nMERCE VIDAL\nAuxiliar administrativa\nEscola X"), cut("Sí\nMercè"), cut("i de\nSí?\nVine")
    ("D'acord", 'Sí\nMercè', 'i de\nSí?\nVine')
    >>> cut("Fins dijous, Mercè\nVidal Puig, Mercè"), cut("Sí\n*M. Vidal* | Directora\nTel.")
    ('Fins dijous, Mercè', 'Sí')
    >>> cut("Sí.\nGràcies, Mercè Vidal\nDirectora\nPS: porto el cable"), cut("Pregunta per Mercè Vidal\nAdeu")
    ('Sí.\nGràcies,\nPS: porto el cable', 'Pregunta per Mercè Vidal\nAdeu')
    >>> cut("Mercè Vidal\nSí, dijous."), cut("Mercè Vidal\nVols venir?\nNo puc"), without_signature("Sí", "Mercè")
    ('Sí, dijous.', 'Vols venir?\nNo puc', 'Sí')
    """
    own = _words_of(name)
    if len(own) < OWN_LEAST:
        return text
    lines, kept = text.split("\n"), list[str]()
    for place, line in enumerate(lines):
        said = _before_name(line, own)
        if said is None:
            kept.append(line)
            continue
        below = [one for one in lines[place + 1 :] if one.strip()]
        kept += [said] if said else []
        if any(one.strip() for one in kept) and _is_card(below):
            after = next((n for n, one in enumerate(below) if _AFTERWARDS.match(one)), len(below))
            kept += below[after:]
            break
    return "\n".join(kept).strip()


def without_surname(text: str, name: str) -> str:
    """In its place stands that something was left out; a word that only begins a sentence stays.

    >>> without_surname("Soc la Mercè Vidal i Puig, truca a la Sra. Vidal. Puig? Costa poc.", "Mercè Vidal Puig Costa")
    'Soc la Mercè […], truca a la Sra. […]. Puig? Costa poc.'
    >>> without_surname("soc merce vidal, d'en Vidal", "Mercè Vidal"), without_surname("Hola", "Mercè")
    ("soc merce […], d'en […]", 'Hola')
    >>> without_surname("أنا محمد خان", "محمد خان"), without_surname("خان", "محمد خان")
    ('أنا محمد […]', 'خان')
    >>> without_surname("VIDAL, Mercè", "Mercè Vidal")
    '[…], Mercè'
    """
    first = fold(first_name(name))
    own = _words_of(name)
    found = list(_WORD.finditer(text))
    is_own = [fold(one.group()) in own for one in found]
    gone: list[tuple[int, int]] = []
    for place, one in enumerate(found):
        word = fold(one.group())
        if not is_own[place] or word == first or len(word) < SHORTEST:
            continue
        if _has_own_beside(found, is_own, place, text) or _is_named(one, text):
            gone.append(one.span())
    kept, at = "", 0
    for start, end in gone:
        between = text[at:start]
        is_same = kept.endswith(LEFT_OUT) and _is_nothing(between)
        kept += "" if is_same else between + LEFT_OUT
        at = end
    return kept + text[at:]


def _words_of(name: str) -> frozenset[str]:
    said = (fold(word) for word in _WORD.findall(name))
    return frozenset(word for word in said if len(word) > 1 and word not in mail_words.NAME_PARTICLES)


def _before_name(line: str, own: Collection[str]) -> str | None:
    """What stands before the name that ends this line, or begins it; None where it is no line of a name."""
    found = list(_WORD.finditer(line))
    known = [_is_of_name(fold(one.group()), own) for one in found]
    start = next((n for n, is_known in enumerate(known) if is_known), len(found))
    end = next((n for n in range(start, len(found)) if not known[n]), len(found))
    named = {fold(one.group()) for one in found[start:end]} - mail_words.NAME_PARTICLES
    if not named & set(own) or len(named) < OWN_LEAST:
        return None
    before, after = line[: found[start].start()], line[found[end - 1].end() :]
    said = before.strip(" *_~-–—|•>\t(")
    if said and not mail_words.CLOSING.fullmatch(said):
        return None
    return said if _BEHIND_NAME.match(after.lstrip("*_~. ")) else None


def _is_of_name(word: str, own: Collection[str]) -> bool:
    """A word of it, the first letter of one, or a small one between two."""
    is_letter = len(word) == 1 and any(one.startswith(word) for one in own)
    return word in own or is_letter or word in mail_words.NAME_PARTICLES


def _is_card(below: list[str]) -> bool:
    return len(below) <= CARD_LINES and not any(line.rstrip().endswith("?") for line in below)


def _has_own_beside(found: list[re.Match[str]], is_own: list[bool], place: int, text: str) -> bool:
    for other in (place - 1, place - 2, place + 1, place + 2):
        if 0 <= other < len(found) and is_own[other]:
            first, last = sorted((found[place], found[other]), key=lambda one: one.start())
            if _is_nothing(text[first.end() : last.start()]):
                return True
    return False


def _is_nothing(between: str) -> bool:
    """Between two words of one name."""
    words = _WORD.findall(between)
    return all(fold(word) in mail_words.NAME_PARTICLES for word in words) and not re.search(r"[.!?;:\n]", between)


def _is_named(one: re.Match[str], text: str) -> bool:
    """With a capital, and not because a sentence begins there."""
    before = text[: one.start()].rstrip(" *_\"'«(")
    return one.group()[:1].isupper() and bool(before) and (before[-1] not in ".!?…:;\n-" or _is_title(before))


def _is_title(before: str) -> bool:
    return re.search(r"\b(?:sra?|dra?|mr|mrs|ms|mme|na)\.$", before, re.IGNORECASE) is not None
