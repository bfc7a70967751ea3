"""Messages that wait for the team, and conversations of which somebody says that something is wrong."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import RefusalForm
from coopnet.conversations.queries import moderation
from coopnet.conversations.queries.moderation import COORDINATE
from coopnet.conversations.queries.overdue import REPORT_KEPT
from coopnet.conversations.service import deciding, reporting
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, guards, keyset
from coopnet.web.errors import in_words
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

bp = Blueprint("conversations_desk", __name__)
SHOWN = 30


@bp.get("/gestio/xarxa/missatges/")
@guards.requires(COORDINATE)
def queue() -> str:
    """Both from the last one seen on (`despres`, `avisos`): what comes meanwhile moves nothing."""
    held = moderation.list_held(after=keyset.key_of(request.args, "despres"), limit=SHOWN + 1)
    reports = moderation.list_reports(after=keyset.key_of(request.args, "avisos"), limit=SHOWN + 1)
    held_count, report_count = moderation.count_waiting()
    return render_template(
        "conversations/queue.html",
        held=held[:SHOWN],
        reports=reports[:SHOWN],
        held_count=held_count,
        report_count=report_count,
        after_held=held[SHOWN - 1].id if len(held) > SHOWN else None,
        after_reports=reports[SHOWN - 1].id if len(reports) > SHOWN else None,
    )


@bp.get("/gestio/xarxa/missatges/avisos/")
@guards.requires(COORDINATE)
def upheld() -> str:
    """What is kept of notices that were right: of which there is something, never what."""
    found = moderation.list_upheld(before=keyset.key_of(request.args), limit=SHOWN + 1)
    return render_template(
        "conversations/upheld.html",
        reports=found[:SHOWN],
        after=found[SHOWN - 1].id if len(found) > SHOWN else None,
        kept=REPORT_KEPT,
    )


@bp.post("/gestio/xarxa/missatges/avisos/<public_id>/llegeix")
@guards.requires(COORDINATE)
def read_evidence(public_id: str) -> ResponseReturnValue:
    """A press, not a link: each reading is in the audit log."""
    actor = guards.get_viewer().contact
    try:
        found = in_transaction(lambda: reporting.open_evidence(public_id, actor=actor, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
        return redirect(url_for("conversations_desk.upheld"), 303)
    return render_template("conversations/evidence.html", report=found, kept=REPORT_KEPT)


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
    done = (
        _("The conversation is closed. What was written is kept for a year.")
        if is_right
        else _("The notice is closed.")
    )
    return _act(partial(reporting.decide, public_id, is_right=is_right), done)


def _act(work: Callable[..., object], done: str) -> ResponseReturnValue:
    """Back to the queue. Somebody else may have decided meanwhile: then that is said."""
    actor = guards.get_viewer().contact
    return press(lambda: work(actor=actor, now=clock.now()), done, back=url_for("conversations_desk.queue"))
