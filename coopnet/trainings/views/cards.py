"""The card of a training, on any page."""

from collections.abc import Iterable

from markupsafe import Markup

from coopnet.foundation import clock
from coopnet.trainings.queries import Card
from coopnet.trainings.views.blueprint import bp
from coopnet.web.rendering import Cards

_CARDS = Cards(bp, "trainings/cards.html", "draw_card")


@bp.app_template_global()
def drawn_cards(cards: Iterable[Card], heading: str = "h2") -> Markup:
    # Days of another year are said with it, so a card is good for one year.
    return _CARDS.draw(cards, heading, clock.to_local(clock.now()).year)
