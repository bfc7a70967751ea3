from pathlib import Path

import pytest
from flask import Flask, request

from tests.web.trial import make_edge


def make(tmp_path: Path, proxies: int) -> Flask:
    app = make_edge(tmp_path, f"sqlite:///{tmp_path / 'coopnet.db'}", COOPNET_PROXIES=str(proxies))
    app.add_url_rule("/whoami", "whoami", lambda: f"{request.remote_addr} {request.scheme} {request.host}")
    return app


@pytest.mark.parametrize(
    ("proxies", "seen"),
    [
        (0, "203.0.113.9 http localhost"),
        (1, "198.51.100.2 https localhost"),
        (2, "198.51.100.1 https localhost"),
    ],
)
def test_as_many_proxies_are_believed_as_stand_in_front(tmp_path: Path, proxies: int, seen: str) -> None:
    said = {
        "X-Forwarded-For": "192.0.2.66, 198.51.100.1, 198.51.100.2",
        "X-Forwarded-Proto": "http, https, https",
    }
    client = make(tmp_path, proxies).test_client()
    answer = client.get("/whoami", headers=said, environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert answer.text == seen


def test_a_host_that_a_proxy_hands_on_must_be_trusted_too(tmp_path: Path) -> None:
    client = make(tmp_path, 1).test_client()
    for path in ("/whoami", "/ca/prova/"):
        for _ in range(3):
            assert client.get(path).status_code == 200
        answer = client.get(path, headers={"X-Forwarded-Host": "evil.example"})
        assert answer.status_code == 400
        assert "evil" not in answer.text
