"""What is wrong with a sheet of initiatives, in words that a coordinator understands."""

from datetime import date

from coopnet.foundation.dates import format_date
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.sheet_words import ProblemLike, common_problem
from coopnet.initiatives.service.importing import CREATED, UNCHANGED, UPDATED, Report


def problem_in_words(problem: ProblemLike) -> str:
    value = problem.values.get("value", "")
    common = common_problem(problem.code, problem.values)
    if common is not None:
        return common
    return {
        "same_code_twice": _("The code “%(value)s” is there twice.", value=value),
        "same_name_twice": _("The name “%(value)s” is there twice.", value=value),
        "name_of_another": _("“%(value)s” is the name of another initiative that is there already.", value=value),
        "was_merged": _(
            "The initiative with the code %(value)s is part of another profile now; this row is left out.", value=value
        ),
        "left_own": _("The initiative itself changed this on %(day)s: it stays as it is.", day=_day(problem)),
        "left_team": _("This was changed here, not by a sheet, on %(day)s: it stays as it is.", day=_day(problem)),
        "left_hidden": _("This is not public, and a sheet does not show it: it stays as it is."),
        "written_meanwhile": _("Somebody else was writing the same initiatives. Nothing has been saved: try again."),
        "not_a_way_to_show": _("“%(value)s”: write “adreça” or “només barri”.", value=value),
        "not_degrees": _("“%(value)s” is not a position. Write it in degrees, like 41,37450.", value=value),
        "far_away": _("This point lies far from the district. Are latitude and longitude each in their column?"),
        "half_a_point": _("Latitude and longitude go together; one of them is missing."),
        "not_hours": _("We do not understand the hours “%(value)s”. Write them like dl-dv 10:00-14:00.", value=value),
        "not_an_email": _("“%(value)s” is not an e-mail address.", value=value),
        "not_a_phone": _("“%(value)s” is not a telephone number.", value=value),
        "not_yet": _("%(day)s has not come yet.", day=_day(problem)),
    }[problem.code]


def _day(problem: ProblemLike) -> str:
    day = problem.values.get("day")
    return format_date(date.fromisoformat(day), with_article=True) if day else ""


def outcome_in_words(outcome: str) -> str:
    """Of one profile."""
    if outcome == CREATED:
        return _("new")
    return _("changed") if outcome == UPDATED else _("unchanged")


def counts_in_words(report: Report) -> str:
    parts = [
        ngettext("%(num)d new initiative", "%(num)d new initiatives", report.count(CREATED)),
        ngettext("%(num)d changed", "%(num)d changed", report.count(UPDATED)),
        ngettext("%(num)d as it was", "%(num)d as they were", report.count(UNCHANGED)),
    ]
    return ", ".join(parts)


def drafts_in_words(number: int) -> str:
    return ngettext(
        "%(num)d initiative of this file is still a draft, and nobody sees it. To make it public:",
        "%(num)d initiatives of this file are still drafts, and nobody sees them. To make them public:",
        number,
    )
