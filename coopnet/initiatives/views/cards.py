"""The card of a profile, on any page."""

from collections.abc import Iterable

from markupsafe import Markup

from coopnet.initiatives.queries import Card
from coopnet.initiatives.views.blueprint import bp
from coopnet.web.rendering import Cards

_CARDS = Cards(bp, "initiatives/cards.html", "draw_initiative")


@bp.app_template_global()
def drawn_initiatives(cards: Iterable[Card], heading: str = "h2") -> Markup:
    return _CARDS.draw(cards, heading)
