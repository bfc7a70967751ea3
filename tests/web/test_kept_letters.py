"""The page of development on which kept letters are read."""

import base64
import hashlib
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask, url_for

from config import Config
from coopnet.app import create_app
from coopnet.foundation import outbox
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Attachment, Words, render
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import kept_names, know, queue
from tests.rig.reader import Reader

LINK = "http://localhost/ca/inscripcions/abc.1.def/"


def word(dispatch: Dispatch) -> Words | str:
    if dispatch.channel == outbox.SMS:
        return f"Hola: {LINK}"
    _, html = render("layout")
    return Words(
        f"<b>{dispatch.dedup_key}</b>",
        f"Hola <script>\n{LINK}\n",
        html,
        [Attachment("a.ics", "text/calendar", b"BEGIN")],
    )


@pytest.fixture
def names(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Of two letters and a message, the newest first."""
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    know(app, monkeypatch, wording=word)
    queue("first")
    queue("second")
    queue("phone", channel=outbox.SMS, recipient="+34600000000")
    worker, stop = Worker(), Stop()
    worker.run_once(stop)
    worker.close()
    stop.close()
    return sorted((name.rpartition(".")[0] for name in kept_names() + kept_names("sms")), reverse=True)


def test_kept_letters_and_messages_are_listed_newest_first(client: Reader, names: list[str]) -> None:
    page = client.get("/ca/dev/missatges")
    assert page.status_code == 200
    found = re.findall(r'href="/ca/dev/missatges/([^"]+)"', page.text)
    assert found == names
    assert "<b>second" not in page.text
    assert "+34600000000" in page.text


def test_letter_is_read_as_text_with_links_to_press(client: Reader, names: list[str]) -> None:
    page = client.get(f"/ca/dev/missatges/{names[1]}").text
    assert f'href="{LINK}"' in page
    assert "<script>" not in re.sub(r"<script [^>]*src=", "", page)
    assert "&lt;script&gt;" in page


def test_message_is_read_with_links_to_press(client: Reader, names: list[str]) -> None:
    page = client.get(f"/ca/dev/missatges/{names[0]}").text
    assert f'href="{LINK}"' in page
    assert f"/ca/dev/missatges/{names[0]}/html" not in page


def test_html_of_a_letter_stands_in_a_sandbox_where_only_its_own_style_applies(
    client: Reader, names: list[str]
) -> None:
    answer = client.get(f"/ca/dev/missatges/{names[1]}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "unsafe-" not in policy
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert "style=" not in answer.text


def test_attachment_is_handed_out_as_a_file(client: Reader, names: list[str]) -> None:
    answer = client.get(f"/ca/dev/missatges/{names[1]}/0")
    assert answer.data == b"BEGIN"
    assert answer.content_type.startswith("text/calendar")
    assert answer.headers["Content-Disposition"] == "attachment; filename=a.ics"
    assert client.get(f"/ca/dev/missatges/{names[1]}/1").status_code == 404


@pytest.mark.parametrize("name", ["..%2f..%2fsecret", "secret", "20261124T093015.000250Z-" + "0" * 32, "²" * 8])
def test_nothing_else_of_the_data_folder_can_be_read(client: Reader, name: str) -> None:
    assert client.get(f"/ca/dev/missatges/{name}").status_code == 404
    assert client.get(f"/ca/dev/missatges/{name}/html").status_code == 404


def test_message_has_no_html(client: Reader, names: list[str]) -> None:
    assert client.get(f"/ca/dev/missatges/{names[0]}/html").status_code == 404


def test_empty_folder_says_how_to_fill_it(
    app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    assert client.get("/ca/dev/missatges").status_code == 200


def test_production_has_no_such_page(tmp_path: Path) -> None:
    app = create_app(
        Config.from_env(
            {
                "COOPNET_ENV": "production",
                "COOPNET_SECRET": "f3Zr8-kQ1vTn6_yLw0uXb7Hc9sJd2mPgAe5oRiKx",
                "COOPNET_BASE_URL": "https://coopnet.example.org",
                "COOPNET_DATA": str(tmp_path),
            }
        ).as_flask()
    )
    assert not [rule for rule in app.url_map.iter_rules() if "/dev/" in rule.rule]


def test_frame_of_a_letter_says_the_same_as_text_and_as_html(app: Flask) -> None:
    for language in app.config["DISTRICT"].languages:
        with in_language(language):
            text, html = render("layout")
        body = unescape(re.sub(r"<[^>]+>", " ", html.partition("<body>")[2]))
        assert set(text.replace("\n-- \n", "").split()) - {"--"} == set(body.split())
        assert f'lang="{language}" dir="ltr"' in html


def test_letter_in_a_language_from_right_to_left_says_so(app: Flask) -> None:
    with in_language("ar"):
        _, html = render("layout")
    assert 'lang="ar" dir="rtl"' in html


def test_page_lives_under_its_language(app: Flask) -> None:
    with app.test_request_context("/es/"):
        assert url_for("kept_letters.index", language="es") == "/es/dev/missatges"
