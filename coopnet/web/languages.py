"""Every public page lives under its language; an address without one redirects to the reader's best."""

from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, current_app, g, has_request_context, redirect, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import BaseConverter, RequestRedirect
from werkzeug.wrappers import Response

from coopnet.foundation.i18n import current_language
from coopnet.web import csrf, turned
from coopnet.web.addresses import direction_of, in_every_language

READING = {"GET", "HEAD"}


def init_app(app: Flask) -> None:
    codes: tuple[str, ...] = app.config["DISTRICT"].languages

    class LanguageConverter(BaseConverter):
        regex = "|".join(codes)

    app.url_map.converters["language"] = LanguageConverter

    # Before every hook that may abort: what an error page says must not depend on how far a request came.
    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, object] | None) -> None:
        g.language = (values or {}).pop("language", None) or _language_of_path()
        if not g.language and endpoint:
            # Pages for machines: the same for everybody, whatever their browser speaks.
            g.language = codes[0]
            g.is_language_unsaid = True
        elif not g.language:
            _guess_language()

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, object]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = g.get("language") or codes[0]

    app.before_request(_lead_to_language)
    app.after_request(_say_what_was_asked)
    app.context_processor(_context)
    app.jinja_env.globals["path_to_turn"] = turned.path_in


def register_public(app: Flask, blueprint: Blueprint) -> None:
    """A room's pages, under `/<language>`."""
    app.register_blueprint(blueprint, url_prefix="/<language:language>")


def _language_of_path() -> str | None:
    first = request.path[1:].partition("/")[0]
    return first if first in current_app.config["DISTRICT"].languages else None


def _guess_language() -> None:
    codes = current_app.config["DISTRICT"].languages
    g.language = request.accept_languages.best_match(codes) or codes[0]
    g.is_language_guessed = True


def speak_to_reader() -> None:
    """For an error at an address that says no language: the best one for who reads it."""
    if g.get("is_language_unsaid") or "language" not in g:
        _guess_language()


def _lead_to_language() -> Response | None:
    """Only to a page that exists; forms are never posted to an address without a language."""
    if request.method not in READING or not isinstance(request.routing_exception, NotFound) or _language_of_path():
        return None
    path = f"/{g.language}{request.path}"
    # Quoted anew, so that the path of the request cannot become a host or a line of its own.
    location = quote(path, safe="/:@!$&'()*+,;=~")
    try:
        current_app.url_map.bind("").match(path, method=request.method)
    except RequestRedirect as elsewhere:
        location = urlsplit(elsewhere.new_url).path
    except HTTPException:
        return None
    query = request.query_string.decode("latin-1")
    return redirect(f"{location}?{query}" if query else location, 302)


def _say_what_was_asked(response: Response) -> Response:
    if g.get("is_language_guessed") and (response.status_code == 302 or response.status_code >= 400):  # noqa: PLR2004 - HTTP's own numbers
        response.vary.add("Accept-Language")
    return response


def _context() -> dict[str, object]:
    """What the layout needs: `language`, `direction`, `alternates`, `canonical_url`, `default_url`, `typed_again`.

    Without a page of its own (an error) there are no alternates. A page that is reached by a secret link has no
    canonical address. `typed_again` is what goes along to another language, None where a link leads there.
    """
    language = current_language()
    found: dict[str, object] = {
        "language": language,
        "direction": direction_of(language),
        "typed_again": turned.fields_of_form(),
        "is_turned": csrf.is_turned(),
    }
    values = request.view_args if has_request_context() else None
    if values is None or not current_app.url_map.is_endpoint_expecting(request.endpoint or "", "language"):
        return {**found, "alternates": [], "canonical_url": None}
    alternates = in_every_language(request.endpoint or "", **{**values, **g.get("own_parameters", {})})
    here = next(alternate.url for alternate in alternates if alternate.is_current)
    return {
        **found,
        "alternates": alternates,
        "canonical_url": None if "token" in values else here,
        "default_url": alternates[0].url,
    }
