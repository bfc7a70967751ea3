"""A profile told back in words, for who wrote it and for the team: also what the public does not see."""

from collections.abc import Iterable

from coopnet.foundation.i18n import current_language, join_words
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.initiatives.rules.drafts import Contact, Draft, Place
from coopnet.vocabulary.queries import term_label
from coopnet.web.markdown import render_markdown

Lines = list[tuple[str, list[str]]]


def in_words(draft: Draft) -> Lines:
    """Label and lines of everything that is said, in the order of a profile."""
    spoken = current_language()
    lines: Lines = [
        (_("Name"), [draft.name]),
        (_("What it is"), _terms("initiative_types", [draft.kind])),
        (_("Legal form"), _terms("legal_forms", [draft.legal_form])),
        (_("Tax number"), [_("%(value)s (not shown)", value=draft.tax_id)] if draft.tax_id else []),
        (_("Neighbourhood"), _terms("barris", [draft.barri])),
        (_("Sectors"), _terms("sectors", draft.sectors)),
    ]
    for words in draft.words:
        said = term_label("languages", words.language, spoken)
        for label, texts in (
            (_("In one line"), [words.summary]),
            (_("What it does"), [render_markdown(words.description, top=None)] if words.description else []),
            (_("Services and products"), words.services),
            (_("What it offers to others"), words.offers),
            (_("What it needs"), words.needs),
        ):
            lines.append((f"{label} ({said})", [text for text in texts if text]))
    lines += [
        (_("Where"), [_place(place, draft) for place in draft.places]),
        (_("How to reach it"), [_contact(way) for way in draft.contacts]),
        (_("Website"), [draft.url] if draft.url else []),
        (_("Other links"), list(draft.links)),
        (_("Since"), [str(draft.year)] if draft.year else []),
        (_("How many people"), [str(draft.size)] if draft.size else []),
        (_("Languages spoken"), _terms("languages", draft.languages)),
        (_("Networks it says it belongs to"), list(draft.networks)),
        (_("Qualifications"), _terms("qualifications", [*draft.qualifications, *draft.stated])),
        (_("Public bodies can contract it"), [_("Yes")] if draft.is_contractable else []),
        (_("Social clauses it can meet"), _terms("social_clauses", draft.clauses)),
    ]
    return [(label, texts) for label, texts in lines if texts]


def _terms(kind: str, codes: Iterable[str | None]) -> list[str]:
    found = [term_label(kind, code, current_language()) for code in codes if code]
    return [join_words(found)] if found else []


def _place(place: Place, draft: Draft) -> str:
    on_map = _("on the map") if place.latitude is not None else ""
    where = ", ".join(part for part in (place.name, place.address, on_map) if part)
    if where and draft.shows_only_barri:
        where = _("%(value)s (not shown)", value=where)
    return ", ".join(part for part in (where, place.hours) if part)


def _contact(way: Contact) -> str:
    value = shown_phone(way.value) if way.kind == "phone" else way.value
    return value if way.is_public else _("%(value)s (not shown)", value=value)
