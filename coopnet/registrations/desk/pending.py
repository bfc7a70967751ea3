"""Requests for a place that wait for an answer: yes or no, one by one."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of, find_registration
from coopnet.registrations.queries.waiting import SHOWN, list_asked, list_requests
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import deciding
from coopnet.web import guards, keyset
from coopnet.web.errors import in_words

Decide = Callable[..., Registration]


@bp.get("/gestio/inscripcions")
@guards.requires("registrations.decide")
def pending() -> str:
    """Of one training (`formacio`), or of all that have not begun."""
    asked, wanted = list_asked(clock.now()), request.args.get("formacio", "")
    chosen = [one for one in asked if one.slug == wanted] if wanted else asked
    found = list_requests(chosen, after=keyset.key_of(request.args, "despres"))
    requests, after = keyset.cut(found, SHOWN)
    return render_template(
        "registrations/pending.html",
        asked=asked,
        wanted=wanted,
        requests=requests,
        after=after,
        kept={"formacio": wanted} if wanted else {},
    )


@bp.post("/gestio/inscripcions/<public_id>/accepta")
@guards.requires("registrations.decide")
def approve(public_id: str) -> ResponseReturnValue:
    return _decide(deciding.approve, public_id)


@bp.post("/gestio/inscripcions/<public_id>/denega")
@guards.requires("registrations.decide")
def decline(public_id: str) -> ResponseReturnValue:
    return _decide(deciding.decline, public_id)


def _decide(act: Decide, public_id: str) -> ResponseReturnValue:
    """Back to the page that it was pressed on. Somebody else may have answered meanwhile: then that is said."""
    found = find_registration(public_id) or guards.refuse()
    code, actor = code_of(found), guards.get_viewer().contact
    try:
        state = in_transaction(lambda: act(code, actor=actor, now=clock.now()).state)
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        flash(decided_in_words(State(state)), "success")
    # Flask leaves out what is None.
    return redirect(url_for("registrations_desk.pending", formacio=request.args.get("formacio")), 303)


def decided_in_words(state: State) -> str:
    """No name: it would stay in the browser's cookie until the next page."""
    if state == State.DECLINED:
        return _("Declined. A message tells them.")
    if state == State.CONFIRMED:
        return _("Accepted: they have a place. A message tells them.")
    return _("Accepted: no place is free now, so they are on the waiting list. A message tells them.")
