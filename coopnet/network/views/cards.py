"""The card of a post, on any page. What it shows changes seldom and is worded often: each is drawn once."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from coopnet.foundation.i18n import current_language
from coopnet.network.queries.cards import Card
from coopnet.network.views.blueprint import bp

MOST = 4096  # of about 1 kB

_KEY = "coopnet.post_cards"


@bp.record
def _init_app(state: BlueprintSetupState) -> None:
    state.app.extensions[_KEY] = lru_cache(maxsize=MOST)(_draw)


@bp.app_template_global()
def drawn_posts(cards: Iterable[Card], heading: str = "h2") -> Markup:
    draw, language = current_app.extensions[_KEY], current_language()
    return Markup("\n").join(draw(card, heading, language) for card in cards)


def _draw(card: Card, heading: str, _language: str) -> Markup:
    macros: Any = current_app.jinja_env.get_template("network/cards.html").module
    return Markup(macros.draw_post(card, heading))  # noqa: S704 - a macro of an escaping template
