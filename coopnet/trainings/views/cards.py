"""The card of a training, on any page. What it shows changes seldom and is worded often: each is drawn once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language
from coopnet.trainings.queries import Card
from coopnet.trainings.views.blueprint import bp

MOST = 4096  # of about 1 kB

_KEY = "coopnet.training_cards"


@bp.record
def _init_app(state: BlueprintSetupState) -> None:
    state.app.extensions[_KEY] = lru_cache(maxsize=MOST)(_draw)


@bp.app_template_global()
def drawn_cards(cards: Iterable[Card], heading: str = "h2") -> Markup:
    draw, language = current_app.extensions[_KEY], current_language()
    # Days of another year are said with it, so a card is good for one year.
    year = clock.to_local(clock.now()).year
    return Markup("\n").join(draw(card, heading, language, year) for card in cards)


def _draw(card: Card, heading: str, _language: str, _year: int) -> Markup:
    macros: Any = current_app.jinja_env.get_template("trainings/cards.html").module
    return Markup(macros.draw_card(card, heading))  # noqa: S704 - a macro of an escaping template
