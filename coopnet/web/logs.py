"""Logs: JSON lines in production, readable in development. Routes, never paths; kinds of problems, never their values.

An address may carry a right and a message may quote what a person typed, so neither is ever written. Of an exception
production writes its kind and where it happened.
"""

import logging
import secrets
import sys
import threading
import time
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, g, has_request_context, request
from werkzeug.wrappers import Response

ExcInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]

log = structlog.get_logger("coopnet.web")


def init_app(app: Flask) -> None:
    """First of all: the engine is made after it, and hides what its statements hold."""
    options: dict[str, Any] = app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
    options["hide_parameters"] = True
    _configure(is_production=app.config["IS_PRODUCTION"], is_quiet=bool(app.config.get("TESTING")))
    app.log_exception = log_exception  # type: ignore[method-assign]
    app.before_request(_begin)
    app.after_request(_write_line)


def log_exception(exc_info: ExcInfo) -> None:
    log.error("crash", route=_route(), exc_info=exc_info, request_id=g.get("request_id"))


def write_hit(route: str, method: str, status: int) -> None:
    """An answer of the page cache, which no hook of Flask sees."""
    log.info("request", route=route, method=method, status=status, cache="hit")


def places_only(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turns an exception into kinds and places: messages and values may be somebody's."""
    given = event.pop("exc_info", None)
    if not given:
        return event
    problem = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else sys.exc_info()[1]
    chain = []
    while problem is not None:
        frames = traceback.extract_tb(problem.__traceback__)
        chain.append(
            {
                "kind": f"{type(problem).__module__}.{type(problem).__qualname__}",
                "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    event["problem"] = chain
    return event


class Stderr:
    """Whatever stands for it when a line is written. Nobody is refused a page because a log cannot be written."""

    _lock = threading.Lock()

    def msg(self, line: str) -> None:
        with self._lock, suppress(OSError, ValueError):
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    debug = info = warning = error = critical = msg


class _LibraryLines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        Stderr().msg(self.format(record))


def _configure(*, is_production: bool, is_quiet: bool) -> None:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if is_production:
        last: list[Any] = [places_only, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        # Plain: a traceback with locals would print secrets, and touch the session in doing so.
        last = [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if is_quiet else logging.INFO),
        logger_factory=lambda *_names: Stderr(),
    )
    if is_production:
        _lead_libraries(shared, last)


def _lead_libraries(shared: list[Any], last: list[Any]) -> None:
    """What libraries log comes out in the same form, the gaps of its messages unfilled: they may be an address."""
    handler = _LibraryLines()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            use_get_message=False,
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(6)


def _write_line(response: Response) -> Response:
    log.info(
        "request",
        route=_route(),
        method=request.method,
        status=response.status_code,
        ms=round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
        request_id=g.get("request_id"),
    )
    return response


def _route() -> str:
    return request.url_rule.rule if has_request_context() and request.url_rule else "none"
