"""What is wrong with a sheet and what changes by it, in words that a coordinator understands."""

from datetime import datetime

from coopnet.foundation.i18n import format_moment, format_when
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.drafts import Change, Partner, QuestionDraft, SessionDraft, Text
from coopnet.trainings.rules.sheet_columns import HEADERS
from coopnet.trainings.rules.sheet_parsing import Problem
from coopnet.trainings.service.importing import CREATED, UPDATED

# Fields of a draft under the header in which a coordinator finds them.
FIELDS = {
    "texts": "title",
    "sessions": "date",
    "registration_type": "registration",
    "external_url": "link",
    "opens_at": "opens",
    "closes_at": "closes",
    "max_companions": "companions",
    "is_grant_funded": "grant",
    "internal_notes": "notes",
}
LONGEST = 60


def problem_in_words(problem: Problem) -> str:
    value = problem.values.get("value", "")
    words = {
        "unknown_column": _("We do not know this column; it is left out."),
        "missing_column": _("This column is missing."),
        "missing": _("Something is missing here."),
        "too_long": _("This text is too long."),
        "not_a_date": _("“%(value)s” is not a date. Write it like 25/11/2026.", value=value),
        "no_such_date": _("The day %(value)s does not exist.", value=value),
        "not_a_time": _("“%(value)s” is not an hour. Write it like 17:30.", value=value),
        "not_a_number": _("“%(value)s” is not a number. Write it with digits.", value=value),
        "not_yes_or_no": _("“%(value)s” is neither yes nor no.", value=value),
        "not_an_address": _("“%(value)s” is not a web address.", value=value),
        "ends_before_it_starts": _("It ends before it starts."),
        "same_session_twice": _("This session is there twice."),
        "external_without_link": _("Registration is elsewhere, and the address is missing."),
        "closes_before_it_opens": _("Registration closes before it opens."),
        "closes_after_start": _("Registration closes after the first session; it will close when that begins."),
        "differs_from_first_row": _("The first row of this training says something else, and that one counts."),
        "question_without_text": _("A question has no text."),
        "unknown_question_type": _("“%(value)s” is not a type of question.", value=value),
        "choice_without_options": _("The question “%(value)s” needs at least two options.", value=value),
        "venue_with_two_addresses": _(
            "This venue has another address in an earlier row: %(before)s", before=problem.values.get("before", "")
        ),
    }
    if problem.code == "unknown_term":
        near = problem.values.get("near")
        if near:
            return _("We do not know “%(value)s”. Did you mean: %(near)s?", value=value, near=near)
        return _("We do not know “%(value)s”.", value=value)
    return words[problem.code]


def file_in_words(code: str) -> str:
    return {
        "missing": _("The file cannot be opened."),
        "too_large": _("The file is too large."),
        "too_many_rows": _("The file has too many rows."),
        "empty": _("The file is empty."),
    }.get(code, _("The file cannot be read. Save it as .csv or .xlsx and try again."))


def outcome_in_words(outcome: str) -> str:
    if outcome == CREATED:
        return _("new")
    return _("changed") if outcome == UPDATED else _("unchanged")


def change_in_words(change: Change) -> str:
    """The column, what it said and what it says."""
    header = HEADERS.get(FIELDS.get(change.field, change.field), (change.field,))[0]
    return f"{header}: {_shown(change.before)} → {_shown(change.after)}"


def _shown(value: object) -> str:  # noqa: PLR0911 - one kind of value after another
    match value:
        case None | "" | ():
            return "—"
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return format_moment(value)
        case SessionDraft():
            where = ", ".join(part for part in (value.room, value.venue.name if value.venue else "") if part)
            return f"{format_when(value.starts_at, value.ends_at)} {where}".strip()
        case Text():
            return _short(f"{value.language}: {value.title or ''}")
        case Partner():
            return value.name
        case QuestionDraft():
            return _short(value.text)
        case tuple():
            return "; ".join(_shown(part) for part in value)
    return _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
