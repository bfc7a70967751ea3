"""The three links of the yearly letter. A look changes nothing: mail scanners open links; each page has one button."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries.freshness import Asked, find_by_link
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import freshness
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.labels import confirmed
from coopnet.web import csrf
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
    """The press only leads on: saving what was changed is what counts. Who keeps it goes on to its pages at the desk;
    its own address says first whose it is.
    """
    asked = _asked(token)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        endpoint = "initiatives.claim" if asked.account_id is None else "initiatives_desk.keep"
        return redirect(url_for(endpoint, slug=asked.slug), 303)
    return _page(asked, "go_and_edit", form), status, headers


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


def _page(asked: Asked, what: str, form: PressForm) -> str:
    return render_template(
        "initiatives/answer.html",
        asked=asked,
        what=what,
        form=form,
        freshness=confirmed(asked.confirmed_at, now=clock.now())[0],
        is_closed=asked.status == Status.CLOSED,
    )


def _asked(token: str) -> Asked:
    return find_by_link(token, now=clock.now()) or abort(404)
