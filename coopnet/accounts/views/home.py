"""My page: who I am here, how I am reached, what opens my account, and what is mine."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.forms.own import SelfForm
from coopnet.accounts.queries.accounts import find_account, get_keys
from coopnet.accounts.queries.sessions import list_sessions
from coopnet.accounts.queries.words import role_in_words
from coopnet.accounts.service import accounts, sessions, shutting_out
from coopnet.accounts.views.blueprint import bp
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, guards, slots
from coopnet.web.forms import PressForm
from coopnet.web.refusals import status_of


@bp.get("/compte/")
@guards.signed_in
def home() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    account = find_account(viewer.account_id)
    return render_template(
        "accounts/home.html",
        account=account,
        roles=[role_in_words(role) for role in viewer.roles],
        keys=get_keys(viewer.key),
        sessions=list_sessions(viewer.key, clock.now()),
        shelves=slots.fill("accounts.home", viewer),
        press=PressForm(formdata=None),
    )


@bp.route("/compte/jo", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def change_self() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    form = SelfForm(data={"name": viewer.name, "language": viewer.language})
    status, headers = status_of(form)
    if form.validate_on_submit():
        name, language = form.name.data or "", form.language.data
        in_transaction(lambda: accounts.change_self(viewer.key, name=name, language=language))
        return redirect(url_for("accounts.home"), 303)
    return render_template("accounts/change_self.html", form=form), status, headers


@bp.post("/compte/sessions/<public_id>/acaba")
@guards.signed_in
def end_session(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: sessions.end_one(viewer.key, public_id, now=clock.now()))
    return redirect(url_for("accounts.home", _anchor="sessions"), 303)


@bp.post("/compte/aparell-perdut")
@guards.signed_in
def lost_device() -> ResponseReturnValue:
    """Everywhere but here; who helps at a point has the role again once the coordination has heard from them."""
    viewer = guards.get_viewer()
    shut = partial(shutting_out.shut_out_others, viewer.key, session_id=viewer.session_id, actor=viewer.contact)
    in_transaction(lambda: shut(now=clock.now()))
    flash(_("Shut out. Call the coordination: they give your role back when they have heard your voice."), "success")
    return redirect(url_for("accounts.home", _anchor="sessions"), 303)


@bp.post("/compte/sessions/acaba-les-altres")
@guards.signed_in
def end_other_sessions() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: sessions.end_others(viewer.key, but=viewer.session_id, now=clock.now()))
    return redirect(url_for("accounts.home", _anchor="sessions"), 303)
