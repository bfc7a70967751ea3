"""Every POST proves that it comes from a page of ours, and nobody loses what they typed for want of that proof.

A view that says `@csrf.recovers` is entered without a valid token too: its form then fails on its own token field and
is shown again with everything in it. Whatever such a view does, a request without a valid token commits nothing.

That is also how a form is shown in another language (`turned`): what was typed is posted there without a token.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakSet

from flask import Flask, current_app, g, has_request_context, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import event
from werkzeug.datastructures import ImmutableMultiDict

from coopnet.foundation.db import db

View = TypeVar("View", bound=Callable[..., Any])

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
# The field with which a form says that it wants no more than to be shown in another language.
TURNED = "turned"
# Before the name of what was typed there: else a page would have two fields of one name, the first of them hidden.
TYPED = "typed-"

_protection = CSRFProtect()
# What a mail program posts when its reader presses «Unsubscribe» (RFC 8058).
ONE_CLICK = ("List-Unsubscribe", "One-Click")

_stopping: WeakSet[Callable[..., Any]] = WeakSet()
_recovering: WeakSet[Callable[..., Any]] = WeakSet()


def init_app(app: Flask) -> None:
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # `_protect` decides
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # as long as the browser keeps its session
    # Pages with a secret address send no referrer. What it would tell, `Sec-Fetch-Site` tells.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    if app.config["IS_HTTPS"]:
        # No other site under the same domain can set a cookie of that name for us.
        app.config["SESSION_COOKIE_NAME"] = f"__Host-{app.config['SESSION_COOKIE_NAME'].removeprefix('__Host-')}"
    _protection.init_app(app)
    app.before_request(_protect)
    if not event.contains(db.session, "before_commit", _refuse_commit):
        event.listen(db.session, "before_commit", _refuse_commit)


def recovers(view: View) -> View:
    """For a view whose form shows everything again, with an error at its top, when the token is missing or old.

    Goes under `@bp.route`.
    """
    _recovering.add(view)
    return view


def stops_by_letter(view: View) -> View:
    """For a view whose signed link turns a letter off: a mail program may press it too, which has no token.

    Goes under `@bp.route`. Such a press carries `ONE_CLICK` and nothing else, and is worth what the link is worth.
    """
    _stopping.add(view)
    return view


def is_one_click() -> bool:
    return request.method == "POST" and list(request.form.items()) == [ONE_CLICK]


def is_recovering(view: Callable[..., Any]) -> bool:
    return view in _recovering


def is_turned() -> bool:
    """Whether what was typed was posted only to be read in another language."""
    return bool(g.get("is_turned"))


def has_lost_cookie() -> bool:
    """Whether the page came back without the session that it was given: no cookies here, or a browser begun anew."""
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def is_refused() -> bool:
    """In a view that recovers: whether this request came without a valid token."""
    return bool(g.get("is_token_refused"))


def _protect() -> None:
    if request.method not in CHANGING or not request.endpoint:
        return
    if current_app.view_functions[request.endpoint] in _stopping and is_one_click():
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError("posted from another site")
    try:
        _protection.protect()
    except CSRFError:
        if not is_recovering(current_app.view_functions[request.endpoint]):
            raise
        g.is_token_refused = True
        g.is_turned = TURNED in request.form
        if g.is_turned:
            typed = ((name.removeprefix(TYPED), text) for name, text in request.form.items(multi=True))
            request.form = ImmutableMultiDict(typed)


def _refuse_commit(_session: object) -> None:
    if has_request_context() and g.get("is_token_refused"):
        raise CSRFError("a request without a valid token wanted to change something")
