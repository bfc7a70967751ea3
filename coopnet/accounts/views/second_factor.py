"""The second step: asked for at sign-in, set up, taken away."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.forms.own import AppForm
from coopnet.accounts.forms.signing_in import PasskeyForm, SecondFactorForm
from coopnet.accounts.queries.accounts import get_keys
from coopnet.accounts.service import passkeys, second_factor, sessions
from coopnet.accounts.views.blueprint import bp
from coopnet.accounts.views.signing_in import target
from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import label
from coopnet.foundation.sealing import seal, unseal
from coopnet.foundation.viewer import Viewer
from coopnet.web import csrf, guards, limits
from coopnet.web.forms import PressForm
from coopnet.web.qr import make_qr
from coopnet.web.refusals import refuse, status_of

SETTING_UP = "totp.setting_up"


@bp.route("/compte/segon-factor", methods=["GET", "POST"])
@guards.begun
@csrf.recovers
def second_factor_page() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    if viewer.is_whole:
        return guards.lead_back(target(), otherwise="accounts.home")
    if not viewer.has_second_factor:
        return redirect(url_for("accounts.enrol", next=target()), 303)
    form = SecondFactorForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        typed = form.code.data
        try:
            _try_code(viewer, typed)
            return _strengthened()
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal, field=form.code)
    return _ask_page(viewer, form), status, headers


@bp.post("/compte/segon-factor/clau")
@guards.begun
@csrf.recovers
def second_factor_by_passkey() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    form = PasskeyForm()
    shown = SecondFactorForm(formdata=None)
    answer = form.answer.data or ""
    if not form.validate_on_submit():
        status, headers = refuse(shown, RuleBroken("passkey_refused"))
        return _ask_page(viewer, shown), status, headers
    try:
        _count(viewer)
        in_transaction(lambda: passkeys.confirm(viewer.key, viewer.account_id, answer, now=clock.now()))
    except (RuleBroken, limits.TooMany) as refusal:
        status, headers = refuse(shown, refusal)
        return _ask_page(viewer, shown), status, headers
    return _strengthened(form.target.data)


@bp.route("/compte/segon-factor/alta", methods=["GET", "POST"])
@guards.begun
@csrf.recovers
def enrol() -> ResponseReturnValue:
    """Whoever owes a second step that exists shows that one first: else half a session could set a new one."""
    viewer = guards.get_viewer()
    if not viewer.is_whole and viewer.has_second_factor:
        return redirect(url_for("accounts.second_factor_page", next=target()), 303)
    form = AppForm()
    status, headers = status_of(form)
    secret = _read_secret(viewer, form.secret.data)
    if form.validate_on_submit():
        code = form.code.data
        try:
            limits.check("second_factor", viewer.session_id)
            codes = in_transaction(lambda: second_factor.set_totp(viewer.key, secret, code=code, now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal, field=form.code)
        else:
            if not viewer.is_whole:
                _strengthen()
            return render_template("accounts/recovery_codes.html", codes=codes, target=target())
    form.secret.data = seal(secret.encode(), purpose=SETTING_UP, owner=viewer.account_id)
    address = second_factor.address_for_app(secret, site=label(district.current().site_name), who=viewer.contact)
    page = render_template(
        "accounts/enrol.html",
        form=form,
        secret=_in_groups(secret),
        address=address,
        qr=make_qr(address, title=_("QR code for the app")),
        is_owed=not viewer.is_whole,
        target=target(),
    )
    return page, status, headers


@bp.post("/compte/segon-factor/treu")
@guards.signed_in
def remove_totp() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: second_factor.remove_totp(viewer.key, now=clock.now()))
    return redirect(url_for("accounts.home"), 303)


@bp.route("/compte/codis-de-recuperacio", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def renew_codes() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    if not get_keys(viewer.key).has_totp:
        return redirect(url_for("accounts.enrol"), 303)
    form = PressForm()
    status, headers = status_of(form)
    codes: list[str] = []
    if form.validate_on_submit():
        codes = in_transaction(lambda: second_factor.renew_codes(viewer.key, now=clock.now()))
        status = 200
    return render_template("accounts/recovery_codes.html", form=form, codes=codes, target=None), status, headers


def _ask_page(viewer: Viewer, form: SecondFactorForm) -> str:
    keys = get_keys(viewer.key)
    options = passkeys.options_to_strengthen(viewer.key, viewer.account_id, now=clock.now()) if keys.passkeys else None
    return render_template(
        "accounts/second_factor.html",
        form=form,
        keys=keys,
        passkey=PasskeyForm(formdata=None, data={"target": target() or ""}),
        options=options,
    )


def _try_code(viewer: Viewer, typed: str) -> None:
    """The try is committed whatever comes of it."""
    _count(viewer)
    if not in_transaction(lambda: second_factor.is_right(viewer.key, typed, now=clock.now())):
        raise RuleBroken("wrong_code")


def _count(viewer: Viewer) -> None:
    """By account: other sessions of the same person are the same guess."""
    limits.check("second_factor", viewer.session_id)
    limits.check("second_factor_long", viewer.account_id, limits.of_reader())


def _strengthened(wanted: str | None = None) -> ResponseReturnValue:
    _strengthen()
    return guards.lead_back(wanted or target(), otherwise="accounts.home")


def _strengthen() -> None:
    held = guards.token()
    fresh, is_kept = in_transaction(lambda: sessions.strengthen(held, now=clock.now()))
    guards.sign_in(fresh, is_kept=is_kept)


def _read_secret(viewer: Viewer, sealed: str | None) -> str:
    if request.method == "POST" and sealed:
        opened = unseal(sealed, purpose=SETTING_UP, owner=viewer.account_id)
        if opened is not None:
            return opened.decode()
    return second_factor.new_secret()


def _in_groups(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
