"""What opens an account beside letters: a password, passkeys."""

from functools import partial

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.forms.own import NewPasskeyForm, NewPasswordForm, RenameForm
from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import find_account, get_keys, list_passkeys
from coopnet.accounts.service import passkeys, passwords, sessions
from coopnet.accounts.views.blueprint import bp
from coopnet.accounts.views.signing_in import target
from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import label
from coopnet.foundation.viewer import Viewer
from coopnet.web import csrf, guards, limits
from coopnet.web.refusals import refuse, status_of


@bp.route("/compte/contrasenya", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def set_password() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    form = NewPasswordForm(data={"username": viewer.contact})
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            account = _account(viewer)
            passwords.check(
                form.password.data, account
            )  # a proposal that is refused costs nothing, and guesses nothing
            limits.check("password", viewer.account_id)
            made = passwords.make_hash(form.password.data, account)
            keep = partial(passwords.set_hash, viewer.key, made, session_id=viewer.session_id)
            in_transaction(lambda: keep(now=clock.now()))
            return redirect(url_for("accounts.home", _anchor="keys"), 303)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal, field=form.password)
    page = render_template("accounts/password.html", form=form, keys=get_keys(viewer.key))
    return page, status, headers


@bp.post("/compte/contrasenya/treu")
@guards.signed_in
def remove_password() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: passwords.remove(viewer.key, now=clock.now()))
    return redirect(url_for("accounts.home", _anchor="keys"), 303)


@bp.route("/compte/claus/nova", methods=["GET", "POST"])
@guards.begun
@csrf.recovers
def add_passkey() -> ResponseReturnValue:
    """Also for who owes a second step and has none yet; never for who has one and has not shown it."""
    viewer = guards.get_viewer()
    if not viewer.is_whole and viewer.has_second_factor:
        return redirect(url_for("accounts.second_factor_page", next=target()), 303)
    form = NewPasskeyForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        add = partial(passkeys.add, viewer.key, form.answer.data or "", name=form.name.data)
        try:
            in_transaction(lambda: add(now=clock.now()))
            if not viewer.is_whole:
                held = guards.token()
                fresh, is_kept = in_transaction(lambda: sessions.strengthen(held, now=clock.now()))
                guards.sign_in(fresh, is_kept=is_kept)
            return guards.lead_back(target(), otherwise="accounts.home")
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
    site = label(district.current().site_name)
    options = passkeys.options_to_register(_account(viewer), site=site, who=viewer.contact, now=clock.now())
    return render_template("accounts/new_passkey.html", form=form, options=options), status, headers


@bp.route("/compte/claus/<public_id>/nom", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def rename_passkey(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    passkey = next((one for one in list_passkeys(viewer.key) if one.public_id == public_id), None)
    if passkey is None:
        abort(404)
    form = RenameForm(data={"name": passkey.name})
    status, headers = status_of(form)
    if form.validate_on_submit():
        name = form.name.data
        in_transaction(lambda: passkeys.rename(viewer.key, public_id, name))
        return redirect(url_for("accounts.home", _anchor="keys"), 303)
    return render_template("accounts/rename_passkey.html", form=form), status, headers


@bp.post("/compte/claus/<public_id>/treu")
@guards.signed_in
def remove_passkey(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: passkeys.remove(viewer.key, public_id, now=clock.now()))
    return redirect(url_for("accounts.home", _anchor="keys"), 303)


def _account(viewer: Viewer) -> Account:
    return find_account(viewer.account_id) or abort(404)
