"""Views that take files: the size of a request is raised for them alone, and for who may send one."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from flask import Flask, current_app, request

from coopnet.web import guards

View = TypeVar("View", bound=Callable[..., Any])

_most: WeakKeyDictionary[Callable[..., Any], int] = WeakKeyDictionary()


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Of the whole request. Goes under `@bp.route` and beside `@guards.requires`; what is bigger is answered by 413."""

    def mark(view: View) -> View:
        _most[view] = most_bytes
        return view

    return mark


def init_app(app: Flask) -> None:
    """Before anything reads what was sent."""
    app.before_request(_raise_limit)


def _raise_limit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.method != "POST" or view not in _most:
        return
    needed, viewer = guards.need_of(view), guards.find_viewer()
    if needed is not None and viewer is not None and viewer.can(needed):
        request.max_content_length = _most[view]


def read_file(name: str, *, most_bytes: int) -> bytes:
    """What was sent in that field: empty where nothing was; one byte more than `most_bytes` where it was too much."""
    sent = request.files.get(name)
    return sent.stream.read(most_bytes + 1) if sent else b""
