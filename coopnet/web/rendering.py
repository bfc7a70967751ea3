"""What makes drawing a page cheap: one flat table of globals, and parts that are drawn once and shown often.

A part depends on nothing but what names it: its template and macro, its arguments and the language. Whatever belongs to
one reader is never among them.
"""

from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment
from markupsafe import Markup

from coopnet.foundation.i18n import current_language

MOST_PARTS = 4096  # of less than 1 kB each; the longest unused go first

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
