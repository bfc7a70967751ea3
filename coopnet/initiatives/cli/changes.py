"""What an import changes, in words that a coordinator understands: the column, what it said and what it says."""

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.sheet_changes import arrow
from coopnet.initiatives.rules.drafts import Change, Contact, Place, Words
from coopnet.initiatives.rules.sheet_columns import COLUMNS, HEADERS
from coopnet.vocabulary.queries import term_label

# Fields of a draft under the header in which a coordinator finds them.
FIELDS = {
    "shows_only_barri": "shown",
    "is_contractable": "contractable",
    "stated": "qualifications",
    "confirmed_on": "confirmed",
    "contacts": "email",
    "places": "address",
}
KINDS = {
    "language": "languages",
    "languages": "languages",
    "kind": "initiative_types",
    "legal_form": "legal_forms",
    "barri": "barris",
    "sectors": "sectors",
    "qualifications": "qualifications",
    "stated": "qualifications",
    "clauses": "social_clauses",
}
PARTS = ("summary", "description", "services", "offers", "needs")


def change_in_words(change: Change) -> list[str]:
    if change.field == "words":
        return _texts(change.before, change.after)
    header = HEADERS.get(FIELDS.get(change.field, change.field), (change.field,))[0]
    if change.field == "shows_only_barri":
        says = {True: _("only the neighbourhood"), False: _("the address")}
        return [arrow(header, says[bool(change.before)], says[bool(change.after)])]
    return [arrow(header, _shown(change.field, change.before), _shown(change.field, change.after))]


def _texts(before: object, after: object) -> list[str]:
    old, new = (
        {words.language: words for words in texts if isinstance(words, Words)}
        for texts in (before, after)
        if isinstance(texts, tuple)
    )
    lines = []
    for language in dict.fromkeys([*old, *new]):
        for part in PARTS:
            was, is_now = (_shown(part, getattr(texts.get(language), part, None)) for texts in (old, new))
            if was != is_now:
                lines.append(arrow(COLUMNS.name_of(f"{part}_{language}"), was, is_now))
    return lines


def _shown(field: str, value: object) -> str:  # noqa: PLR0911 - one kind of value after another
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case Place():
            return _place(value)
        case Contact():
            return value.value if value.is_public else _("%(contact)s (not public)", contact=value.value)
        case tuple():
            return "; ".join(_shown(field, part) for part in value)
        case str() if field in KINDS:
            return term_label(KINDS[field], value, current_language())
        case str() if field == "measures":
            return value.rpartition(":")[2]
    return " ".join(str(value).split())


def _place(place: Place) -> str:
    point = " ".join(f"{each:.5f}" for each in (place.latitude, place.longitude) if each is not None)
    access = ", ".join(term_label("venue_access", code, current_language()) for code in place.access)
    barri = term_label("barris", place.barri, current_language()) if place.barri else ""
    return ", ".join(filter(None, (place.name, place.address, barri, point, place.hours, access)))
