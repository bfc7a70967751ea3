"""One registration at the desk: all that is known of it, and what the team does for its person."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.accounts.queries.assisted import find_assisted
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import format_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.pending import Decide, decided_in_words
from coopnet.registrations.desk.programme import SEE
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of, find_registration
from coopnet.registrations.queries.desk import list_agreed
from coopnet.registrations.queries.served import SUBJECT
from coopnet.registrations.rules.states import ACTIVE, CANCELLABLE, HOLDING, TURNABLE, State
from coopnet.registrations.service import deciding, running
from coopnet.trainings.rules.states import Status, is_over
from coopnet.web import csrf, guards
from coopnet.web.errors import in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import Refused, refuse, status_of

DECIDE = "registrations.decide"


@bp.get("/gestio/inscripcio/<public_id>")
@guards.requires(SEE)
def registration(public_id: str) -> str:
    one = get_registration(public_id)
    has_two_ways = one.training.has_two_ways
    is_waiting = one.state == State.WAITING and one.training.status == Status.PUBLISHED
    return render_template(
        "registrations/registration.html",
        **shown(one),
        ahead=queries.count_ahead(one, has_two_ways=has_two_ways) if is_waiting else None,
        assisted=find_assisted(SUBJECT, public_id),
        agreed=list_agreed(one.id),
    )


@bp.post("/gestio/inscripcio/<public_id>/accepta")
@guards.requires(DECIDE)
def approve_one(public_id: str) -> ResponseReturnValue:
    return _decide(deciding.approve, public_id)


@bp.post("/gestio/inscripcio/<public_id>/denega")
@guards.requires(DECIDE)
def decline_one(public_id: str) -> ResponseReturnValue:
    return _decide(deciding.decline, public_id)


@bp.post("/gestio/inscripcio/<public_id>/enllac")
@guards.requires(DECIDE)
def send_again(public_id: str) -> ResponseReturnValue:
    get_registration(public_id)
    send = partial(running.send_again, public_id, actor=guards.get_viewer().contact)
    try:
        sent_at = in_transaction(lambda: send(now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        if sent_at is None:
            flash(_("Their message with their link leaves now."), "success")
        else:
            flash(_("It was sent to them already: %(moment)s.", moment=format_moment(sent_at)), "warning")
    return to_registration(public_id)


@bp.route("/gestio/inscripcio/<public_id>/cancella", methods=["GET", "POST"])
@guards.requires(DECIDE)
@csrf.recovers
def cancel_one(public_id: str) -> ResponseReturnValue:
    """A page that says first what will happen."""
    one, form = get_registration(public_id), PressForm()
    refused: Refused = status_of(form)
    if form.validate_on_submit():
        cancel = partial(deciding.cancel_by_code, code_of(one), actor=guards.get_viewer().contact)
        try:
            in_transaction(lambda: cancel(now=clock.now()))
        except RuleBroken as refusal:
            refused = refuse(form, refusal)
            one = get_registration(public_id)
        else:
            flash(_("It is cancelled, and the place goes to others."), "success")
            return to_registration(public_id)
    return render_template("registrations/cancel_one.html", **shown(one), form=form), *refused


def get_registration(public_id: str) -> Registration:
    return find_registration(public_id) or guards.refuse()


def to_registration(public_id: str) -> Response:
    return redirect(url_for("registrations_desk.registration", public_id=public_id), 303)


def shown(one: Registration) -> dict[str, object]:
    """What all pages about it show; of what they need only that there is something."""
    now, training = clock.now(), one.training
    has_begun = training.starts_at is not None and now >= training.starts_at
    over, is_on = is_over(training.ends_at, now), training.status == Status.PUBLISHED
    may = guards.get_viewer().can(DECIDE)
    return {
        "one": one,
        "title": queries.list_titles([training.id], training.language)[training.id],
        "code": code_of(one),
        "is_off": training.status == Status.CANCELLED,
        "has_place": one.state in HOLDING,
        "can_decide": may and one.state == State.PENDING and is_on and not has_begun,
        "can_cancel": may and one.state in CANCELLABLE,
        "can_send": may and one.state in ACTIVE and is_on and not over,
        "can_change_way": may and training.has_two_ways and one.state in TURNABLE and is_on and not has_begun,
        "can_move": may and one.state in CANCELLABLE and not over,
        "is_over": over,
    }


def _decide(act: Decide, public_id: str) -> ResponseReturnValue:
    """Somebody else may have answered meanwhile: then that is said."""
    code, actor = code_of(get_registration(public_id)), guards.get_viewer().contact
    try:
        state = in_transaction(lambda: act(code, actor=actor, now=clock.now()).state)
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        flash(decided_in_words(State(state)), "success")
    return to_registration(public_id)
