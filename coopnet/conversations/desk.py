"""Messages that wait for the team, and conversations of which somebody says that something is wrong."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import RefusalForm
from coopnet.conversations.queries import moderation
from coopnet.conversations.queries.moderation import COORDINATE
from coopnet.conversations.service import deciding, reporting
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, guards
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

bp = Blueprint("conversations_desk", __name__)


@bp.get("/gestio/xarxa/missatges/")
@guards.requires(COORDINATE)
def queue() -> str:
    return render_template("conversations/queue.html", held=moderation.list_held(), reports=moderation.list_reports())


@bp.post("/gestio/xarxa/missatges/<public_id>/deixa-passar")
@guards.requires(COORDINATE)
def release(public_id: str) -> ResponseReturnValue:
    return _act(partial(deciding.release, public_id), _("It has gone on to the other side."))


@bp.route("/gestio/xarxa/missatges/<public_id>/rebutja", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def refuse_message(public_id: str) -> ResponseReturnValue:
    """With the reason, which its sender reads."""
    message = moderation.find_held(public_id) or abort(404)
    form = RefusalForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        actor = guards.get_viewer().contact
        work = partial(deciding.refuse, public_id, reason=str(form.text.data), actor=actor)
        try:
            in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("It is not passed on. A message tells them why."), "success")
            return redirect(url_for("conversations_desk.queue"), 303)
    return render_template("conversations/refuse.html", message=message, form=form), status, headers


@bp.post("/gestio/xarxa/missatges/avisos/<public_id>")
@guards.requires(COORDINATE)
def decide(public_id: str) -> ResponseReturnValue:
    is_right = request.form.get("is_right") == "y"
    done = _("The conversation is closed, and what was kept is erased.") if is_right else _("The notice is closed.")
    return _act(partial(reporting.decide, public_id, is_right=is_right), done)


def _act(work: Callable[..., object], done: str) -> ResponseReturnValue:
    """Back to the queue. Somebody else may have decided meanwhile: then that is said."""
    actor = guards.get_viewer().contact
    return press(lambda: work(actor=actor, now=clock.now()), done, back=url_for("conversations_desk.queue"))
