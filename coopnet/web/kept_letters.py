"""Letters and messages that were kept as files, to be read in development. Registered nowhere else."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template

bp = Blueprint("kept_letters", __name__)

SHOWN = 100
NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True)
class Kept:
    """A letter, or without subject and HTML a message by SMS."""

    name: str
    queued_at: datetime
    recipient: str
    subject: str | None
    text: str
    html: str | None
    attachments: list[EmailMessage]


@bp.get("/dev/missatges")
def index() -> str:
    return render_template("web/letters.html", letters=list(_newest()), folder=current_app.config["DATA"])


@bp.get("/dev/missatges/<name>")
def show(name: str) -> str:
    return render_template("web/letters_show.html", letter=_get(name))


@bp.get("/dev/missatges/<name>/html")
def show_html(name: str) -> Response:
    """As its own document, in a sandbox: whatever a letter holds, it does nothing here."""
    html = _get(name).html or abort(404)
    styles = " ".join(_hash(style) for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL)) or "'none'"
    response = Response(html)
    response.headers["Content-Security-Policy"] = (
        "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation;"
        f" default-src 'none'; style-src {styles}; frame-ancestors 'none'"
    )
    # A browser shows no sandboxed document that asks for a window group of its own.
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@bp.get("/dev/missatges/<name>/<int:number>")
def download(name: str, number: int) -> Response:
    attachments = _get(name).attachments
    if number >= len(attachments):
        abort(404)
    part = attachments[number]
    response = Response(part.get_payload(decode=True), content_type=str(part["Content-Type"]))
    response.headers.set("Content-Disposition", "attachment", filename=part.get_filename() or "attachment")
    return response


def _hash(style: str) -> str:
    """The one style that may apply, as a content security policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def _newest() -> Iterator[Kept]:
    data: Path = current_app.config["DATA"]
    names = {path.stem for folder in ("letters", "sms") for path in (data / folder).glob("*-*")}
    for name in sorted(filter(NAME.fullmatch, names), reverse=True)[:SHOWN]:
        found = _find(name)
        if found is not None:
            yield found


def _get(name: str) -> Kept:
    return (_find(name) if NAME.fullmatch(name) else None) or abort(404)


def _find(name: str) -> Kept | None:
    data: Path = current_app.config["DATA"]
    queued_at = datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    for path, read in ((data / "letters" / f"{name}.eml", _read_letter), (data / "sms" / f"{name}.txt", _read_message)):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        return read(name, queued_at, content)
    return None


def _read_letter(name: str, queued_at: datetime, content: bytes) -> Kept:
    message = message_from_bytes(content, policy=default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    return Kept(
        name=name,
        queued_at=queued_at,
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text=_content(text) if text else "",
        html=_content(html) if html else None,
        attachments=list(message.iter_attachments()),
    )


def _content(part: MIMEPart) -> str:
    """With the line ends that a browser makes of those on the wire, before it compares a hash."""
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def _read_message(name: str, queued_at: datetime, content: bytes) -> Kept:
    head, _, text = content.decode().partition("\n\n")
    return Kept(name, queued_at, head.removeprefix("To: "), None, text, None, [])
