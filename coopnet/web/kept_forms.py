"""Forms that nobody has typed into: one of each shape is rendered, once, for many readers.

What differs between two readers of the same shape are the token, the form's key and what its page says of its subject.
These are holes in what is kept, and each reader is given their own; so nothing that is kept ever grows old.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape
from werkzeug.datastructures import Headers
from werkzeug.http import parse_set_header

from coopnet.web.forms import FORM_KEY_BYTES, Form
from coopnet.web.headers import ASK_AGAIN

MOST_FORMS = 300  # in each process, of about 15 kB
# A session that holds more is somebody's own, and so may be the page.
ALIKE = {"csrf_token"}

_KEY = "coopnet.kept_forms"
_TOKEN, _FORM_KEY = "csrf_token", "form_key"


@dataclass(frozen=True)
class Blank:
    """`pieces` of the page stand around a token, a key or a text, whose name each of `holes` is."""

    pieces: tuple[str, ...]
    holes: tuple[str, ...]

    def fill(self, texts: Mapping[str, str]) -> str:
        own = {_TOKEN: generate_csrf(), _FORM_KEY: secrets.token_urlsafe(FORM_KEY_BYTES)}
        own |= {name: str(escape(text)) for name, text in texts.items()}
        filled = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            filled += (own[hole], piece)
        return "".join(filled)


class BlankPage(Response):
    """Back shows this very page again, with its key: see docs/decisions/0011.

    It would not if the answer varied by cookie, since the first page that anybody opens gives them one.
    """

    def __init__(self, page: str) -> None:
        super().__init__(page, headers={"Cache-Control": ASK_AGAIN})

    def get_wsgi_headers(self, environ: Any) -> Headers:
        """After the session, which says that the answer varies, was saved."""
        headers = super().get_wsgi_headers(environ)
        varies = [each for each in parse_set_header(headers.get("Vary")) if each.lower() != "cookie"]
        headers["Vary"] = ", ".join(varies)
        return headers


class KeptForms:
    def __init__(self) -> None:
        self._blanks: OrderedDict[Hashable, Blank] = OrderedDict()  # the longest unused first
        self._lock = threading.Lock()

    def find(self, shape: Hashable) -> Blank | None:
        with self._lock:
            blank = self._blanks.get(shape)
            if blank is not None:
                self._blanks.move_to_end(shape)
            return blank

    def keep(self, shape: Hashable, blank: Blank) -> None:
        with self._lock:
            self._blanks[shape] = blank
            self._blanks.move_to_end(shape)
            if len(self._blanks) > MOST_FORMS:
                self._blanks.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._blanks.clear()

    def __len__(self) -> int:
        return len(self._blanks)


def init_app(app: Flask) -> None:
    app.extensions[_KEY] = KeptForms()


def is_anybodys() -> bool:
    """Whether this request shows nothing but what everybody is shown."""
    return request.method == "GET" and not request.query_string and set(session) <= ALIKE


def answer(
    shape: Hashable,
    draw: Callable[[Mapping[str, Markup]], tuple[str, Form]],
    *,
    texts: Mapping[str, str],
    address: str,
) -> "BlankPage":
    """The page of one reader, of a request that `is_anybodys`.

    `shape` tells apart whatever is more than a text in another place: the language, which fields there are. `draw`
    renders the page with what it is given for each of `texts`. `address` is the part of this page's path that names
    its subject, wherever the page has a link to it.
    """
    kept = of_app(current_app)
    blank = kept.find(shape)
    if blank is None:
        mark = secrets.token_hex(8)
        marks = {name: Markup(f"{name}-{mark}") for name in texts}  # noqa: S704 - letters of ours
        page, form = draw(marks)
        names = {str(text): name for name, text in marks.items()}
        names |= {form.csrf_token.current_token: _TOKEN, str(form.form_key.data): _FORM_KEY, address: "address"}
        blank = Blank(*_cut(page, names))
        kept.keep(shape, blank)
    return BlankPage(blank.fill({**texts, "address": address}))


def clear(app: Flask) -> None:
    """Forgets every form that this process keeps."""
    of_app(app).clear()


def of_app(app: Flask) -> KeptForms:
    found: KeptForms = app.extensions[_KEY]
    return found


def _cut(page: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The page without the values, and the names of what was cut out, in the order of the page."""
    pieces: list[str] = []
    holes: list[str] = []
    rest = page
    while True:
        places = [(rest.find(value), value) for value in names if value in rest]
        if not places:
            return (*pieces, rest), tuple(holes)
        at, value = min(places)
        pieces.append(rest[:at])
        holes.append(names[value])
        rest = rest[at + len(value) :]
