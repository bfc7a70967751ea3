"""Times, ways, skills and the reasons of a match, in the language being spoken."""

from collections.abc import Iterable

from coopnet.foundation.dates import format_weekday
from coopnet.foundation.i18n import current_language, join_words
from coopnet.foundation.i18n import gettext as _
from coopnet.network.queries.sides import SKILLS
from coopnet.network.queries.words import BARRIS, LANGUAGES, TERMS
from coopnet.network.rules.matching import BY_PHONE, Reason, Why
from coopnet.network.rules.times import Part, codes_of, day_and_part
from coopnet.vocabulary.queries import term_label


def time_in_words(code: str) -> str:
    """As "dijous a la tarda"."""
    number, part = day_and_part(code)
    day = format_weekday(number)
    return {
        Part.MORNING: _("%(day)s morning", day=day),
        Part.AFTERNOON: _("%(day)s afternoon", day=day),
        Part.EVENING: _("%(day)s evening", day=day),
    }[part]


def part_in_words(part: Part) -> str:
    """The head of a column."""
    return {Part.MORNING: _("Morning"), Part.AFTERNOON: _("Afternoon"), Part.EVENING: _("Evening")}[part]


def times_in_words(times: int) -> str:
    """All of them; empty where none was said."""
    return join_words([time_in_words(code) for code in codes_of(times)])


def ways_in_words(ways: Iterable[str]) -> str:
    return join_words([_("by phone") if way == BY_PHONE else _("in person") for way in ways])


def skills_in_words(codes: Iterable[str]) -> str:
    """With commas: some of them are two things joined by "and"."""
    return ", ".join(term_label(SKILLS, code, current_language()) for code in codes)


def reason_in_words(reason: Reason) -> str:
    """Of who helps: "parla urdú"."""
    codes = reason.codes
    if reason.why == Why.TIME:
        return join_words([time_in_words(code) for code in codes])
    return {
        Why.LANGUAGE: _("speaks %(languages)s", languages=_labels(LANGUAGES, codes)),
        Why.HERE: _("from the same neighbourhood"),
        Why.BESIDE: _("from the neighbourhood next to it (%(barri)s)", barri=_labels(BARRIS, codes)),
        Why.ANYWHERE: _("comes to all of the district"),
        Why.AFAR: _("helps by phone"),
        Why.SKILL: _("knows about: %(skills)s", skills=skills_in_words(codes)),
        Why.TERMS: _("same terms: %(terms)s", terms=_labels(TERMS, codes)),
        Why.CERTIFICATE: _("certificate for children seen"),
    }[reason.why]


def reasons_in_words(found: Iterable[Reason]) -> str:
    """One line of them."""
    return " · ".join(reason_in_words(each) for each in found)


def _labels(kind: str, codes: Iterable[str]) -> str:
    return join_words([term_label(kind, code, current_language()) for code in codes])


def minutes_in_words(minutes: int) -> str:
    """As "1 h 30 min", in every language."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)
