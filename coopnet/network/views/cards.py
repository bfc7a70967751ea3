"""The card of a post, on any page."""

from collections.abc import Iterable

from markupsafe import Markup

from coopnet.network.queries.cards import Card
from coopnet.network.views.blueprint import bp
from coopnet.web.rendering import Cards

_CARDS = Cards(bp, "network/cards.html", "draw_post")


@bp.app_template_global()
def drawn_posts(cards: Iterable[Card], heading: str = "h2") -> Markup:
    return _CARDS.draw(cards, heading)
