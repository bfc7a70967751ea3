"""The district's controlled vocabularies: codes with labels, read once from `taxonomy.json`.

`kind` is a key of that file: `topics`, `barris`, `languages`, `measures` … A kind that is not there is a mistake of
ours and raises `KeyError`; a code that is not there may come from an older edition of the data and is shown as it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from flask import Flask, current_app
from rapidfuzz import fuzz, process

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language
from coopnet.foundation.text_index.folding import match_key
from coopnet.vocabulary.rules import Term, read_terms
from coopnet.vocabulary.rules.sheet_columns import LANGUAGES

__all__ = [
    "Term",
    "address_word",
    "find_term",
    "init_app",
    "list_choices",
    "list_own_languages",
    "list_terms",
    "list_unknown",
    "match_term",
    "nearest_terms",
    "read_chosen",
    "term_label",
]

LEFT_OVER = frozenset({"altres", "other"})

Key = TypeVar("Key")

_KEY = "coopnet.vocabulary"
LONGEST_WORD = 100
MOST_VALUES = 20
NEAR_ENOUGH = 70  # of 100; below it a suggestion confuses more than it helps


@dataclass(frozen=True)
class _Vocabulary:
    terms: tuple[Term, ...]
    by_code: dict[str, Term]
    by_key: dict[str, Term]


def init_app(app: Flask) -> None:
    """Raises `ValueError` naming the file and everything wrong in it."""
    here: district.District = app.config["DISTRICT"]
    path = here.folder / "taxonomy.json"
    try:
        found = read_terms(json.loads(path.read_text(encoding="utf-8")), here.languages)
    except (OSError, ValueError) as problem:
        raise ValueError(f"{path}: {problem}") from problem
    app.extensions[_KEY] = {kind: _make_vocabulary(terms) for kind, terms in found.items()}


def list_terms(kind: str, *, sorted_in: str | None = None) -> list[Term]:
    """In the file's order, which means something (levels, measures), or by label as `sorted_in` would have it.

    What is left over stands last: "Others" is looked for when nothing else fits.
    """
    terms = list(_vocabulary(kind).terms)
    if sorted_in is not None:
        terms.sort(key=lambda term: (term.code in LEFT_OVER, sort_key(district.label(dict(term.labels), sorted_in))))
    return terms


def list_choices(kind: str) -> list[tuple[str, str]]:
    """Codes and labels, by label, in the language being spoken."""
    spoken = current_language()
    return [(term.code, term_label(kind, term.code, spoken)) for term in list_terms(kind, sorted_in=spoken)]


def list_own_languages(kept: str = "") -> list[tuple[str, str]]:
    """Codes and labels of those in which the district is read, the first one first; `kept` too, which something has."""
    codes = dict.fromkeys((*district.current().languages, kept))
    return [(code, term_label("languages", code, current_language())) for code in codes if code]


def find_term(kind: str, code: str) -> Term | None:
    return _vocabulary(kind).by_code.get(code)


def term_label(kind: str, code: str, language: str) -> str:
    """The code itself when it is unknown."""
    term = find_term(kind, code)
    return district.label(dict(term.labels), language) if term else code


def match_term(kind: str, typed: str) -> Term | None:
    """The term that a person meant: its code, a label in any language or an alias.

    Forgives accents, case, leading articles, apostrophes, punctuation and stray spaces, not spelling: for that there
    is `nearest_terms`.
    """
    vocabulary = _vocabulary(kind)
    text = typed.strip()
    return vocabulary.by_code.get(text) or vocabulary.by_code.get(text.lower()) or vocabulary.by_key.get(_key(text))


def match_chosen(kind: str, typed: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What an address narrows a list by: the codes that are meant, each once, and what is no term. Neither is long."""
    codes: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for each in typed[:MOST_VALUES]:
        term = match_term(kind, each) if len(each) <= LONGEST_WORD else None
        if term is not None:
            codes[term.code] = None
        elif each.strip():
            unknown[each[:LONGEST_WORD]] = None
    return tuple(codes), tuple(unknown)


def nearest_terms(kind: str, typed: str, *, limit: int = 3) -> list[Term]:
    """What a misspelt term may have been, the likeliest first; empty when nothing is near."""
    vocabulary = _vocabulary(kind)
    scored = process.extract(
        _key(typed), list(vocabulary.by_key), scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH, limit=4 * limit
    )
    found = {vocabulary.by_key[key].code: vocabulary.by_key[key] for key, _score, _index in scored}
    return list(found.values())[:limit]


class Asked(Protocol):
    """What an address asks, as Werkzeug reads it."""

    def getlist(self, key: str) -> list[str]: ...


def read_chosen(asked: Asked, parameters: Mapping[Key, str], kinds: Mapping[Key, str]) -> dict[Key, tuple[str, ...]]:
    """What an address narrows a list by, each of one vocabulary of `kinds`. What makes no sense is left out: a shared
    link never breaks.
    """
    found = {each: match_chosen(kinds[each], asked.getlist(name))[0] for each, name in parameters.items()}
    return {each: codes for each, codes in found.items() if codes}


def list_unknown(asked: Asked, parameters: Mapping[Key, str], kinds: Mapping[Key, str]) -> list[str]:
    """What was to narrow the list and is nothing that we know: `read_chosen` has left it out."""
    return [word for each, name in parameters.items() for word in match_chosen(kinds[each], asked.getlist(name))[1]]


@lru_cache(maxsize=1024)
def address_word(label: str) -> str:
    """How an address says a label: `el Poble-sec` is `poble-sec` there."""
    return match_key(label).replace(" ", "-")


@lru_cache(maxsize=4096)
def sort_key(label: str) -> tuple[str, str]:
    """Alphabetical as a dictionary has it: articles, accents and case decide last, l·l is ll, ñ comes after n.

    >>> sorted(["Sants", "la Bordeta", "Òdena", "ñu", "nord"], key=sort_key)
    ['la Bordeta', 'nord', 'ñu', 'Òdena', 'Sants']
    """
    return match_key(label.lower().replace("ñ", "nŋ")), label


def _vocabulary(kind: str) -> _Vocabulary:
    vocabularies: dict[str, _Vocabulary] = current_app.extensions[_KEY]
    return vocabularies[kind]


def _make_vocabulary(terms: tuple[Term, ...]) -> _Vocabulary:
    by_key: dict[str, Term] = {}
    for term in terms:
        # In every language that the file has, also where the district does not speak it: sheets are written in it.
        others = [text for name in LANGUAGES if isinstance(text := term.extra.get(name), str)]
        names = [*term.labels.values(), *others, term.extra.get("endonym", ""), *term.aliases]
        # A code of digits and stops ("8.7") must be written as it is: 87 is another number.
        if not term.code.replace(".", "").isdigit():
            names.append(term.code)
        for name in names:
            by_key.setdefault(_key(name), term)
    by_key.pop("", None)
    return _Vocabulary(terms=terms, by_code={term.code: term for term in terms}, by_key=by_key)


def _key(text: str) -> str:
    """Without spaces: people write Poble-sec, Poble Sec and Poblesec."""
    return match_key(text).replace(" ", "")
