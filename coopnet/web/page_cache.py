"""Whole answers, kept in front of Flask for readers without a session.

An answer is good for one generation of what it shows and until the clock's next whole minute. What a page shows is
known only once it is made, and the generation must be read before that: otherwise an old page could be kept under a new
number. So the first answer of an address tells its scope, and the second one is kept.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from flask import Flask, request
from werkzeug.sansio.utils import host_is_trusted

from coopnet.foundation import clock
from coopnet.web.compression import GOOD, QUICK, SMALLEST, choose_encoding, compress, is_compressible
from coopnet.web.generation_numbers import Numbers, joined, numbers_of
from coopnet.web.headers import KEEP, KEEPER
from coopnet.web.logs import write_hit
from coopnet.web.metrics import count_hit

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Header = tuple[str, str]

MOST_BYTES = 16 * 1024 * 1024  # in each process
MOST_SCOPES = 5_000
LONGEST_KEY = 300  # characters: who makes addresses up must not fill the memory with them
MOST_HOSTS = 100
OVERHEAD_BYTES = 2_000  # of an entry beside its bodies
ROUTE = "coopnet.route"
UNKNOWN = -1

_KEY = "coopnet.page_cache"


@dataclass
class Entry:
    """One answer. `variants` are its body in each encoding, with the headers of that body."""

    scope: str
    generation: int  # or UNKNOWN, then it is not kept
    minute: int  # since 1970
    route: str
    etag: str
    body: bytes
    headers: list[Header]
    is_text: bool
    variants: dict[str, tuple[list[Header], bytes]] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        return self.generation != UNKNOWN

    @property
    def size(self) -> int:
        """An upper bound in bytes: all compressed variants together weigh less than the body."""
        return OVERHEAD_BYTES + 2 * len(self.body)

    def variant(self, encoding: str) -> tuple[list[Header], bytes]:
        found = self.variants.get(encoding)
        if found is None:
            used = encoding if self.is_text and len(self.body) >= SMALLEST else ""
            body = compress(self.body, used, GOOD if self.is_kept else QUICK)
            headers = [*self.headers, ("Content-Length", str(len(body)))]
            if used:
                headers.append(("Content-Encoding", used))
            found = self.variants[encoding] = (headers, body)
        return found


class PageCache:
    """A WSGI application around Flask's."""

    def __init__(self, app: Flask, *, numbers: Numbers, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._numbers = numbers
        self._most_bytes = most_bytes
        self._entries: OrderedDict[str, Entry] = OrderedDict()  # the longest unused first
        self._scopes: OrderedDict[str, str] = OrderedDict()
        self._bytes = 0
        self._hosts: dict[str, bool] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"} or self._has_session(environ) or not self._is_trusted(environ):
            return self._inner(environ, start_response)
        key = f"{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"
        scope = self._scopes.get(key)
        generation = None if scope is None else self._numbers.read(scope)
        minute = int(clock.now_of(self._app.config).timestamp()) // 60
        if generation is not None:
            entry = self._find(key, generation, minute)
            if entry is not None:
                status, parts = _answer(entry, environ, start_response)
                write_hit(entry.route, method, status)
                count_hit(self._app, entry.route)
                return parts
        if method == "HEAD" or len(key) > LONGEST_KEY:
            return self._inner(environ, start_response)
        return self._make(environ, start_response, key=key, known=(scope, generation), minute=minute)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()
            self._scopes.clear()
            self._hosts.clear()
            self._bytes = 0

    def _has_session(self, environ: Environ) -> bool:
        return f"{self._app.config['SESSION_COOKIE_NAME']}=" in environ.get("HTTP_COOKIE", "")

    def _is_trusted(self, environ: Environ) -> bool:
        """A forged host gets its refusal from Flask."""
        host = environ.get("HTTP_HOST", "")
        known = self._hosts.get(host)
        if known is None:
            known = host_is_trusted(host, self._app.config["TRUSTED_HOSTS"])
            if known and len(self._hosts) < MOST_HOSTS:
                self._hosts[host] = True
        return known

    def _find(self, key: str, generation: int, minute: int) -> Entry | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.generation != generation or entry.minute != minute:
                self._drop(key)
                return None
            self._entries.move_to_end(key)
            return entry

    def _make(
        self,
        environ: Environ,
        start_response: StartResponse,
        *,
        key: str,
        known: tuple[str | None, int | None],
        minute: int,
    ) -> Iterable[bytes]:
        """Flask's own answer. `known`: the scope that the address had last time, and its number before the answer."""
        environ[KEEPER] = True
        said: list[Any] = []

        def hear(*what: Any) -> Callable[[bytes], None]:
            said[:] = what
            return lambda _chunk: None

        parts = self._inner(environ, hear)
        told: str | None = environ.get(KEEP)
        if told is None or not _may_be_kept(said[0], said[1]):
            start_response(*said)
            return parts
        scope, generation = known
        is_known = scope == told and generation is not None
        entry = Entry(
            scope=told,
            generation=generation if is_known and generation is not None else UNKNOWN,
            minute=minute,
            route=environ.get(ROUTE, ""),
            **_read_answer(parts, said[1]),
        )
        with self._lock:
            self._learn(key, told)
            if is_known:
                self._keep(key, entry)
        return _answer(entry, environ, start_response)[1]

    def _learn(self, key: str, scope: str) -> None:
        self._scopes[key] = scope
        self._scopes.move_to_end(key)
        if len(self._scopes) > MOST_SCOPES:
            self._drop(self._scopes.popitem(last=False)[0])

    def _keep(self, key: str, entry: Entry) -> None:
        self._drop(key)
        if entry.size > self._most_bytes:
            return
        self._entries[key] = entry
        self._bytes += entry.size
        while self._bytes > self._most_bytes:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: str) -> None:
        gone = self._entries.pop(key, None)
        if gone is not None:
            self._bytes -= gone.size


def init_app(app: Flask) -> None:
    """After everything else that stands between Flask and the server, so that it comes directly before Flask."""
    made = PageCache(app, numbers=numbers_of(app))
    app.extensions[_KEY] = made
    app.wsgi_app = made  # type: ignore[method-assign]


def keep(*scopes: str) -> None:
    """This page shows nothing but what `scopes` cover, is the same for every reader, and changes on whole minutes."""
    request.environ[KEEP] = joined(*scopes)
    request.environ[ROUTE] = request.url_rule.rule if request.url_rule else ""


def of_app(app: Flask) -> PageCache:
    found: PageCache = app.extensions[_KEY]
    return found


def clear(app: Flask) -> None:
    """Forgets every page that this process keeps."""
    of_app(app).clear()


def _may_be_kept(status: str, headers: list[Header]) -> bool:
    """What sets or reads a cookie is one reader's own."""
    return status.startswith("200") and not any(
        name.lower() == "set-cookie" or (name.lower() == "vary" and "cookie" in value.lower())
        for name, value in headers
    )


def _read_answer(parts: Iterable[bytes], headers: list[Header]) -> dict[str, Any]:
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    etag = f'"{blake2b(body, digest_size=9).hexdigest()}"'
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    vary = [value for name, value in headers if name.lower() == "vary"]
    is_text = is_compressible(kind)
    if is_text and not any("accept-encoding" in value.lower() for value in vary):
        vary.append("Accept-Encoding")
    kept = [header for header in headers if header[0].lower() not in {"content-length", "vary", "etag"}]
    # Weak: one for all encodings.
    kept.append(("ETag", f"W/{etag}"))
    if vary:
        kept.append(("Vary", ", ".join(vary)))
    return {"body": body, "etag": etag, "headers": kept, "is_text": is_text}


def _answer(entry: Entry, environ: Environ, start_response: StartResponse) -> tuple[int, list[bytes]]:
    if entry.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 NOT MODIFIED", [header for header in entry.headers if header[0] != "Content-Type"])
        return 304, []
    headers, body = entry.variant(choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
    start_response("200 OK", list(headers))
    return 200, [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
