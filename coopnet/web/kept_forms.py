"""Forms that nobody has typed into: rendered once for many readers, while what they show stays the same.

What differs between two readers are the token and the form's key: they are cut out of what is kept, and each reader is
given their own.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from coopnet.foundation import clock
from coopnet.web.forms import FORM_KEY_BYTES, Form
from coopnet.web.generation_numbers import Numbers, joined, numbers_of

MOST_FORMS = 300  # in each process, of about 15 kB
# A session that holds more is somebody's own, and so may be the page.
ALIKE = {"csrf_token"}

_KEY = "coopnet.kept_forms"
_TOKEN, _FORM_KEY = "csrf_token", "form_key"


@dataclass(frozen=True)
class Blank:
    """`pieces` of the page stand around a token, a key or a text, whose name each of `holes` is."""

    generation: int
    minute: int  # since 1970
    pieces: tuple[str, ...]
    holes: tuple[str, ...]

    def fill(self, texts: Mapping[str, str]) -> str:
        own = {_TOKEN: generate_csrf(), _FORM_KEY: secrets.token_urlsafe(FORM_KEY_BYTES)}
        own |= {name: str(escape(text)) for name, text in texts.items()}
        filled = [self.pieces[0]]
        for hole, piece in zip(self.holes, self.pieces[1:], strict=True):
            filled += (own[hole], piece)
        return "".join(filled)


class KeptForms:
    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self._blanks: OrderedDict[str, Blank] = OrderedDict()  # the longest unused first
        self._lock = threading.Lock()

    def find(self, name: str, generation: int, minute: int) -> Blank | None:
        with self._lock:
            blank = self._blanks.get(name)
            if blank is None or (blank.generation, blank.minute) != (generation, minute):
                return None
            self._blanks.move_to_end(name)
            return blank

    def keep(self, name: str, blank: Blank) -> None:
        with self._lock:
            self._blanks[name] = blank
            self._blanks.move_to_end(name)
            if len(self._blanks) > MOST_FORMS:
                self._blanks.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._blanks.clear()


@dataclass(frozen=True)
class Asking:
    """One reader who asks for a form. `generation` is None where what they see is not for everybody.

    What the page shows beside the scope tells two states of it apart (whether all places are taken), or is a text that
    is cut out of what is kept and put in as it is now (how many wait): the same texts, by name, are given to both.
    """

    generation: int | None
    minute: int

    def find(self, *states: object, **texts: str) -> str | None:
        if self.generation is None:
            return None
        blank = of_app(current_app).find(_name(states), self.generation, self.minute)
        return None if blank is None else blank.fill(texts)

    def keep(self, page: str, form: Form, *states: object, **texts: str) -> None:
        if self.generation is None:
            return
        names = {form.csrf_token.current_token: _TOKEN, form.form_key.data: _FORM_KEY}
        names |= {str(escape(text)): name for name, text in texts.items() if text}
        pieces, holes = _cut(page, names)
        of_app(current_app).keep(_name(states), Blank(self.generation, self.minute, pieces, holes))


def init_app(app: Flask) -> None:
    app.extensions[_KEY] = KeptForms(numbers_of(app))


def ask(*scopes: str) -> Asking:
    """Before anything that the page shows is read: what is kept under a number must not be older than it."""
    is_anybodys = request.method == "GET" and not request.query_string and set(session) <= ALIKE
    generation = of_app(current_app).numbers.read(joined(*scopes)) if is_anybodys else None
    return Asking(generation, int(clock.now().timestamp()) // 60)


def clear(app: Flask) -> None:
    """Forgets every form that this process keeps."""
    of_app(app).clear()


def of_app(app: Flask) -> KeptForms:
    found: KeptForms = app.extensions[_KEY]
    return found


def _name(states: tuple[object, ...]) -> str:
    return "|".join((request.path, *map(str, states)))


def _cut(page: str, names: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
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
