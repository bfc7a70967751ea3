"""Languages. The only module that imports Flask-Babel.

Code writes plain English msgids with `gettext as _`; the page's language is that of its address. How dates, numbers
and lists of words are said is in `dates` and `language`; templates have them as filters of the same names.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_babel
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale, get_translations

from coopnet.foundation.dates import (
    format_date,
    format_day,
    format_hours,
    format_moment,
    format_month,
    format_time,
    format_when,
    iso_moment,
)
from coopnet.foundation.language import (
    current_language,
    format_number,
    join_words,
    label,
    sort_key,
    speaking,
    upper_first,
)

lazy_gettext = flask_babel.lazy_gettext
lazy_pgettext = flask_babel.lazy_pgettext

__all__ = [
    "current_language",
    "format_date",
    "format_day",
    "format_hours",
    "format_moment",
    "format_month",
    "format_number",
    "format_time",
    "format_when",
    "get_translations",
    "gettext",
    "in_language",
    "init_app",
    "iso_moment",
    "join_words",
    "label",
    "lazy_gettext",
    "lazy_pgettext",
    "ngettext",
    "npgettext",
    "pgettext",
    "sort_key",
    "upper_first",
]

FILTERS = (
    format_date,
    format_day,
    format_hours,
    format_moment,
    format_month,
    format_number,
    format_time,
    format_when,
    iso_moment,
    join_words,
    label,
    upper_first,
)

_babel = flask_babel.Babel()
# Flask-Babel finds the catalogue anew for every text, eight microseconds each; a page has hundreds of texts.
_catalogues: dict[str, Translations] = {}


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(app.config["ZONE"])
    _babel.init_app(app, locale_selector=current_language, default_locale=app.config["DISTRICT"].default_language)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, number: catalogue().ungettext(one, many, number),
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, number: catalogue().unpgettext(context, one, many, number),
        newstyle=True,
    )
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function


def catalogue() -> Translations:
    language = current_language()
    if language not in _catalogues:
        with force_locale(language):
            _catalogues[language] = get_translations()
    return _catalogues[language]


def gettext(text: str, /, **values: object) -> str:
    return _fill(catalogue().ugettext(text), values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The texts may say `%(num)d`."""
    return _fill(catalogue().ungettext(one, many, number), {"num": number, **values})


def pgettext(context: str, text: str, /, **values: object) -> str:
    return _fill(catalogue().upgettext(context, text), values)


def npgettext(context: str, one: str, many: str, number: int, /, **values: object) -> str:
    return _fill(catalogue().unpgettext(context, one, many, number), {"num": number, **values})


def _fill(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Words, dates and numbers inside the block are in `language`; for letters, which have no page."""
    with speaking(language), force_locale(language):
        yield
