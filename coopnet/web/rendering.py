"""What makes drawing a page cheap: one flat table of globals, and parts that are drawn once and shown often.

A part depends on nothing but what names it: its template and macro, its arguments and the language. Whatever belongs to
one reader is never among them.
"""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, Flask, current_app
from flask.templating import Environment
from markupsafe import Markup

from coopnet.foundation.i18n import current_language

MOST_PARTS = 4096  # of less than 1 kB each; the longest unused go first
MOST_CARDS = 4096  # of each kind, of about 1 kB

_KEY = "coopnet.rendering"


class FlatEnvironment(Environment):
    """Globals are complete before the first template is read, so each template has them in one dictionary.

    Jinja's chain of two is copied and compared key by key at every import of a macro: a tenth of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Before anything touches the templates' environment."""
    app.jinja_environment = FlatEnvironment
    app.extensions[_KEY] = lru_cache(maxsize=MOST_PARTS)(_draw)
    app.jinja_env.globals.update(drawn=drawn, drawn_each=drawn_each)


def drawn(template: str, macro: str, *arguments: Hashable) -> Markup:
    """`macro` of `template`, drawn once for these arguments in this language; it must look at nothing else."""
    return drawn_each(template, macro, [arguments])


def drawn_each(template: str, macro: str, rows: Iterable[tuple[Hashable, ...]]) -> Markup:
    """As `drawn`, once for each row of arguments, one below the other."""
    draw: Callable[..., Markup] = current_app.extensions[_KEY]
    language = current_language()
    return Markup("\n").join([draw(language, template, macro, *row) for row in rows])


def _draw(_language: str, template: str, macro: str, *arguments: Hashable) -> Markup:
    macros: Any = current_app.jinja_env.get_template(template).module
    return Markup(getattr(macros, macro)(*arguments))  # noqa: S704 - a macro of an escaping template


class Cards:
    """Cards of one kind, on any page. What they show changes seldom and is worded often: each is drawn once.

    Apart from other parts, so that a long list pushes nothing else out.
    """

    def __init__(self, bp: Blueprint, template: str, macro: str) -> None:
        self._template, self._macro = template, macro
        self._key = f"coopnet.cards.{template}.{macro}"
        bp.record(lambda state: state.app.extensions.update({self._key: lru_cache(maxsize=MOST_CARDS)(self._draw)}))

    def draw(self, cards: Iterable[Hashable], heading: str, *good_for: Hashable) -> Markup:
        """`good_for` is what they depend on beside themselves and the language, such as the year."""
        draw, language = current_app.extensions[self._key], current_language()
        return Markup("\n").join(draw(card, heading, language, *good_for) for card in cards)

    def _draw(self, card: Hashable, heading: str, language: str, *_good_for: Hashable) -> Markup:
        return _draw(language, self._template, self._macro, card, heading)
