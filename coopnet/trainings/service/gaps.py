"""What a sheet has no column for stays as it is: a short sheet changes what it speaks of, and empties nothing."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from coopnet.trainings.rules.drafts import Draft, SessionDraft, Text, VenueDraft
from coopnet.trainings.rules.sheet_columns import TRANSLATED
from coopnet.trainings.rules.states import RegistrationType
from coopnet.trainings.service.matching import match_sessions

# Fields of a draft to the column that they are read from; a field that has several is not here.
COLUMNS = {
    "format": "format",
    "registration_type": "registration",
    "level": "level",
    "capacity": "capacity",
    "opens_at": "opens",
    "closes_at": "closes",
    "max_companions": "companions",
    "is_grant_funded": "grant",
    "trainers": "trainers",
    "internal_notes": "notes",
    "topics": "topics",
    "measures": "measures",
    "audiences": "audiences",
    "languages": "languages",
    "access": "access",
    "partners": "partners",
    "questions": "questions",
}


def fill_gaps(draft: Draft, before: Draft, columns: Collection[str]) -> Draft:
    """`before` is the training as it stands, `columns` what the sheet has."""
    kept: dict[str, Any] = {field: getattr(before, field) for field, name in COLUMNS.items() if name not in columns}
    if "online_capacity" not in columns:
        kept |= {"online_capacity": before.online_capacity, "has_two_ways": before.has_two_ways}
    if "link" not in columns:
        kept["external_url"] = before.external_url
    elif "registration" not in columns and before.registration_type == RegistrationType.EXTERNAL:
        draft = _with_public_link(draft)
    language = draft.language if "language" in columns else before.language
    return replace(
        draft,
        **kept,
        language=language,
        texts=_texts(draft, before, language, columns),
        sessions=tuple(
            session if was is None else _session(session, was, columns)
            for was, session in match_sessions(before.sessions, draft.sessions)
        ),
    )


def _with_public_link(draft: Draft) -> Draft:
    """The sheet does not say that registration is elsewhere, so its link was read as the secret one."""
    link = next((session.online_url for session in draft.sessions if session.online_url), None)
    sessions = tuple(replace(session, online_url=None) for session in draft.sessions)
    return replace(draft, external_url=link, sessions=sessions)


def _texts(draft: Draft, before: Draft, language: str, columns: Collection[str]) -> tuple[Text, ...]:
    new = {language if text.language == draft.language else text.language: text for text in draft.texts}
    old = {text.language: text for text in before.texts}
    found = []
    for code in sorted({*new, *old}):
        words: dict[str, str | None] = {}
        for part in TRANSLATED:
            name = part if code == language else f"{part}_{code}"
            words[part] = getattr((new if name in columns else old).get(code), part, None)
        if any(words.values()):
            found.append(Text(code, **words))
    return tuple(found)


def _session(session: SessionDraft, before: SessionDraft, columns: Collection[str]) -> SessionDraft:
    return replace(
        session,
        venue=_venue(session.venue, before.venue, columns) if "venue" in columns else before.venue,
        room=session.room if "room" in columns else before.room,
        online_url=session.online_url if "link" in columns else before.online_url,
        internal_notes=session.internal_notes if "notes" in columns else before.internal_notes,
    )


def _venue(venue: VenueDraft | None, before: VenueDraft | None, columns: Collection[str]) -> VenueDraft | None:
    """Another venue does not keep the address of the one before."""
    if venue is None or before is None or venue.name != before.name:
        return venue
    return replace(
        venue,
        address=venue.address if "address" in columns else before.address,
        barri=venue.barri if "barri" in columns else before.barri,
    )
