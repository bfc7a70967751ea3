"""Headers that every answer carries, whoever gives it: a page, an error, a file, a redirect, a 304.

Referrers: `same-origin`, so that no other site learns where its reader came from, and `no-referrer` on pages whose
address carries a right, so that not even our own log of a style sheet holds it; on errors too, whose address may be
half such a link. A page without referrer posts without one, which is why `csrf` does not ask for it.
"""

from flask import Flask, g, request
from werkzeug.wrappers import Response

from coopnet.web import guards

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("browsing-topics", "camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)
HSTS = "max-age=31536000"

ERRORS = 400  # and above

# A form that comes back with what was typed: see docs/decisions/0011. Reached by Back in its own tab, and no other way.
GIVEN_BACK = {409, 422, 429, 503}

NEVER_KEEP = "private, no-store"
ASK_AGAIN = "private, no-cache"
KEPT = "public, no-cache"  # browsers and proxies may keep it, and ask each time whether it is still true

# In the environ of a request:
KEEP = "coopnet.keep"  # the scope under which the page cache may keep the answer
KEEPER = "coopnet.keeper"  # the page cache listens, and will compress what it may keep


def of_every_answer(*, is_https: bool) -> list[tuple[str, str]]:
    found = [
        ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", PERMISSIONS_POLICY),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    if is_https:
        found.append(("Strict-Transport-Security", HSTS))
    return found


def for_app(app: Flask) -> list[tuple[str, str]]:
    """HSTS only in production: a test instance must not bind the browsers that saw it."""
    return of_every_answer(is_https=app.config["IS_PRODUCTION"] and app.config["IS_HTTPS"])


def init_app(app: Flask) -> None:
    always = for_app(app)

    @app.after_request
    def add(response: Response) -> Response:
        if is_secret_page() or response.status_code >= ERRORS:
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
        for name, value in always:
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _cache_control(response))
        return response


def is_secret_page() -> bool:
    """Whether the address itself carries a right. Such an argument is called `token` in every route."""
    return "token" in (request.view_args or {})


def _cache_control(response: Response) -> str:
    has_form = "csrf_token" in g
    # On a shared computer nobody goes back to what somebody else saw.
    if is_secret_page() or guards.is_known():
        return NEVER_KEEP
    if request.method == "POST" and response.status_code in GIVEN_BACK:
        return ASK_AGAIN
    if has_form or response.status_code >= ERRORS:
        return NEVER_KEEP
    return KEPT if KEEP in request.environ else ASK_AGAIN
