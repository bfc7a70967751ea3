"""A profile is changed part by part: two people at different parts do not meet, two at the same part are told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from coopnet.initiatives.rules.drafts import Draft, Words

TEXT = "text-"  # and a language: its words

FIELDS: dict[str, tuple[str, ...]] = {
    "dades": (
        "name",
        "kind",
        "legal_form",
        "tax_id",
        "barri",
        "year",
        "size",
        "sectors",
        "languages",
        "networks",
        "measures",
        "language",
    ),
    "llocs": ("places", "shows_only_barri"),
    "contactes": ("contacts", "url", "links"),
    "contractacio": ("is_contractable", "qualifications", "stated", "clauses"),
}


def language_of(part: str) -> str | None:
    """Of a part that is words.

    >>> language_of("text-ca"), language_of("llocs")
    ('ca', None)
    """
    return part.removeprefix(TEXT) if part.startswith(TEXT) else None


def words_in(draft: Draft, language: str) -> Words:
    return next((each for each in draft.words if each.language == language), Words(language))


def put_words(draft: Draft, words: Words) -> Draft:
    """In one language anew; the others stay. A language in which nothing is said is left out.

    >>> draft = Draft("Hort", (Words("ca", "Verd"), Words("es", "Verde")), "ca")
    >>> [each.language for each in put_words(draft, Words("es")).words]
    ['ca']
    """
    others = [each for each in draft.words if each.language != words.language]
    mine = [] if words == Words(words.language) else [words]
    return replace(draft, words=tuple(sorted([*others, *mine], key=lambda each: each.language)))


def put(draft: Draft, values: Mapping[str, Any]) -> Draft:
    """`words` among them are those of one language."""
    words = values.get("words")
    plain = {name: value for name, value in values.items() if name != "words"}
    changed = replace(draft, **plain)
    return changed if words is None else put_words(changed, words)


def mark_of(draft: Draft, part: str) -> str:
    """Stands in the form, and tells whether the part is still as it was when the form was opened.

    >>> one = Draft("Hort", (Words("ca", "Verd"),), "ca")
    >>> mark_of(one, "text-ca") == mark_of(put_words(one, Words("es", "Verde")), "text-ca")
    True
    >>> mark_of(one, "dades") == mark_of(replace(one, year=2020), "dades")
    False
    """
    language = language_of(part)
    kept: Any = (
        asdict(words_in(draft, language))
        if language is not None
        else {name: value for name, value in asdict(draft).items() if name in FIELDS[part]}
    )
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:20]
