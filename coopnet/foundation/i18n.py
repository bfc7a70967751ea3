"""Languages. The only module that imports Flask-Babel.

Code writes plain English msgids with `gettext as _`; the page's language is that of its address. How dates, numbers
and lists of words are said is in `dates` and `language`; templates have them as filters of the same names.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.support import Translations
from flask import Flask
from flask_babel import force_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

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

TRANSLATIONS = Path(__file__).resolve().parents[1] / "translations"

_babel = flask_babel.Babel()
# Flask-Babel finds the catalogue anew for every text, eight microseconds each; a page has hundreds of texts.
_catalogues: dict[str, Translations] = {}


def list_uncompiled(folder: Path = TRANSLATIONS) -> list[str]:
    """Languages whose catalogue nobody has compiled: their readers would get English."""
    return sorted(
        each.parent.parent.name for each in folder.glob("*/*/messages.po") if not each.with_suffix(".mo").exists()
    )


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(app.config["ZONE"])
    _babel.init_app(app, locale_selector=current_language, default_locale=app.config["DISTRICT"].default_language)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=_say, gettext=_say, ngettext=_say_number, pgettext=_say_in, npgettext=_say_number_in)
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


# What templates call. Jinja's own wrappers do the same by three calls through the context: a tenth of a page of text.


@pass_eval_context
def _say(context: EvalContext, text: str, /, **values: object) -> str:
    if not values:
        return _plain(current_language(), text, context.autoescape)
    return _fill_in(context, catalogue().ugettext(text), values)


@pass_eval_context
def _say_number(context: EvalContext, one: str, many: str, number: int, /, **values: object) -> str:
    return _fill_in(context, catalogue().ungettext(one, many, number), {"num": number, **values})


@pass_eval_context
def _say_in(context: EvalContext, sense: str, text: str, /, **values: object) -> str:
    return _fill_in(context, catalogue().upgettext(sense, text), values)


@pass_eval_context
def _say_number_in(context: EvalContext, sense: str, one: str, many: str, number: int, /, **values: object) -> str:
    return _fill_in(context, catalogue().unpgettext(sense, one, many, number), {"num": number, **values})


def _fill_in(context: EvalContext, text: str, values: dict[str, Any]) -> str:
    """Templates always fill, so that a per cent sign is written the same with values and without."""
    return (Markup(text) if context.autoescape else text) % values  # noqa: S704 - texts are ours; values are escaped


@lru_cache(maxsize=4096)
def _plain(_language: str, text: str, is_markup: bool) -> str:  # noqa: FBT001 - a key of the cache
    found = catalogue().ugettext(text) % {}
    return Markup(found) if is_markup else found  # noqa: S704 - as above


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Words, dates and numbers inside the block are in `language`; for letters, which have no page."""
    with speaking(language), force_locale(language):
        yield
