"""What is said of a profile in a few words."""

from datetime import datetime

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language, format_day, format_time, join_words, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries import Card
from coopnet.initiatives.rules.hours import DAYS, next_opening, open_until, read_hours
from coopnet.initiatives.rules.states import Freshness, freshness, months_since
from coopnet.initiatives.views.blueprint import bp
from coopnet.vocabulary.queries import term_label

MONTHS_OF_A_YEAR = 12


@bp.app_template_filter()
def initiative_about(card: Card) -> str:
    """Its sectors, else what it is."""
    language = current_language()
    if card.sectors:
        return join_words(term_label("sectors", code, language) for code in card.sectors[:2])
    return term_label("initiative_types", card.kind, language) if card.kind else ""


def confirmed(moment: datetime | None, *, now: datetime) -> tuple[str, str]:
    """How fresh it is, and the tone of saying so."""
    if moment is None:
        return _("Not confirmed yet by its people"), "quiet"
    local, here = clock.to_local(moment), clock.to_local(now)
    months = months_since(local, now=here)
    tone = "good" if freshness(moment, now=now) == Freshness.FRESH else "few"
    if months >= MONTHS_OF_A_YEAR:
        years = months // MONTHS_OF_A_YEAR
        return ngettext("Confirmed a year ago", "Confirmed %(num)d years ago", years), tone
    if months:
        return ngettext("Confirmed a month ago", "Confirmed %(num)d months ago", months), tone
    return _("Confirmed this month"), tone


def open_now(typed: str, *, now: datetime) -> tuple[str, str] | None:
    """Whether it is open, until when or from when; None without fixed hours."""
    hours = read_hours(typed)
    if hours is None:
        return None
    local = clock.to_local(now)
    until = open_until(hours, local)
    if until is not None:
        return _("Open now, until %(hour)s", hour=format_time(until)), "good"
    opens = next_opening(hours, local)
    if opens is None:
        return _("Closed now"), "quiet"
    if opens.date() == local.date():
        return _("Closed now; opens at %(hour)s", hour=format_time(opens)), "quiet"
    return _("Closed now; opens on %(day)s at %(hour)s", day=format_day(opens), hour=format_time(opens)), "quiet"


def hours_in_lines(typed: str) -> list[str]:
    """A group of days a line, in the reader's words."""
    lines = []
    for group in (part for part in typed.split("; ") if part):
        days, _gap, spans = group.partition(next((c for c in group if c.isdigit()), "\0"))
        first = group[len(days) : len(days) + 1]
        if not days.strip():
            lines.append(group.replace("tancat", _("closed")))
            continue
        said = days.strip()
        for code, name in zip(DAYS, _day_names(), strict=True):
            said = said.replace(code, name)
        lines.append(f"{said.replace('-', ' – ')}: {(first + spans).replace('-', '–')}")
    return lines


def _day_names() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
