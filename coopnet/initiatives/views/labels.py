"""What is said of a profile in a few words."""

from datetime import datetime

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language, join_words, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries import Card
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
