"""E-mail addresses and phones: added, proved, removed. None counts before it is proved."""

import hashlib
from functools import partial

from flask import abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.forms.signing_in import AskForm
from coopnet.accounts.queries.accounts import find_account
from coopnet.accounts.queries.proofs import find_by_link
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.proofs import Purpose, is_open
from coopnet.accounts.service import accounts
from coopnet.accounts.views.blueprint import bp
from coopnet.accounts.views.signing_in import ASKED
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.viewer import Viewer
from coopnet.web import csrf, guards, limits
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of


@bp.route("/compte/contactes/nou", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def add_contact() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    form = AskForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _ask(viewer, form.address)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
    return render_template("accounts/add_contact.html", form=form), status, headers


@bp.post("/compte/contactes/<public_id>/envia")
@guards.signed_in
def ask_contact_again(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    account = find_account(viewer.account_id)
    contact = next((one for one in account.contacts if one.public_id == public_id), None) if account else None
    if contact is None:
        abort(404)
    return _ask(viewer, Address(contact.kind, contact.value))


@bp.route("/compte/verifica/<token>", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def verify_contact(token: str) -> ResponseReturnValue:
    """Only for who is signed in to the account that asked: nobody lends their address to another's account."""
    viewer = guards.get_viewer()
    proof = find_by_link(token)
    if proof is None or proof.purpose != Purpose.VERIFY or proof.account_id != viewer.key:
        abort(404)
    form = PressForm()
    status, headers = status_of(form)
    stands = is_open(created_at=proof.created_at, used_at=proof.used_at, tries=0, now=clock.now())
    proof_id, value = proof.public_id, proof.value
    if stands and form.validate_on_submit():
        try:
            in_transaction(lambda: accounts.verify_contact(viewer.key, proof_id, now=clock.now()))
            return redirect(url_for("accounts.home", _anchor="contacts"), 303)
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
    return render_template("accounts/verify_contact.html", form=form, stands=stands, who=value), status, headers


@bp.post("/compte/contactes/<public_id>/treu")
@guards.signed_in
def remove_contact(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: accounts.remove_contact(viewer.key, public_id, now=clock.now()))
    return redirect(url_for("accounts.home", _anchor="contacts"), 303)


@bp.post("/compte/contactes/<public_id>/principal")
@guards.signed_in
def make_contact_primary(public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: accounts.make_primary(viewer.key, public_id))
    return redirect(url_for("accounts.home", _anchor="contacts"), 303)


def _ask(viewer: Viewer, address: Address) -> ResponseReturnValue:
    who = hashlib.sha256(address.key.encode()).hexdigest()
    limits.check("verify", viewer.account_id, who)
    limits.check("verify_account", viewer.account_id)
    limits.check("verify_contact", who)
    add = partial(accounts.add_contact, viewer.key, address, language=current_language())
    session[ASKED] = in_transaction(lambda: add(now=clock.now()).public_id)
    return redirect(url_for("accounts.type_code"), 303)
