from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coopnet.web.headers import CONTENT_SECURITY_POLICY, of_every_answer
from tests.house.public_routes import PAGES
from tests.rig.reader import Reader
from tests.web.trial import make_edge


def answers(app: Flask, reader: Reader) -> dict[str, TestResponse]:
    """One of every kind."""
    with app.test_request_context():
        style = str(app.jinja_env.globals["static_url"]("css/site.css"))  # type: ignore[operator]
    kept = reader.get("/ca/prova/")
    return {
        "page": reader.get("/ca/prova/marc"),
        "kept, first": kept,
        "kept, again": reader.get("/ca/prova/"),
        "kept, from the cache": reader.get("/ca/prova/"),
        "kept, 304": reader.get("/ca/prova/", headers={"If-None-Match": kept.headers["ETag"]}),
        "HEAD": reader.head("/ca/prova/"),
        "form": reader.get("/ca/prova/formulari"),
        "refused form": reader.post("/ca/prova/formulari"),
        "secret": reader.get("/ca/prova/secret/abc/"),
        "language": reader.get("/prova/"),
        "slash": reader.get("/ca/prova"),
        "file": reader.get(style),
        "file, 304": reader.get(style, headers={"If-None-Match": reader.get(style).headers["ETag"]}),
        "file, 405": reader.post(style),
        "old file": reader.get("/static/abc/css/site.css"),
        "health": reader.get("/healthz"),
        "readiness": reader.get("/readyz"),
        "OPTIONS": reader.options("/ca/prova/"),
        "forged host": reader.get("/ca/prova/", headers={"Host": "evil.example"}),
        **{str(code): reader.get(f"/ca/prova/error/{code}") for code in (400, 403, 404, 409, 413, 429, 500, 503)},
        "405": reader.post("/ca/prova/"),
        "no such page": reader.get("/ca/enlloc"),
    }


def test_every_kind_of_answer_carries_every_header(edge: Flask, reader: Reader) -> None:
    wanted = dict(of_every_answer(is_https=False))
    for kind, answer in answers(edge, reader).items():
        found = {name: answer.headers.getlist(name) for name in wanted}
        is_quiet = kind == "secret" or (answer.status_code >= 400 and not kind.startswith("file"))
        policy = "no-referrer" if is_quiet else "same-origin"
        assert found == {name: [value] for name, value in {**wanted, "Referrer-Policy": policy}.items()}, kind
        assert answer.headers.getlist("Cache-Control") != [], kind
        assert "Access-Control-Allow-Origin" not in answer.headers, kind


def test_the_policy_allows_nothing_unsafe() -> None:
    for word in ("unsafe", "data:", "blob:", "http:", "https:", "*"):
        assert word not in CONTENT_SECURITY_POLICY
    rules = dict(rule.strip().split(" ", 1) for rule in CONTENT_SECURITY_POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["form-action"] == rules["script-src"] == rules["style-src"] == "'self'"


def test_a_page_whose_address_carries_a_right_is_kept_and_told_nowhere(reader: Reader) -> None:
    answer = reader.get("/ca/prova/secret/abc/")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in reader.get("/ca/prova/").headers


@pytest.mark.parametrize("path", ["/ca/prova/secret/abc", "/ca/prova/secret/abc/cut", "/ca/prova/error/500"])
def test_half_a_secret_address_is_told_nowhere_either(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 308 or answer.headers["Referrer-Policy"] == "no-referrer"
    posted = reader.post("/ca/prova/secret/abc/")
    assert (posted.status_code, posted.headers["Referrer-Policy"]) == (405, "no-referrer")


def test_how_long_an_answer_may_be_kept(edge: Flask, reader: Reader) -> None:
    wanted = {
        "page": "private, no-cache",
        "kept, first": "public, no-cache",
        "kept, from the cache": "public, no-cache",
        "kept, 304": "public, no-cache",
        "form": "private, no-store",
        "refused form": "private, no-cache",  # so that Back can show it again
        "404": "private, no-store",
        "500": "private, no-store",
        "language": "private, no-cache",
        "file": "max-age=315360000, public, immutable",
    }
    found = {kind: answer.headers["Cache-Control"] for kind, answer in answers(edge, reader).items()}
    assert {kind: found[kind] for kind in wanted} == wanted


def test_production_over_https_asks_to_stay_on_https(production: Flask) -> None:
    client = production.test_client()
    asked = {"base_url": "https://coopnet.example.org"}
    assert client.get("/ca/prova/", **asked).headers["Strict-Transport-Security"] == "max-age=31536000"
    assert client.get("/ca/prova/error/404", **asked).headers["Strict-Transport-Security"]
    cookie = client.get("/ca/prova/formulari", **asked).headers["Set-Cookie"]
    assert cookie.startswith("__Host-coopnet=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_a_development_instance_binds_no_browser_to_https(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coopnet.db'}"
    client = make_edge(tmp_path, url, COOPNET_BASE_URL="https://localhost").test_client()
    assert "Strict-Transport-Security" not in client.get("/ca/prova/", base_url="https://localhost").headers


@pytest.mark.parametrize("path", ["/ca/prova/", "/ca/prova/marc", "/ca/enlloc", "/prova/", "/ca/prova/error/500"])
def test_who_only_reads_gets_no_cookie(reader: Reader, path: str) -> None:
    for _ in range(3):
        answer = reader.get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_no_public_page_without_a_form_sets_a_cookie(app: Flask, client: Reader) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PAGES and rule.arguments == {"language"} and "POST" not in (rule.methods or ()):
            answer = client.get(rule.rule.replace("<language:language>", "ca"))
            assert "Set-Cookie" not in answer.headers, rule.rule
            assert "Cookie" not in answer.headers.get("Vary", ""), rule.rule
