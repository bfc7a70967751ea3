"""Who may open a page. The only module that imports Flask-Login; permissions are plain words, and no room is known.

A view says what it needs under its route: nothing (it is public), `@begun`, `@signed_in` or `@requires("…")`. One hook
holds it. Who has not signed in is led there and comes back; to who may not, a page looks as if it did not exist.

Readers without a session are not looked at: no cookie is set or read, and the page cache keeps what they see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn, TypeVar
from weakref import WeakKeyDictionary

from flask import Flask, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.web import csrf, typed
from coopnet.web.addresses import is_safe_next

View = TypeVar("View", bound=Callable[..., Any])

BEGUN = "begun"  # a session is enough, also one that still owes its second factor
SIGNED_IN = "signed in"
READING = {"GET", "HEAD"}
# In the browser's own session, of who is signed in; Flask-Login's name.
TOKEN = "_user_id"  # noqa: S105 - a name

_KEY = "coopnet.guards"
_needed: WeakKeyDictionary[Callable[..., Any], str] = WeakKeyDictionary()


@dataclass(frozen=True)
class Keeper:
    """What the room that keeps accounts gives: `find` by a session's token, and the pages to lead people to."""

    find: Callable[[str, datetime], Viewer | None]
    note_seen: Callable[[str, datetime, timedelta], None]  # how exactly, at last
    find_owner: Callable[[str], str | None]  # the public id of whose session it is or was
    sign_in: str  # endpoints
    second_factor: str
    enrol: str
    kept_for: timedelta  # how long a browser keeps a session whose owner asked for it


class _User:
    """As Flask-Login wants it."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str, viewer: Viewer | None) -> None:
        self.token = token
        self.viewer = viewer

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask, keeper: Keeper) -> None:
    """After `csrf`: what is posted without a token is refused before anybody is asked who they are."""
    app.extensions[_KEY] = keeper
    app.config["PERMANENT_SESSION_LIFETIME"] = keeper.kept_for
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(_load)
    # Not `manager.init_app`: its hook for a cookie that we never set reads the session of every reader.
    app.login_manager = manager  # type: ignore[attr-defined]
    app.before_request(_guard)
    app.context_processor(_context)


def begun(view: View) -> View:
    _needed[view] = BEGUN
    return view


def signed_in(view: View) -> View:
    _needed[view] = SIGNED_IN
    return view


def requires(permission: str) -> Callable[[View], View]:
    """For anything at all; a view about one thing asks `check` too. Goes under `@bp.route`, above `@csrf.recovers`."""

    def mark(view: View) -> View:
        _needed[view] = permission
        return view

    return mark


def need_of(view: Callable[..., Any]) -> str | None:
    """A permission, `BEGUN` or `SIGNED_IN`; None for a public view."""
    return _needed.get(view)


def find_viewer() -> Viewer | None:
    """Whoever looks; also half a viewer, who may do nothing yet. None without looking where there is no cookie."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies and "_login_user" not in g:
        return None
    return current_user.viewer if current_user.is_authenticated else None


def is_known() -> bool:
    """Whether this request was somebody's who has signed in; asks nobody."""
    return "_login_user" in g and bool(current_user.is_authenticated)


def get_viewer() -> Viewer:
    """In a guarded view."""
    return find_viewer() or abort(404)


def check(permission: str, *, subject_kind: str, subject_id: str) -> Viewer:
    """404 unless the viewer may do it to this very subject."""
    viewer = get_viewer()
    return viewer if viewer.can(permission, subject_kind=subject_kind, subject_id=subject_id) else refuse()


def refuse() -> NoReturn:
    """As a page that does not exist: its layout must not know the address either."""
    request.url_rule = request.view_args = None
    abort(404)


def token() -> str:
    """Of the session that stands; in a guarded view."""
    found: str = current_user.get_id()
    return found


def sign_in(token_of_session: str, *, is_kept: bool) -> None:
    """From here on this browser is the session's: whatever it held before, also the token against forgery, is gone."""
    session.clear()
    # Flask-Login would keep a hash of address and browser beside it.
    login_user(_User(token_of_session, None))
    session.pop("_id", None)
    session.pop("_fresh", None)
    session.permanent = is_kept


def sign_out() -> None:
    logout_user()
    session.clear()


def lead_back(target: str | None, *, otherwise: str) -> Response:
    """On to where the person wanted to go, if that is a page of ours; `otherwise` is an endpoint."""
    return redirect(target if target and is_safe_next(target) else url_for(otherwise), 303)


def _load(token_of_session: object) -> _User | None:
    if not isinstance(token_of_session, str):
        return None
    found = _keeper().find(token_of_session, clock.now())
    return _User(token_of_session, found) if found else None


def _guard() -> Response | None:
    needed = _needed.get(current_app.view_functions.get(request.endpoint or "", _guard))
    viewer = find_viewer()
    if viewer is not None:
        _note_seen(viewer)
        if typed.is_sealed() and not typed.open_for(viewer.account_id):
            return _refuse_typed()
    if needed is None:
        return None
    if viewer is None:
        return _give_back(_keeper().sign_in, None) or _lead_in()
    if needed == BEGUN:
        return None
    if not viewer.is_whole:
        may_owe = needed == SIGNED_IN or any(grant.permission == needed for grant in viewer.grants)
        if not may_owe:
            refuse()
        owed = _keeper().second_factor if viewer.has_second_factor else _keeper().enrol
        return _give_back(owed, viewer) or redirect(url_for(owed, next=_wanted()), 303)
    if needed != SIGNED_IN and not viewer.can(needed):
        refuse()
    return None


def _lead_in() -> Response:
    """To sign in and back; who has been signed out, since nobody was there, is told so."""
    if TOKEN in session and "_flashes" not in session:
        flash(_("You are signed out, since nothing was done here for a while. Sign in again."), "warning")
    return redirect(url_for(_keeper().sign_in, next=_wanted()), 303)


def _owner_of_ended() -> str | None:
    """Whose session this browser had; None where it had none, or its cookie is gone."""
    held = session.get(TOKEN)
    return _keeper().find_owner(held) if isinstance(held, str) else None


def _refuse_typed() -> Response:
    """Somebody else had typed it, who was signed in here before: it is not shown."""
    flash(_("What was typed here belonged to somebody else who was signed in. It is not shown."), "warning")
    can_read = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return redirect(request.path if can_read else url_for(_keeper().sign_in), 303)


def _give_back(way_in: str, viewer: Viewer | None) -> Response | None:
    """What was typed while the session ended, to be sent once more; for views that show their form again.

    Sealed for who had typed it: on a shared computer the next one neither reads it nor sends it.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in READING or view is None or not csrf.is_recovering(view):
        return None
    owner = viewer.account_id if viewer is not None else _owner_of_ended()
    kept = typed.fields_for(owner)
    page = render_template("errors/session_ended.html", way_in=url_for(way_in), typed=kept, typed_again=kept)
    return current_app.make_response((page, 401))


def _wanted() -> str | None:
    """Where to come back to: what was posted is lost, so the page it was posted from is not known to exist."""
    if request.method not in READING:
        return None
    target = request.full_path if request.query_string else request.path
    return target if is_safe_next(target) else None


def _note_seen(viewer: Viewer) -> None:
    now = clock.now()
    if request.method not in READING or now - viewer.last_seen_at < viewer.noted_every:
        return
    kept, note, every = token(), _keeper().note_seen, viewer.noted_every
    in_transaction(lambda: note(kept, now, every))


def _context() -> dict[str, object]:
    """`viewer` for the layout. An error page must come out even when the database does not answer."""
    try:
        return {"viewer": find_viewer()}
    except SQLAlchemyError:
        return {"viewer": None}


def _keeper() -> Keeper:
    found: Keeper = current_app.extensions[_KEY]
    return found
