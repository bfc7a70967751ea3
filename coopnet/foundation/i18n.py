"""Languages. The only module that imports Flask-Babel.

Code writes plain English msgids with `gettext as _`; the page's language is that of its address.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_babel
from flask import Flask, g, has_request_context
from flask_babel import force_locale, get_translations

from coopnet.foundation import district

gettext = flask_babel.gettext
ngettext = flask_babel.ngettext
pgettext = flask_babel.pgettext
lazy_gettext = flask_babel.lazy_gettext
lazy_pgettext = flask_babel.lazy_pgettext

__all__ = [
    "current_language",
    "get_translations",
    "gettext",
    "in_language",
    "init_app",
    "lazy_gettext",
    "lazy_pgettext",
    "ngettext",
    "pgettext",
]

_babel = flask_babel.Babel()


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(app.config["ZONE"])
    _babel.init_app(app, locale_selector=current_language, default_locale=app.config["DISTRICT"].default_language)


def current_language() -> str:
    """Of the page being answered or the letter being worded; the district's first language elsewhere."""
    chosen: str | None = g.get("language") if has_request_context() or g else None
    return chosen or district.current().default_language


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Words, dates and numbers inside the block are in `language`; for letters, which have no page."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(language):
            yield
    finally:
        g.language = before
