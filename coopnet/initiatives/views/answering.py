"""The three links of the yearly letter. A look changes nothing: mail scanners open links; each page has one button."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries.freshness import Asked, find_by_link
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.queries.standing import find_by_key
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import claiming, freshness
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.labels import confirmed
from coopnet.web import csrf, guards
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of


@bp.route("/iniciatives/repas/<token>/be", methods=["GET", "POST"])
@csrf.recovers
def still_right(token: str) -> ResponseReturnValue:
    asked = _asked(token)
    return _press(
        asked,
        "still_right",
        lambda: freshness.confirm_by_link(asked.public_id, now=clock.now()),
        _("Thank you: the profile says now that you have confirmed it."),
    )


@bp.route("/iniciatives/repas/<token>/tanca", methods=["GET", "POST"])
@csrf.recovers
def no_longer(token: str) -> ResponseReturnValue:
    asked = _asked(token)
    return _press(
        asked,
        "no_longer",
        lambda: freshness.close_by_link(asked.public_id, now=clock.now()),
        _("Thank you for telling us: the profile says now that it no longer exists."),
    )


@bp.route("/iniciatives/repas/<token>/edita", methods=["GET", "POST"])
@csrf.recovers
def go_and_edit(token: str) -> ResponseReturnValue:
    """Who keeps it goes on to its pages at the desk: saving what was changed is what counts. A letter to its own
    address makes whoever presses its keeper, once they have signed in.
    """
    asked = _asked(token)
    if asked.account_id is None:
        return _become_keeper(asked, token)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        return redirect(url_for("initiatives_desk.keep", slug=asked.slug), 303)
    return _page(asked, "go_and_edit", form), status, headers


@bp.route("/compte/iniciatives/repas/<token>", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def keep_by_ask(token: str) -> ResponseReturnValue:
    """Where signing in leads back to, with the one button once more."""
    asked = _asked(token)
    if asked.account_id is not None:
        abort(404)
    return _become_keeper(asked, token)


def _become_keeper(asked: Asked, token: str) -> ResponseReturnValue:
    viewer, form = guards.find_viewer(), PressForm()
    one = find_by_key(asked.initiative_id) or abort(404)
    keepers = {each.account_id for each in list_keepers(one.public_id)}
    if viewer is not None and viewer.account_id in keepers:
        return redirect(url_for("initiatives_desk.keep", slug=asked.slug), 303)
    status, headers = status_of(form)
    if form.validate_on_submit():
        if viewer is None or not viewer.is_whole:
            return redirect(url_for("initiatives.keep_by_ask", token=token), 303)
        take = partial(claiming.take_by_ask, asked.public_id, account_key=viewer.key, actor=viewer.contact)
        try:
            slug = in_transaction(lambda: take(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("It is yours to keep now."), "success")
            return redirect(url_for("initiatives_desk.keep", slug=slug), 303)
    return _page(asked, "become_keeper", form, has_keeper=bool(keepers)), status, headers


def _press(asked: Asked, what: str, change: Callable[[], None], thanks: str) -> ResponseReturnValue:
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(change)
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(thanks, "success")
            return redirect(url_for("initiatives.show", slug=asked.slug), 303)
    return _page(asked, what, form), status, headers


def _page(asked: Asked, what: str, form: PressForm, *, has_keeper: bool = False) -> str:
    return render_template(
        "initiatives/answer.html",
        asked=asked,
        what=what,
        form=form,
        has_keeper=has_keeper,
        freshness=confirmed(asked.confirmed_at, now=clock.now())[0],
        is_closed=asked.status == Status.CLOSED,
    )


def _asked(token: str) -> Asked:
    return find_by_link(token, now=clock.now()) or abort(404)
