"""Absolute addresses come from the settings, never from the Host header, which anybody can forge."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask, current_app, g
from werkzeug.routing import IntegerConverter, MapAdapter, UnicodeConverter

from coopnet.foundation.i18n import current_language, upper_first

LARGEST_ID = 2**31 - 1  # of an INTEGER column of PostgreSQL
SAFE_NEXT = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")

_KEY = "coopnet.addresses"


@dataclass(frozen=True)
class Alternate:
    """The page in one language. `path` is for the reader's own links, `url` (absolute) for machines."""

    code: str
    endonym: str  # "Català"
    direction: str  # ltr or rtl
    path: str
    url: str
    is_current: bool


class NumberConverter(IntegerConverter):
    """Numbers that a database driver can hold; anything else is no such page, never an overflow."""

    regex = r"[0-9]{1,10}"

    def __init__(self, map: Any, *arguments: Any, **options: Any) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, *arguments, **{"max": LARGEST_ID, **options})


class WordConverter(UnicodeConverter):
    """Text without a NUL, which PostgreSQL refuses to look for with an error: no address of ours has one."""

    def __init__(self, map: Any, *arguments: Any, **options: Any) -> None:  # noqa: A002 - Werkzeug's name
        super().__init__(map, *arguments, **options)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")


def init_app(app: Flask) -> None:
    """Before any route is registered."""
    app.url_map.converters.update(default=WordConverter, string=WordConverter, id=NumberConverter, int=NumberConverter)


def absolute(endpoint: str, **values: object) -> str:
    """In the language of the page, unless `language` is among the values. Needs no request."""
    return str(current_app.config["BASE_URL"]) + path_of(endpoint, **values)


def path_of(endpoint: str, **values: object) -> str:
    """As `url_for`, also where there is no request."""
    found: dict[str, Any] = dict(values)
    current_app.inject_url_defaults(endpoint, found)
    return _adapter().build(endpoint, found)


def in_every_language(endpoint: str, **values: object) -> list[Alternate]:
    """The same page in each language; the district's first language comes first."""
    base, current = current_app.config["BASE_URL"], current_language()
    found = []
    for code in current_app.config["DISTRICT"].languages:
        path = path_of(endpoint, **{**values, "language": code})
        found.append(
            Alternate(code, endonym(code), direction_of(code), path, f"{base}{path}", is_current=code == current)
        )
    return found


def belongs_to_page(**parameters: object) -> None:
    """Which parameters make this page another one; the others (where a link was found) are left off its addresses."""
    g.own_parameters = parameters


@lru_cache
def endonym(code: str) -> str:
    """How a language calls itself, to stand at the start of a line."""
    return upper_first(Locale.parse(code).get_language_name(code) or code)


@lru_cache
def direction_of(code: str) -> str:
    """`ltr` or `rtl`."""
    return str(Locale.parse(code).text_direction)


def is_safe_next(target: str) -> bool:
    """Whether a `next=` stays on this site, whatever a browser makes of tabs, backslashes and double slashes."""
    return SAFE_NEXT.fullmatch(target) is not None


def _adapter() -> MapAdapter:
    found: MapAdapter | None = current_app.extensions.get(_KEY)
    if found is None:
        parts = urlsplit(str(current_app.config["BASE_URL"]))
        found = current_app.url_map.bind(parts.netloc, url_scheme=parts.scheme)
        current_app.extensions[_KEY] = found
    return found
