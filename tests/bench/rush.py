"""Registrations: one after another for their CPU, and 300 people at once for 30 places."""

import re
import socket
import threading
import time
from collections import Counter
from urllib.parse import urlencode, urlsplit

from sqlalchemy import select

from coopnet.foundation.db import committing, db
from coopnet.trainings.models import Training
from tests.bench import pages, servers
from tests.bench.engines import Engine
from tests.bench.report import heading, say

PEOPLE = 300
PLACES = 30
ALONE = 60
WARM_UP = 12


class Resident:
    """A page, a form, a POST, the person's own page: over one connection, as a browser does.

    Speaks for itself, since it runs on the cores of what it measures: the library's client costs more than a page.
    """

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=60)

    def ask(self, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, dict[str, str]]:
        """Status, text, headers by their names in small letters."""
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Language: ca"]
        lines += [f"Cookie: {cookie}"] if cookie else []
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.connection.sendall("\r\n".join([*lines, "", body]).encode())
        head, _, text = self._read_past(b"\r\n\r\n").partition(b"\r\n\r\n")
        status, *rest = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in rest)}
        parts, missing = [text], int(headers.get("content-length", 0)) - len(text)
        while missing > 0:
            parts.append(self.connection.recv(65536))
            missing -= len(parts[-1])
        return int(status.split()[1]), b"".join(parts).decode(), headers

    def _read_past(self, end: bytes) -> bytes:
        got = b""
        while end not in got:
            part = self.connection.recv(65536)
            if not part:
                raise ConnectionResetError("the connection was closed")
            got += part
        return got

    def register(self, slug: str, number: int) -> str:
        """Where they stand, or what went wrong."""
        self.ask("GET", f"/ca/formacions/{slug}/")
        path = f"/ca/formacions/{slug}/inscripcio"
        status, form, headers = self.ask("GET", path)
        if status != 200:
            return f"form {status}"
        if "set-cookie" not in headers:
            return "no form"
        cookie = headers["set-cookie"].split(";")[0]
        typed = {name: hidden(form, name) for name in ("csrf_token", "form_key")}
        typed |= {"name": f"Persona {number}", "email": f"bench{number}@example.org", "language": "ca"}
        status, _, headers = self.ask("POST", path, urlencode(typed), cookie)
        if status != 303:
            return f"post {status}"
        status, own, _ = self.ask("GET", urlsplit(headers["location"]).path, cookie=cookie)
        state = re.search(r'data-state="(\w+)"', own)
        return state[1] if state else f"own page {status}"


def hidden(html: str, name: str) -> str:
    for tag in re.findall(r"<input\b[^>]*>", html):
        if f'name="{name}"' in tag and (value := re.search(r'value="([^"]*)"', tag)):
            return value[1]
    return ""


def one_by_one(server: servers.Server, env: dict[str, str]) -> float:
    """Prints the CPU of a whole registration; the median of its wall time in milliseconds."""
    slugs = pages.find_slugs(env)
    took, states = [], Counter[str]()
    warm_up(server, slugs[-1])
    before = server.cpu_seconds()
    for number in range(ALONE):
        began = time.perf_counter()
        states[Resident(server.port).register(slugs[number % len(slugs)], 910_000 + number)] += 1
        took.append((time.perf_counter() - began) * 1000)
    cpu = (server.cpu_seconds() - before) / ALONE
    took.sort()
    say(
        f"  a registration, whole         {cpu * 1000:6.1f} ms CPU (goal: at most 20)"
        f"  p50 {took[ALONE // 2]:.1f}  p99 {took[-1]:.1f} ms  {dict(states)}"
    )
    return took[ALONE // 2]


def warm_up(server: servers.Server, slug: str) -> None:
    """Templates and statements are made once a process."""
    for number in range(WARM_UP):
        Resident(server.port).register(slug, 900_000 + number)


def measure(engine: Engine) -> None:
    env = engine.fill("rush", trainings=0, registrations=0)
    *_, other, slug = pages.find_slugs(env)
    with pages.make_app(env).app_context(), committing():
        training = db.session.scalars(select(Training).where(Training.slug == slug)).one()
        training.capacity = training.taken + PLACES
    heading(f"{PEOPLE} people at once for {PLACES} places (goal: over within 5 s)")
    answers: list[str] = []
    gate = threading.Barrier(PEOPLE)
    with servers.serving("wsgi:app", env) as server:
        warm_up(server, other)

        def person(number: int) -> None:
            gate.wait()
            try:
                answers.append(Resident(server.port).register(slug, number))
            except OSError as problem:
                answers.append(repr(problem))

        people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
        before = server.cpu_seconds()
        for one in people:
            one.start()
        began = time.perf_counter()
        for one in people:
            one.join()
        wall, cpu = time.perf_counter() - began, server.cpu_seconds() - before
    say(f"  {wall:.2f} s in all, {cpu / PEOPLE * 1000:.1f} ms of CPU a person, {dict(Counter(answers))}")
    servers.flask(env, "registrations", "check")
