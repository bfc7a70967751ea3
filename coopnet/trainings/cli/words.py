"""What is wrong with a sheet, in words that a coordinator understands."""

from collections.abc import Sequence

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.sheet_words import ProblemLike, common_problem
from coopnet.trainings.service.importing import CREATED, UNCHANGED, UPDATED, Report


def problem_in_words(problem: ProblemLike) -> str:
    common = common_problem(problem.code, problem.values)
    if common is not None:
        return common
    value = problem.values.get("value", "")
    words = {
        "missing_code": _("Each row needs the code of its training; of merged cells only the first one has it."),
        "header_again": _("This row repeats the headers; it is left out."),
        "two_hours": _(
            "“%(value)s” is more than one hour. When it starts and when it ends have a column each.", value=value
        ),
        "not_a_time": _("“%(value)s” is not an hour. Write it like 17:30.", value=value),
        "no_such_hour": _("There is no %(value)s on that day: the clocks go forward. Write another hour.", value=value),
        "hour_twice": _("The clocks go back that night and show %(value)s twice; the first one counts.", value=value),
        "long_ago": _("It took place more than a year ago. Is the year %(value)s right?", value=value),
        "venue_like_another": _(
            "We know no venue called “%(value)s”, so it will be a new one. Did you mean: %(near)s? Then write that.",
            value=value,
            near=problem.values.get("near", ""),
        ),
        "ends_before_it_starts": _("It ends before it starts."),
        "same_session_twice": _("This date and hour are there twice in the same training."),
        "external_without_link": _("Registration is elsewhere, and the address is missing."),
        "closes_before_it_opens": _("Registration closes before it opens."),
        "opens_after_start": _("Registration opens after the first session."),
        "closes_after_start": _("Registration closes after the first session; it will close when that begins."),
        "differs_from_first_row": _("The first row of this training says something else, and that one counts."),
        "question_without_text": _("A question has no text."),
        "unknown_question_type": _("“%(value)s” is not a type of question.", value=value),
        "question_with_more_parts": _(
            "A question has five parts (text, type, required, options, why); “%(value)s” is left out.", value=value
        ),
        "question_twice": _("The question “%(value)s” is there twice.", value=value),
        "asks_the_way_again": _(
            "The form asks already whether one comes or takes part online; “%(value)s” would ask it again.", value=value
        ),
        "option_twice": _("The option “%(value)s” is there twice in one question.", value=value),
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
        "over_full": _(
            "%(value)s places are taken already: it will be fuller than that, and nobody loses their place.",
            value=value,
        ),
        "people_stand": _(
            "People have registered here. They keep their place and are not told; nobody else can register here."
        ),
        "is_over": _(
            "This training is over: it cannot be called off any more, so nobody is told and it stays as it was."
        ),
        "code_written_otherwise": _("Here this code is written %(value)s; it is taken as the same one.", value=value),
        "online_has_no_venue": _(
            "It is online, so nobody goes to %(value)s: the venue is left out. If one can go there too, it is in person"
            " and online.",
            value=value,
        ),
        "online_without_link": _("There is no link to take part online."),
        "partner_like_another": _(
            "We know no initiative called “%(value)s”, so it will be a new one. Did you mean: %(near)s? Then write that"
            " name here, or say once that it has both: flask --app wsgi initiatives alias SLUG NAME",
            value=value,
            near=problem.values.get("near", ""),
        ),
        "venue_with_two_addresses": _(
            "This venue has another address in an earlier row: %(before)s", before=problem.values.get("before", "")
        ),
    }
    return words[problem.code]


def outcome_in_words(outcome: str, *, is_off: bool) -> str:
    """Of one training."""
    if outcome == CREATED and is_off:
        return _("new, and called off from the start")
    if outcome == CREATED:
        return _("new")
    return _("changed") if outcome == UPDATED else _("unchanged")


def told_in_words(told: int) -> str:
    """Whether those who wait are many is not for this room to know."""
    if told == 0:
        return _("Nobody has a place; if somebody waits for one, they will be written to.")
    return ngettext(
        "%(num)d person has a place: they will be written to, and so will whoever waits.",
        "%(num)d people have a place: they will be written to, and so will whoever waits.",
        told,
    )


def counts_in_words(report: Report) -> str:
    parts = [
        ngettext("%(num)d new training", "%(num)d new trainings", report.count(CREATED)),
        ngettext("%(num)d changed", "%(num)d changed", report.count(UPDATED)),
        ngettext("%(num)d as it was", "%(num)d as they were", report.count(UNCHANGED)),
    ]
    return ", ".join(parts)


def new_names_in_words(names: Sequence[str]) -> str:
    """Co-producers that the directory does not have under that name, or any other."""
    said = ngettext(
        "%(num)d co-producer is not in the directory, so there will be a new one: %(names)s",
        "%(num)d co-producers are not in the directory, so there will be a new one for each: %(names)s",
        len(names),
        names=", ".join(f"«{name}»" for name in names),
    )
    return str(said)


def drafts_in_words(number: int) -> str:
    return ngettext(
        "%(num)d training of this file is still a draft, and nobody sees it. To make it public:",
        "%(num)d trainings of this file are still drafts, and nobody sees them. To make them public:",
        number,
    )
