"""What the worker knows how to word and to do: the table of kinds. `app.py` lists them.

A wording runs in the worker, in the letter's language, outside any writing transaction. It returns `Words` for an
e-mail, `str` for an SMS, or None when there is nothing to say any more (the person was erased): then the dispatch is
done without being sent. A job runs in one transaction with the mark that it is done.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask, current_app

from coopnet.foundation import district, language
from coopnet.foundation.outbox import Dispatch

_LETTERS = "coopnet.letters"
_JOBS = "coopnet.jobs"


class Refused(Exception):  # noqa: N818 - what happened to the letter
    """Whoever delivers will never take this letter: the address does not exist, the message is not allowed."""


class Postponed(Exception):  # noqa: N818 - what happened to the letter
    """Whoever delivers asks to come again later with this letter: a full mailbox, greylisting."""


class Stalled(Exception):  # noqa: N818 - what happened to the letter
    """Delivery broke off while this letter was being handed over; it may be the letter, it may be the server."""


class Unreachable(Exception):  # noqa: N818 - what happened to the letter
    """Nobody is there to deliver anything; it is no letter's fault."""


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str  # as "text/calendar" or "text/calendar; method=PUBLISH"
    content: bytes


@dataclass(frozen=True)
class Words:
    """An e-mail. `text` and `html` say the same."""

    subject: str
    text: str
    html: str
    attachments: list[Attachment] = field(default_factory=list)
    reply_to: str | None = None
    stop: str | None = None  # of what comes again and again: the address at which one POST ends it (RFC 8058)


Wording = Callable[[Dispatch], Words | str | None]
Handler = Callable[[Dispatch], None]


def register_letter(app: Flask, kind: str, wording: Wording) -> None:
    """A kind has one wording for all channels; `dispatch.channel` tells them apart."""
    _register(app, _LETTERS, kind, wording)


def register_job(app: Flask, kind: str, handler: Handler) -> None:
    """Work on many rows is one job; long work is a job that queues the next part."""
    _register(app, _JOBS, kind, handler)


def get_wording(kind: str) -> Wording:
    found: Wording = current_app.extensions.get(_LETTERS, {})[kind]
    return found


def get_handler(kind: str) -> Handler:
    found: Handler = current_app.extensions.get(_JOBS, {})[kind]
    return found


def render(template: str, **values: object) -> tuple[str, str]:
    """The text and the HTML of `emails/<template>.txt` and `.html`, which extend `emails/layout.*`."""
    spoken = language.current_language()
    values |= {
        "language": spoken,
        "direction": Locale.parse(spoken).text_direction,
        "district": district.current(),
        "site_name": district.label(district.current().site_name, spoken),
        "tagline": district.label(district.current().tagline, spoken),
        "home_url": f"{current_app.config['BASE_URL']}/{spoken}/",
        "privacy_url": f"{current_app.config['BASE_URL']}/{spoken}/privacitat",
    }
    # Not `render_template`: a letter has no page, so what pages get by context processors is not there.
    text, html = (
        current_app.jinja_env.get_template(f"emails/{template}.{ending}").render(values) for ending in ("txt", "html")
    )
    return re.sub(r"[ \t]*\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip() + "\n", html


def text_message(*parts: str) -> str:
    """One line of whole sentences; a link comes last. Whoever sends it says who writes.

    >>> text_message("Hello, Pau.", "You have a message from Gil", "https://example.org/a")
    'Hello, Pau. You have a message from Gil. https://example.org/a'
    """
    said = [part if part[-1] in ".?!:" or "://" in part else f"{part}." for part in parts if part]
    return " ".join(said)


def absolute_url(endpoint: str, **values: object) -> str:
    """An address of this instance as it stands in a letter, under the language being spoken."""
    base = urlsplit(current_app.config["BASE_URL"])
    current_app.inject_url_defaults(endpoint, values)
    address = current_app.url_map.bind(base.netloc, url_scheme=base.scheme)
    return address.build(endpoint, values, force_external=True)


def _register(app: Flask, table: str, kind: str, what: Wording | Handler) -> None:
    kinds = app.extensions.setdefault(table, {})
    if kind in kinds:
        raise ValueError(f"{kind} is registered twice")
    kinds[kind] = what
