"""What a sheet has no column for stays as it is: a short sheet changes what it speaks of, and empties nothing."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from coopnet.initiatives.rules.drafts import Draft, Place, Words

# Fields of a draft to the column that they are read from; a field that has several is not here.
FIELDS = {
    "language": "language",
    "kind": "kind",
    "legal_form": "legal_form",
    "tax_id": "tax_id",
    "barri": "barri",
    "shows_only_barri": "shown",
    "year": "year",
    "size": "size",
    "is_contractable": "contractable",
    "url": "url",
    "links": "links",
    "networks": "networks",
    "sectors": "sectors",
    "qualifications": "qualifications",
    "stated": "qualifications",
    "languages": "languages",
    "measures": "measures",
    "clauses": "clauses",
    "confirmed_on": "confirmed",
}
PLACE_FIELDS = ("address", "barri", "latitude", "longitude", "hours", "access")
WORD_FIELDS = ("summary", "description", "services", "offers", "needs")


def fill_gaps(draft: Draft, before: Draft, columns: Collection[str]) -> Draft:
    """What the sheet has no column for stays as it is in `before`; so do places beyond the first."""
    kept: dict[str, Any] = {field: getattr(before, field) for field, name in FIELDS.items() if name not in columns}
    for kind, name in (("email", "email"), ("phone", "phone")):
        if name not in columns:
            ways = tuple(way for way in before.contacts if way.kind == kind)
            kept["contacts"] = (*kept.get("contacts", draft.contacts), *ways)
    first = before.places[0] if before.places else Place()
    new = draft.places[0] if draft.places else Place(barri=draft.barri)
    missing = {field: getattr(first, field) for field in PLACE_FIELDS if field not in columns}
    place = replace(new, name=first.name, **missing)
    is_empty = place == Place(barri=place.barri)
    kept["places"] = (*(() if is_empty else (place,)), *before.places[1:])
    language = kept.get("language", draft.language)
    return replace(draft, **kept, words=_fill_words(draft, before, language, columns))


def _fill_words(draft: Draft, before: Draft, language: str, columns: Collection[str]) -> tuple[Words, ...]:
    new = {language if words.language == draft.language else words.language: words for words in draft.words}
    old = {words.language: words for words in before.words}
    found = []
    for code in sorted({*new, *old}):
        said: dict[str, Any] = {}
        for part in WORD_FIELDS:
            name = part if code == language else f"{part}_{code}"
            said[part] = getattr((new if name in columns else old).get(code) or Words(code), part)
        if any(said.values()):
            found.append(Words(code, **said))
    return tuple(found)
