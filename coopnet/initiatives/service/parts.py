"""The parts of a profile, written from a draft."""

from datetime import datetime

from coopnet.initiatives.models import (
    Initiative,
    InitiativeContact,
    InitiativeLabel,
    InitiativePlace,
    InitiativeTag,
    InitiativeText,
)
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.service.snapshots import TAGS
from coopnet.vocabulary import queries as vocabulary


def write_parts(initiative: Initiative, draft: Draft, *, now: datetime) -> None:
    _write_texts(initiative, draft)
    kept_tags = {(tag.kind, tag.code): tag for tag in initiative.tags}
    tags = []
    for name, kind in TAGS.items():
        for position, code in enumerate(getattr(draft, name)):
            tag = kept_tags.get((kind, code)) or InitiativeTag(kind=kind, code=code)
            tag.position = position
            tags.append(tag)
    initiative.tags = tags
    _write_places(initiative, draft)
    kept = {(way.kind, way.value): way for way in initiative.contacts}
    contacts = []
    for position, contact in enumerate(draft.contacts):
        row = kept.get((contact.kind, contact.value)) or InitiativeContact(kind=contact.kind, value=contact.value)
        row.position, row.is_public = position, contact.is_public
        contacts.append(row)
    initiative.contacts = contacts
    _write_stated(initiative, draft, now=now)


def granter_of(code: str) -> str | None:
    """Who alone may give this qualification; None for one that an entity has by itself."""
    term = vocabulary.find_term("qualifications", code)
    granter = term.extra.get("granted_by") if term else None
    return str(granter) if granter else None


def _write_texts(initiative: Initiative, draft: Draft) -> None:
    kept = {text.language: text for text in initiative.texts}
    rows = []
    for words in draft.words:
        row = kept.get(words.language) or InitiativeText(language=words.language)
        row.summary, row.description = words.summary, words.description
        row.services, row.offers, row.needs = list(words.services), list(words.offers), list(words.needs)
        rows.append(row)
    initiative.texts = rows


def _write_places(initiative: Initiative, draft: Draft) -> None:
    kept = list(initiative.places)
    rows = []
    for position, place in enumerate(draft.places):
        row = kept[position] if position < len(kept) else InitiativePlace()
        row.position, row.name, row.address, row.barri = position, place.name, place.address, place.barri
        row.latitude, row.longitude = place.latitude, place.longitude
        row.hours, row.access = place.hours, list(place.access)
        rows.append(row)
    initiative.places = rows


def _write_stated(initiative: Initiative, draft: Draft, *, now: datetime) -> None:
    """What the entity says of itself; what a granter has given stays, whatever the entity says."""
    kept = {label.code: label for label in initiative.labels}
    for code, label in kept.items():
        if code not in draft.stated:
            label.stated_by_entity_at = None
    for code in draft.stated:
        if code not in kept:
            kept[code] = InitiativeLabel(code=code, granter=granter_of(code) or "")
            initiative.labels.append(kept[code])
        label = kept[code]
        label.stated_by_entity_at = label.stated_by_entity_at or now
    is_empty = [label for label in initiative.labels if label.stated_by_entity_at is None and label.granted_at is None]
    for label in is_empty:
        initiative.labels.remove(label)
