"""What is wrong with a sheet, in words that a coordinator understands."""

from coopnet.foundation.i18n import format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.sheets import MOST_ROWS
from coopnet.trainings.service.importing import CREATED, UNCHANGED, UPDATED, Report
from coopnet.vocabulary.rules.sheet_problems import Problem


def problem_in_words(problem: Problem) -> str:
    value = problem.values.get("value", "")
    words = {
        "column_twice": _("This column is there twice; the first one counts."),
        "unknown_column": _("We do not know this column; it is left out."),
        "missing_column": _("This column is missing."),
        "missing": _("Something is missing here."),
        "missing_code": _("Each row needs the code of its training; of merged cells only the first one has it."),
        "header_again": _("This row repeats the headers; it is left out."),
        "two_hours": _(
            "“%(value)s” is more than one hour. When it starts and when it ends have a column each.", value=value
        ),
        "not_calculated": _("The formula %(value)s shows no result. Write the result itself.", value=value),
        "too_long": _("This text is too long."),
        "broken_formula": _("The formula in this cell is broken: it shows %(value)s.", value=value),
        "not_a_date": _("“%(value)s” is not a date. Write it like 25/11/2026.", value=value),
        "no_such_date": _("The day %(value)s does not exist.", value=value),
        "unlikely_year": _("Is the year %(value)s right?", value=value),
        "not_a_time": _("“%(value)s” is not an hour. Write it like 17:30.", value=value),
        "not_a_number": _("“%(value)s” is not a number. Write it with digits.", value=value),
        "too_big": _("%(value)s is too many.", value=value),
        "not_yes_or_no": _("“%(value)s” is neither yes nor no.", value=value),
        "not_an_address": _("“%(value)s” is not a web address.", value=value),
        "ends_before_it_starts": _("It ends before it starts."),
        "same_session_twice": _("This session is there twice."),
        "external_without_link": _("Registration is elsewhere, and the address is missing."),
        "closes_before_it_opens": _("Registration closes before it opens."),
        "opens_after_start": _("Registration opens after the first session."),
        "closes_after_start": _("Registration closes after the first session; it will close when that begins."),
        "differs_from_first_row": _("The first row of this training says something else, and that one counts."),
        "question_without_text": _("A question has no text."),
        "unknown_question_type": _("“%(value)s” is not a type of question.", value=value),
        "question_twice": _("The question “%(value)s” is there twice.", value=value),
        "choice_without_options": _("The question “%(value)s” needs at least two options.", value=value),
        "venue_with_two_barris": _("“%(value)s” is in another neighbourhood in an earlier row.", value=value),
        "no_limit_of_places": _("No number of places: everybody who asks gets one."),
        "places_online_of_one_way": _(
            "Only a hybrid training counts its places online apart; this number is left out."
        ),
        "stays_cancelled": _(
            "This training has been called off, people were told, and it stays so. If it takes place after all, enter"
            " it again with a new code."
        ),
        "code_written_otherwise": _("Here this code is written %(value)s; it is taken as the same one.", value=value),
        "online_without_link": _("There is no link to take part online."),
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
        "too_many_rows": _(
            "The file has more than %(most)s rows. Split it into several files.", most=format_number(MOST_ROWS)
        ),
        "too_many_columns": _("The file has too many columns."),
        "empty": _("The file is empty."),
    }.get(code, _("The file cannot be read. Save it as .csv or .xlsx and try again."))


def outcome_in_words(outcome: str) -> str:
    """Of one training."""
    if outcome == CREATED:
        return _("new")
    return _("changed") if outcome == UPDATED else _("unchanged")


def counts_in_words(report: Report) -> str:
    parts = [
        ngettext("%(num)d new training", "%(num)d new trainings", report.count(CREATED)),
        ngettext("%(num)d changed", "%(num)d changed", report.count(UPDATED)),
        ngettext("%(num)d as it was", "%(num)d as they were", report.count(UNCHANGED)),
    ]
    if report.skipped:
        parts.append(ngettext("%(num)d left out", "%(num)d left out", report.skipped))
    return ", ".join(parts)


def drafts_in_words(number: int) -> str:
    return ngettext(
        "%(num)d training of this file is still a draft, and nobody sees it. To make it public:",
        "%(num)d trainings of this file are still drafts, and nobody sees them. To make them public:",
        number,
    )
