"""Error pages: what happened in the reader's language, and a way on. They need no database.

If even the layout fails, a bare page says the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError  # noqa: A004 - the pool's
from werkzeug.exceptions import HTTPException, SecurityError

from coopnet.foundation import district
from coopnet.foundation.db import Busy
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, in_language, label
from coopnet.foundation.i18n import gettext as _
from coopnet.web.addresses import direction_of
from coopnet.web.languages import speak_to_reader
from coopnet.web.logs import log_exception

Words = Callable[[dict[str, Any]], str]

FOR_MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")
RETRY_SECONDS = 30
HEADERS_KEPT = {"allow", "retry-after", "www-authenticate"}

_KEY = "coopnet.refusals"

log = structlog.get_logger("coopnet.web")


@dataclass(frozen=True)
class Explanation:
    title: str
    text: str


def init_app(app: Flask) -> None:
    app.extensions.setdefault(_KEY, {})
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(RuleBroken, _answer_refusal)
    for problem in (OperationalError, InterfaceError, TimeoutError, Busy):
        app.register_error_handler(problem, _answer_unavailable)


def register_words(app: Flask, words: Mapping[str, Words]) -> None:
    """What a refusal's code and values say to a person, where a view lets it through to here."""
    app.extensions.setdefault(_KEY, {}).update(words)


def explain(code: int) -> Explanation:
    """What a status means to a person, and what they can do."""
    found = {
        400: (
            _("This did not work"),
            _("We could not understand what your browser sent. Go back, load the page again and try once more."),
        ),
        403: (
            _("This page is closed to you"),
            _("You may need a link of your own to open it. If you have lost yours, we can send it again."),
        ),
        404: (
            _("This page is not here"),
            _(
                "The address may be mistyped, or what was here is gone."
                " If you came with a link from a letter, copy the whole of it."
            ),
        ),
        405: (
            _("This cannot be done here"),
            _("This address does not answer to what your browser asked for. Go back and use the buttons of the page."),
        ),
        409: (
            _("This cannot be done now"),
            _("Something has changed in the meantime. Go back and load the page again."),
        ),
        413: (
            _("This is too much to send"),
            _("What you sent is bigger than we can take. Go back and shorten it."),
        ),
        414: (
            _("This address is too long"),
            _("Something was added to it on the way. Start again at the front page."),
        ),
        429: (
            _("Too many tries"),
            _(
                "You, or somebody with the same connection, sent a lot in a short time."
                " Wait a little, go back and try again."
            ),
        ),
        431: (
            _("Your browser sent too much along"),
            _("That is often an old cookie: delete those of this site, or try another browser."),
        ),
        500: (
            _("Something broke on our side"),
            _("It was not your fault. Try again in a while; what we had confirmed is safe."),
        ),
        503: (
            _("We will be back at once"),
            _("coopnet is resting for a moment. Try again in some minutes; what we had confirmed is safe."),
        ),
    }
    title, text = found.get(code) or found[500 if code >= 500 else 400]  # noqa: PLR2004 - HTTP's own number
    return Explanation(title, text)


def in_words(refusal: RuleBroken) -> str:
    """A sentence for the person; a general one for a code that nobody has worded."""
    words: Words | None = current_app.extensions[_KEY].get(refusal.code)
    return words(refusal.values) if words else explain(409).text


def _in_readers_language(answer: Callable[[Any], Response]) -> Callable[[Any], Response]:
    """Also where the address says no language, and whatever the view had begun to say."""

    @wraps(answer)
    def answered(problem: Exception) -> Response:
        speak_to_reader()
        with in_language(current_language()):
            return answer(problem)

    return answered


@_in_readers_language
def _answer_http(problem: HTTPException) -> Response:
    if isinstance(problem, SecurityError):
        # Whoever set up the instance has to find out which host is missing among the trusted ones.
        log.warning("untrusted_host", host=request.environ.get("HTTP_HOST"))
    if isinstance(problem, CSRFError):
        text = _(
            "This page had been open for too long, or your browser keeps no cookies."
            " Go back, load the page again and press the button once more."
        )
        return _answer(400, Explanation(explain(400).title, text))
    code = problem.code or 500
    answer = _answer(code, explain(code))
    for name, value in problem.get_headers(request.environ):
        if name.lower() in HEADERS_KEPT:
            answer.headers[name] = value
    return answer


@_in_readers_language
def _answer_refusal(refusal: RuleBroken) -> Response:
    return _answer(409, Explanation(explain(409).title, in_words(refusal)))


@_in_readers_language
def _answer_unavailable(problem: SQLAlchemyError | Busy) -> Response:
    """The database does not answer, or not in time. What was typed can be sent once more."""
    if isinstance(problem, Busy):
        log.warning("database_busy")
    else:
        log_exception((type(problem), problem, problem.__traceback__))
    answer = _answer(503, explain(503), typed=_typed())
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _typed() -> list[tuple[str, str]] | None:
    """All fields of the form that was sent; None where there is none, or what may not be shown again."""
    if request.method != "POST" or request.files or any("password" in name for name in request.form):
        return None
    return list(request.form.items(multi=True))


def _answer(code: int, explanation: Explanation, *, typed: list[tuple[str, str]] | None = None) -> Response:
    if request.path.startswith(FOR_MACHINES):
        answer = jsonify(code=code, title=explanation.title, message=explanation.text)
    else:
        answer = make_response(_page(code, explanation, typed))
    answer.status_code = code
    return answer


def _page(code: int, explanation: Explanation, typed: list[tuple[str, str]] | None = None) -> str:
    reference = g.get("request_id") if code >= 500 else None  # noqa: PLR2004 - HTTP's own number
    try:
        return render_template(
            [f"errors/{code}.html", "errors/error.html"],
            code=code,
            title=explanation.title,
            text=explanation.text,
            reference=reference,
            typed=typed,
        )
    except Exception as problem:  # noqa: BLE001 - whatever is broken, the person gets an answer
        log_exception((type(problem), problem, problem.__traceback__))
        return _bare_page(explanation, reference)


def _bare_page(explanation: Explanation, reference: str | None) -> str:
    here, language = district.current(), current_language()
    site = escape(label(here.site_name))
    return (
        f'<!doctype html><html lang="{language}" dir="{direction_of(language)}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(explanation.title)} · {site}</title>"
        f"<h1>{escape(explanation.title)}</h1><p>{escape(explanation.text)}</p>"
        f'<p><a href="/{language}/">{site}</a></p><p>{escape(here.phone)} · {escape(here.email)}</p>'
        + (f"<p>{escape(reference)}</p>" if reference else "")
    )
