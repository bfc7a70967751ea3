"""What pages say of a support point."""

from collections.abc import Mapping
from datetime import datetime

from coopnet.foundation.i18n import current_language, format_number, join_words, upper_first
from coopnet.foundation.i18n import gettext as _
from coopnet.places.queries.points import Point, Standing
from coopnet.places.queries.wordings import exceptions_in_lines, hours_in_lines, standing_in_words
from coopnet.places.rules.hours import HOLIDAYS
from coopnet.places.rules.points import A_KILOMETRE, rounded
from coopnet.vocabulary.queries import term_label


def now_of(standing: Standing | None, *, now: datetime) -> tuple[str, str] | None:
    """Whether it is open, and the tone of saying so; None without fixed hours."""
    return None if standing is None else standing_in_words(standing.until, standing.opens, now=now)


def has_of(point: Point) -> list[str]:
    language = current_language()
    return [term_label("support_services", code, language) for code in point.has]


def languages_of(point: Point) -> str:
    language = current_language()
    return upper_first(join_words([term_label("languages", code, language) for code in point.helps_in]))


def access_of(point: Point) -> list[str]:
    language = current_language()
    return [term_label("venue_access", code, language) for code in point.access]


def where_of(point: Point) -> str:
    barri = term_label("barris", point.barri, current_language()) if point.barri else ""
    return ", ".join(part for part in (point.where, barri) if part)


def hours_of(point: Point, *, now: datetime) -> list[str]:
    """The week, holidays, and the days on which it is otherwise."""
    lines = hours_in_lines(point.hours)
    if lines and point.opening is not None and HOLIDAYS not in point.hours:
        lines.append(_("public holidays: %(hours)s", hours=_("closed")))
    return [*lines, *exceptions_in_lines(point.exceptions, now=now)]


def said_of(words: Mapping[str, Mapping[str, str]], name: str) -> tuple[str, str | None]:
    """A text and, where it is not in the page's language, its own: the page's, else the first that there is."""
    language = current_language()
    for code in (language, *words):
        if text := words.get(code, {}).get(name):
            return text, None if code == language else code
    return "", None


def away(distance: float | None) -> str:
    """As "a uns 350 m"; empty where it is not known."""
    if distance is None:
        return ""
    whole = rounded(distance)
    return away_in_metres(whole) if whole < A_KILOMETRE else away_in_kilometres(format_number(whole / A_KILOMETRE))


def away_in_metres(whole: int) -> str:
    return _("about %(metres)d m away", metres=whole)


def away_in_kilometres(said: str) -> str:
    return _("about %(kilometres)s km away", kilometres=said)
