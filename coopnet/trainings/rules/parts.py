"""A training is written part by part: two people at different parts do not meet, two at the same part are told."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from coopnet.trainings.rules.drafts import Draft, Text

TYPED_KEPT = timedelta(days=30)  # what nobody goes on with
SESSIONS = "sessions"
TEXT = "text-"  # and a language: its words

FIELDS: dict[str, tuple[str, ...]] = {
    "dades": ("language", "topics", "audiences", "level", "languages", "access"),
    SESSIONS: ("format", "sessions"),
    "inscripcio": (
        "registration_type",
        "external_url",
        "has_two_ways",
        "capacity",
        "online_capacity",
        "opens_at",
        "closes_at",
        "max_companions",
    ),
    "equip": ("partners", "trainers", "measures", "is_grant_funded", "internal_notes"),
    "preguntes": ("questions",),
}


def language_of(part: str) -> str | None:
    """Of a part that is words.

    >>> language_of("text-ca"), language_of("sessions")
    ('ca', None)
    """
    return part.removeprefix(TEXT) if part.startswith(TEXT) else None


def text_in(draft: Draft, language: str) -> Text:
    return next((each for each in draft.texts if each.language == language), Text(language))


def put(draft: Draft, values: Mapping[str, Any]) -> Draft:
    """`text` among them are the words of one language; where nothing is said in it, it is left out.

    >>> draft = Draft((Text("ca", "Hort"), Text("es", "Huerto")), "ca", "in_person", "open")
    >>> [each.language for each in put(draft, {"text": Text("es"), "capacity": 5}).texts]
    ['ca']
    """
    text: Text | None = values.get("text")
    changed = replace(draft, **{name: value for name, value in values.items() if name != "text"})
    if text is None:
        return changed
    others = [each for each in draft.texts if each.language != text.language]
    mine = [] if text == Text(text.language) else [text]
    return replace(changed, texts=tuple(sorted([*others, *mine], key=lambda each: each.language)))


def mark_of(draft: Draft, part: str) -> str:
    """Stands in the form, and tells whether the part is still as it was when the form was opened.

    >>> one = Draft((Text("ca", "Hort"),), "ca", "in_person", "open")
    >>> mark_of(one, "text-ca") == mark_of(put(one, {"text": Text("es", "Huerto")}), "text-ca")
    True
    >>> mark_of(one, "inscripcio") == mark_of(replace(one, capacity=20), "inscripcio")
    False
    """
    language = language_of(part)
    whole = asdict(text_in(draft, language) if language is not None else draft)
    kept = whole if language is not None else {name: whole[name] for name in FIELDS[part]}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=datetime.isoformat).encode()).hexdigest()[:20]
