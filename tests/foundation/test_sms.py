"""Messages by SMS: kept as files, or posted to a gateway."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from coopnet.foundation.letters import Refused, Stalled, Unreachable
from coopnet.foundation.sms import Folder, Post, make_gateway


class Gateway(HTTPServer):
    answer = 202
    taken: list[tuple[dict[str, str], Any]]


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((dict(self.headers), body))
        if not self.server.answer:
            self.wfile.close()
            return
        self.send_response(self.server.answer)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def gateway(answer: int = 202) -> Iterator[Gateway]:
    server = Gateway(("127.0.0.1", 0), Handler)
    server.answer, server.taken = answer, []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def post(server: Gateway, user: str = "") -> None:
    Post(f"http://{user}127.0.0.1:{server.server_port}/sms").send("Hola", recipient="+34600000000", key="k", name="n")


def test_message_is_kept_as_a_file_with_its_number(tmp_path: Path) -> None:
    kept = make_gateway("", tmp_path)
    assert isinstance(kept, Folder)
    for _ in range(2):
        kept.send("Tens plaça", recipient="+34600000000", key="k", name="20261124T093015.000250Z-1")
    (path,) = (tmp_path / "sms").iterdir()
    assert path.name == "20261124T093015.000250Z-1.txt"
    assert path.read_text() == "To: +34600000000\n\nTens plaça\n"


def test_gateway_gets_number_text_and_key() -> None:
    with gateway() as server:
        post(server, "user:p%40ss@")
    headers, body = server.taken[0]
    assert body == {"to": "+34600000000", "text": "Hola", "key": "k"}
    assert headers["Authorization"] == f"Basic {base64.b64encode(b'user:p@ss').decode()}"
    assert "@" not in headers["Host"]


@pytest.mark.parametrize(("answer", "meaning"), [(400, Refused), (429, Stalled), (302, Stalled), (503, Stalled)])
def test_what_the_gateway_says_of_a_message(answer: int, meaning: type[Exception]) -> None:
    with gateway(answer) as server, pytest.raises(meaning, match=str(answer)):
        post(server)
    assert len(server.taken) == 1


def test_gateway_that_hangs_up_has_stalled() -> None:
    with gateway(0) as server, pytest.raises(Stalled):
        post(server)


def test_gateway_that_is_not_there_is_unreachable() -> None:
    with gateway() as server:
        pass
    with pytest.raises(Unreachable):
        post(server)


@pytest.mark.parametrize("url", ["ftp://example.org", "https://", "gateway.example.org"])
def test_address_of_a_gateway_that_cannot_be_used_is_refused_at_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="gateway"):
        make_gateway(url, tmp_path)
