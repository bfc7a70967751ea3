"""Somebody without JavaScript: plain HTTP, cookies, forms as they stand on the page."""

import http.client
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from typing import Any

from tests.rig.reader import read_form


@dataclass(frozen=True)
class Page:
    status: int
    url: str  # after redirects
    html: str
    headers: Message


class Visitor:
    def __init__(self, base: str, language: str = "ca") -> None:
        self.base = base
        self.language = language
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, address: str) -> Page:
        return self._ask(urllib.request.Request(self._absolute(address)))  # noqa: S310 - our own server

    def submit(self, page: Page, /, *, form: str = "data-main", **typed: Any) -> Page:
        """Fills in the form of the page that carries the attribute `form` and presses its button.

        `typed` replaces a field's values: a list for several, None to leave it out.
        """
        found = read_form(page.html, form)
        fields = {name: value for name, value in {**found.fields, **typed}.items() if value is not None}
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        target = urllib.parse.urljoin(page.url, found.action or page.url)
        return self._ask(urllib.request.Request(target, body, {"Referer": page.url}))  # noqa: S310 - our own server

    def _absolute(self, address: str) -> str:
        return urllib.parse.urljoin(f"{self.base}/{self.language}/", address)

    def _ask(self, request: urllib.request.Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            return Page(answer.status, answer.url, answer.read().decode(errors="replace"), answer.headers)


def weigh(address: str) -> int:
    """Bytes of the body as they travel to a browser that takes Brotli."""
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    try:
        connection.request(
            "GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers={"Accept-Encoding": "br, gzip"}
        )
        return len(connection.getresponse().read())
    finally:
        connection.close()
