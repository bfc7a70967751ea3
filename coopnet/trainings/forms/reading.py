"""A training told back in words, for who writes it: also what the public does not see."""

from collections.abc import Iterable

from coopnet.foundation.i18n import current_language, format_date, format_when, join_words, pgettext, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.drafts import Draft, SessionDraft
from coopnet.trainings.rules.sheet_parsing import REGISTRATION
from coopnet.trainings.rules.states import last_moment
from coopnet.vocabulary.queries import term_label
from coopnet.web.markdown import render_markdown

Lines = list[tuple[str, list[str]]]


def in_words(draft: Draft) -> Lines:
    """Label and lines of everything that is said."""
    spoken = current_language()
    lines: Lines = []
    for text in draft.texts:
        said = term_label("languages", text.language, spoken)
        for label, words in (
            (_("Title"), text.title),
            (_("In one line"), text.summary),
            (_("What it is about"), render_markdown(text.description, top=None) if text.description else None),
        ):
            lines.append((f"{label} ({said})", [words] if words else []))
    registration = {ours: code for code, ours in REGISTRATION.items()}[draft.registration_type]
    lines += [
        (_("In person or online"), _terms("formats", [draft.format])),
        (_("Sessions"), [_session(each) for each in draft.sessions]),
        (_("How does one register?"), _terms("registration_types", [registration])),
        (_("Address of the other site"), [draft.external_url] if draft.external_url else []),
        (pgettext("to be had", "Places"), _number(draft.capacity)),
        (_("Places online"), _number(draft.online_capacity) if draft.has_two_ways else []),
        (_("First day to register"), [format_date(draft.opens_at)] if draft.opens_at else []),
        (_("Last day to register"), [format_date(last_moment(draft.closes_at))] if draft.closes_at else []),
        (_("How many people may one bring along?"), _number(draft.max_companions or None)),
        (_("Who makes it"), [_partner(each.name, each.roles) for each in draft.partners]),
        (_("Who gives it"), list(draft.trainers)),
        (_("Which measures of the plan does it serve?"), [code.rpartition(":")[2] for code in draft.measures]),
        (_("A grant pays for it"), [_("Yes")] if draft.is_grant_funded else []),
        (_("Notes of the team"), [draft.internal_notes] if draft.internal_notes else []),
        (_("Topics"), _terms("topics", draft.topics)),
        (_("For whom"), _terms("audiences", draft.audiences)),
        (_("Level"), _terms("levels", [draft.level])),
        (_("In which languages is it given?"), _terms("languages", draft.languages)),
        (_("What there is for who needs it"), _terms("venue_access", draft.access)),
        (_("Questions to who registers"), [each.text for each in draft.questions]),
    ]
    return [(label, texts) for label, texts in lines if texts]


def _terms(kind: str, codes: Iterable[str | None]) -> list[str]:
    found = [term_label(kind, code, current_language()) for code in codes if code]
    return [join_words(found)] if found else []


def _number(value: int | None) -> list[str]:
    return [] if value is None else [str(value)]


def _session(one: SessionDraft) -> str:
    venue = (one.venue.name, one.venue.address) if one.venue else ()
    return ", ".join(part for part in (upper_first(format_when(one.starts_at, one.ends_at)), one.room, *venue) if part)


def _partner(name: str, roles: Iterable[str]) -> str:
    said = _terms("partner_roles", roles)
    return f"{name}: {said[0]}" if said else name
