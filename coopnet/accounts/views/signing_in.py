"""Getting in and out. Opening a link does nothing: scanners of mail open links too. One press does.

Whatever is typed, what follows is the same for an address with an account and for one without.
"""

import hashlib
import math
from functools import partial

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.forms.signing_in import AskForm, CodeForm, KeepForm, PasskeyForm, PasswordForm
from coopnet.accounts.queries.accounts import find_password
from coopnet.accounts.queries.proofs import find_by_link, find_proof
from coopnet.accounts.rules.contacts import Address, hidden
from coopnet.accounts.rules.doors import Errand
from coopnet.accounts.rules.proofs import MOST_TRIES, Purpose, is_open
from coopnet.accounts.service import accounts, passkeys, passwords, proving, sessions
from coopnet.accounts.views.blueprint import bp
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, guards, limits, slots
from coopnet.web.addresses import is_safe_next
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of

# In the browser's own session: which letter was asked for here, so that its code works here and nowhere else.
ASKED = "asked"


@bp.route("/compte/entra", methods=["GET", "POST"])
@csrf.recovers
def sign_in() -> ResponseReturnValue:
    viewer = guards.find_viewer()
    if viewer is not None and viewer.is_whole and request.method == "GET":
        return guards.lead_back(target(), otherwise="accounts.home")
    form, errand = AskForm(), _errand()
    if errand is not None and request.form.get("to") == "known":
        form.known = errand.address
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            session[ASKED] = _ask(form.address, target())
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            return redirect(url_for("accounts.type_code", per=sent_per(form.reached[0] or form.known)), 303)
    return _page(form, status, headers)


@bp.route("/compte/entra/<token>", methods=["GET", "POST"])
@csrf.recovers
def enter(token: str) -> ResponseReturnValue:
    proof = find_by_link(token)
    if proof is None or proof.purpose != Purpose.SIGN_IN:
        abort(404)
    form = KeepForm()
    status, headers = status_of(form)
    stands = is_open(created_at=proof.created_at, used_at=proof.used_at, tries=0, now=clock.now())
    if stands and form.validate_on_submit():
        try:
            return _enter(proof.public_id, is_kept=form.keep.data)
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            stands = False
    page = render_template(
        "accounts/enter.html", form=form, stands=stands, who=hidden(Address(proof.kind, proof.value))
    )
    return page, status, headers


@bp.route("/compte/codi", methods=["GET", "POST"])
@csrf.recovers
def type_code() -> ResponseReturnValue:
    form = CodeForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _try_code(session.get(ASKED, ""), form)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal, field=form.code)
    return render_template("accounts/code.html", form=form, is_by_phone=is_by_phone()), status, headers


@bp.route("/compte/entra/contrasenya", methods=["GET", "POST"])
@csrf.recovers
def by_password() -> ResponseReturnValue:
    form = PasswordForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _try_password(form)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
    return render_template("accounts/by_password.html", form=form, target=target()), status, headers


@bp.post("/compte/entra/clau")
@csrf.recovers
def by_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    asked = AskForm(formdata=None)
    if not form.validate_on_submit():
        asked.add_problem(_("The passkey could not be used. Try again, or sign in in another way."))
        return _page(asked, 422, {})
    answer, is_kept, agent = form.answer.data, bool(form.keep.data), request.user_agent.string
    try:
        limits.check("code", limits.of_reader())
        made = in_transaction(lambda: passkeys.enter(answer, user_agent=agent, is_kept=is_kept, now=clock.now()))
    except (RuleBroken, limits.TooMany) as refusal:
        status, headers = refuse(asked, refusal)
        return _page(asked, status, headers)
    guards.sign_in(made, is_kept=is_kept)
    return guards.lead_back(form.target.data, otherwise="accounts.home")


@bp.post("/compte/surt")
@guards.begun
def sign_out() -> ResponseReturnValue:
    held = guards.token()
    in_transaction(lambda: sessions.end(held, now=clock.now()))
    guards.sign_out()
    return redirect(url_for("home.index"), 303)


def target() -> str | None:
    """Where the person wanted to go: a page of ours, or None."""
    wanted = request.args.get("next", "")
    return wanted if is_safe_next(wanted) else None


def _errand() -> Errand | None:
    """What it is that somebody was led here for; None where no room knows."""
    found = slots.fill("accounts.sign_in", target() or "").get("errand")
    return found if isinstance(found, Errand) else None


def _page(form: AskForm, status: int, headers: dict[str, str]) -> ResponseReturnValue:
    errand = _errand()
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        errand=errand,
        known=hidden(errand.address) if errand is not None and errand.address is not None else "",
        passkey=PasskeyForm(formdata=None, data={"target": target() or ""}),
        options=passkeys.options_to_enter(now=clock.now()),
        target=target(),
    )
    return page, status, headers


def _ask(address: Address, wanted: str | None) -> str:
    who, language = hashlib.sha256(address.key.encode()).hexdigest(), current_language()
    for name in ("sign_in", "sign_in_long"):
        limits.check(name, who, limits.of_reader())
    try:
        limits.check("sign_in_contact", who)
    except limits.TooMany as problem:
        seconds = int(dict(problem.get_headers())["Retry-After"])
        raise RuleBroken("letters_enough", minutes=math.ceil(seconds / 60)) from problem
    ask = partial(proving.ask, address, Purpose.SIGN_IN, language=language, target=wanted)
    return in_transaction(lambda: ask(now=clock.now()).public_id)


def _enter(proof_id: str, *, is_kept: bool) -> ResponseReturnValue:
    agent = request.user_agent.string
    made, wanted = in_transaction(lambda: accounts.enter(proof_id, user_agent=agent, is_kept=is_kept, now=clock.now()))
    guards.sign_in(made, is_kept=is_kept)
    return guards.lead_back(wanted, otherwise="accounts.home")


def _try_code(proof_id: str, form: CodeForm) -> ResponseReturnValue:
    limits.check("code", limits.of_reader(), proof_id)
    typed = form.code.data
    if not in_transaction(lambda: proving.is_right_code(proof_id, typed, now=clock.now())):
        raise _why_not(proof_id)
    proof = find_proof(proof_id)
    if proof is not None and proof.purpose == Purpose.VERIFY:
        viewer = guards.get_viewer()
        in_transaction(lambda: accounts.verify_contact(viewer.key, proof_id, now=clock.now()))
        session.pop(ASKED, None)
        return redirect(url_for("accounts.home"), 303)
    return _enter(proof_id, is_kept=form.keep.data)


def _why_not(proof_id: str) -> RuleBroken:
    """A code that did not let in: mistyped, or not worth anything any more."""
    proof = find_proof(proof_id)
    if proof is None or not is_open(created_at=proof.created_at, used_at=proof.used_at, tries=0, now=clock.now()):
        return RuleBroken("proof_ended")
    left = MOST_TRIES - proof.tries
    return RuleBroken("wrong_letter_code", left=left) if left > 0 else RuleBroken("letter_code_dead")


def _try_password(form: PasswordForm) -> ResponseReturnValue:
    address, typed, is_kept = form.address, form.password.data, bool(form.keep.data)
    who, agent = hashlib.sha256(address.key.encode()).hexdigest(), request.user_agent.string
    for name in ("password", "password_long"):
        limits.check(name, who, limits.of_reader())
    limits.check("password_contact", who)
    known = find_password(address)
    if not passwords.is_right(known, typed) or known is None:
        raise RuleBroken("wrong_password")
    made = in_transaction(lambda: passwords.enter(known, user_agent=agent, is_kept=is_kept, now=clock.now()))
    guards.sign_in(made, is_kept=is_kept)
    return guards.lead_back(target(), otherwise="accounts.home")
