"""What an import changes, in words that a coordinator understands: the column, what it said and what it says."""

from collections.abc import Sequence
from datetime import datetime

from coopnet.foundation.i18n import current_language, format_date, format_when
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.sheet_changes import arrow
from coopnet.trainings.rules.drafts import Change, Partner, QuestionDraft, SessionDraft, Text
from coopnet.trainings.rules.sheet_columns import HEADERS, TRANSLATED, name_of
from coopnet.trainings.rules.sheet_parsing import REGISTRATION
from coopnet.trainings.rules.states import Status, last_moment
from coopnet.trainings.service.matching import match_sessions
from coopnet.vocabulary.queries import term_label

# Fields of a draft under the header in which a coordinator finds them.
FIELDS = {
    "registration_type": "registration",
    "external_url": "link",
    "opens_at": "opens",
    "closes_at": "closes",
    "max_companions": "companions",
    "is_grant_funded": "grant",
    "internal_notes": "notes",
}
KINDS = {
    "topics": "topics",
    "audiences": "audiences",
    "languages": "languages",
    "access": "venue_access",
    "language": "languages",
    "format": "formats",
    "level": "levels",
}
TYPES = {ours: theirs for theirs, ours in REGISTRATION.items()}


def change_in_words(change: Change) -> list[str]:
    before, after = change.before, change.after
    match change.field:
        case "status":
            is_off = after == Status.CANCELLED
            return [_("It is called off, and whoever registered is told.") if is_off else _("It becomes public.")]
        case "texts":
            return _texts(before, after)
        case "sessions":
            return _sessions(before, after)
    header = HEADERS.get(FIELDS.get(change.field, change.field), (change.field,))[0]
    return [arrow(header, _shown(change.field, before), _shown(change.field, after))]


def _texts(before: object, after: object) -> list[str]:
    old, new = (
        {text.language: text for text in texts if isinstance(text, Text)}
        for texts in (before, after)
        if isinstance(texts, tuple)
    )
    lines = []
    for language in dict.fromkeys([*old, *new]):
        for part in TRANSLATED:
            was, is_now = (getattr(texts.get(language), part, None) or "" for texts in (old, new))
            if was != is_now:
                lines.append(arrow(name_of(f"{part}_{language}"), " ".join(was.split()), " ".join(is_now.split())))
    return lines


def _sessions(before: object, after: object) -> list[str]:
    old, new = (
        [one for one in sessions if isinstance(one, SessionDraft)]
        for sessions in (before, after)
        if isinstance(sessions, tuple)
    )
    pairs = match_sessions(old, new)
    lines = []
    for was, is_now in pairs:
        if was is None:
            lines.append(arrow(name_of("date"), "", _when(is_now)))
        elif was != is_now:
            lines += _session(was, is_now)
    kept = [was for was, _is_now in pairs]
    lines += [arrow(name_of("date"), _when(was), "") for was in old if was not in kept]
    return lines


def _session(before: SessionDraft, after: SessionDraft) -> list[str]:
    lines = []
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        lines.append(arrow(name_of("date"), _when(before), _when(after)))
    for name, was, is_now in zip(
        ("venue", "address", "barri", "room", "link", "notes"), _where(before), _where(after), strict=True
    ):
        if was != is_now:
            lines.append(arrow(f"{_when(after)}, {name_of(name)}", was, is_now))
    return lines


def _when(session: SessionDraft) -> str:
    return format_when(session.starts_at, session.ends_at)


def _where(session: SessionDraft) -> tuple[str, ...]:
    venue = session.venue
    place = (venue.name, venue.address, _label("barris", venue.barri or "")) if venue else ("", "", "")
    return (*place, session.room, session.online_url or "", session.internal_notes)


def _shown(field: str, value: object) -> str:  # noqa: PLR0911 - one kind of value after another
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return format_date(last_moment(value) if field == "closes_at" else value)
        case Partner():
            return _with(value.name, [_label("partner_roles", role) for role in value.roles])
        case QuestionDraft():
            return _with(value.text, [*value.options, _("required") if value.is_required else ""])
        case tuple():
            return "; ".join(_shown(field, part) for part in value)
        case str() if field in KINDS:
            return _label(KINDS[field], value)
        case str() if field == "registration_type":
            return _label("registration_types", TYPES[value])
        case str() if field == "measures":
            return value.rpartition(":")[2]
    return " ".join(str(value).split())


def _with(text: str, details: Sequence[str]) -> str:
    said = ", ".join(detail for detail in details if detail)
    return f"{text} ({said})" if said else text


def _label(kind: str, code: str) -> str:
    return term_label(kind, code, current_language()) if code else ""
