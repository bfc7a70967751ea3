"""What waits for the team: profiles that were sent, claims, notices that something is wrong."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.forms import whole_number
from coopnet.initiatives.forms.publishing import ReasonForm
from coopnet.initiatives.forms.reading import in_words
from coopnet.initiatives.queries import moderation
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.queries.likeness import list_alike
from coopnet.initiatives.queries.standing import find_by_key
from coopnet.initiatives.queries.words import reason_in_words, status_in_words, why_in_words
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.service import claiming, moderating, reporting
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.web import csrf, guards
from coopnet.web.errors import in_words as refusal_in_words
from coopnet.web.refusals import refuse, status_of

MODERATE = "initiatives.moderate"
Work = Callable[..., None]
UNREAD = -1  # a version that no profile has


@bp.get("/gestio/iniciatives/")
@guards.requires(MODERATE)
def queue() -> str:
    return render_template(
        "initiatives/queue.html",
        sent=moderation.list_sent(),
        withdrawn=moderation.list_withdrawn(clock.now()),
        claims=moderation.list_claims(),
        reports=[(one, reason_in_words(one.reason)) for one in moderation.list_reports()],
    )


@bp.get("/gestio/iniciatives/enviades/<public_id>")
@guards.requires(MODERATE)
def sent(public_id: str) -> str:
    return _sent_page(public_id)


def _sent_page(public_id: str, *, is_changed: bool = False) -> str:
    """With the version of what it shows. `is_changed`: what was read before is not what it says now."""
    one = moderation.find_sent(public_id) or abort(404)
    kept = find_by_key(one.initiative_id)
    if kept is None:  # refused, or taken back: nothing of it is left to look at
        return render_template("initiatives/sent.html", one=one, who=[], lines=[], found=[], is_changed=is_changed)
    initiative = load(one.initiative_id)
    draft = read_draft(initiative)
    return render_template(
        "initiatives/sent.html",
        one=one,
        version=initiative.version,
        is_changed=is_changed,
        who=[keeper.contact for keeper in list_keepers(kept.public_id)],
        lines=in_words(draft),
        found=[
            (each, status_in_words(each.status), why_in_words(each.why))
            for each in list_alike(draft, but=one.initiative_id, is_team=True)
        ],
    )


@bp.post("/gestio/iniciatives/enviades/<public_id>/publica")
@guards.requires(MODERATE)
def publish(public_id: str) -> ResponseReturnValue:
    """Only what was read: a form that does not say which version that was publishes nothing."""
    seen = whole_number(request.form.get("version"))
    work = partial(
        moderating.decide, public_id, Decision.PUBLISHED, reason="", seen_version=UNREAD if seen is None else seen
    )
    try:
        return _press(work, _("It is public now."))
    except RuleBroken:
        return _sent_page(public_id, is_changed=True), 409


@bp.route("/gestio/iniciatives/enviades/<public_id>/torna", methods=["GET", "POST"])
@guards.requires(MODERATE)
@csrf.recovers
def give_back(public_id: str) -> ResponseReturnValue:
    """With reasons: they change it and send it again."""
    return _with_reason(public_id, Decision.RETURNED, _("It is back with them."))


@bp.route("/gestio/iniciatives/enviades/<public_id>/rebutja", methods=["GET", "POST"])
@guards.requires(MODERATE)
@csrf.recovers
def reject(public_id: str) -> ResponseReturnValue:
    return _with_reason(public_id, Decision.REFUSED, _("It is refused."))


@bp.post("/gestio/iniciatives/reclamades/<public_id>/confirma")
@guards.requires(MODERATE)
def confirm_claim(public_id: str) -> ResponseReturnValue:
    return _press(partial(claiming.confirm, public_id), _("They answer for it now."))


@bp.route("/gestio/iniciatives/reclamades/<public_id>/rebutja", methods=["GET", "POST"])
@guards.requires(MODERATE)
@csrf.recovers
def decline_claim(public_id: str) -> ResponseReturnValue:
    one = next((each for each in moderation.list_claims() if each.public_id == public_id), None) or abort(404)
    form = ReasonForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        decline = partial(claiming.decline, public_id, reason=str(form.text.data), actor=guards.get_viewer().contact)
        try:
            in_transaction(lambda: decline(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            return _back(_("They have been told."))
    page = render_template(
        "initiatives/decide.html", name=one.name, form=form, is_refusal=True, is_claim=True, lines=[]
    )
    return page, status, headers


@bp.post("/gestio/iniciatives/avisos/<public_id>/mira")
@guards.requires(MODERATE)
def see_report(public_id: str) -> ResponseReturnValue:
    return _press(partial(reporting.see, public_id), _("The others see that you look into it."))


@bp.post("/gestio/iniciatives/avisos/<public_id>/tanca")
@guards.requires(MODERATE)
def close_report(public_id: str) -> ResponseReturnValue:
    is_right = request.form.get("is_right") == "y"
    return _press(partial(reporting.close, public_id, is_right=is_right), _("The notice is closed."))


def _with_reason(public_id: str, decision: Decision, done: str) -> ResponseReturnValue:
    """Of what was read, as publishing is. Where it says something else now, it is shown beside what they typed."""
    one = moderation.find_sent(public_id) or abort(404)
    form = ReasonForm()
    status, headers = status_of(form)
    seen = whole_number((request.form if form.is_submitted() else request.args).get("version"))
    is_told = seen is None
    if form.validate_on_submit():
        reason, actor = str(form.text.data), guards.get_viewer().contact
        decide = partial(moderating.decide, public_id, decision, reason=reason, actor=actor)
        try:
            in_transaction(lambda: decide(seen_version=UNREAD if seen is None else seen, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            is_told = True
        else:
            return _back(done)
    kept = find_by_key(one.initiative_id)
    is_changed = kept is not None and seen != kept.version and one.decision is None
    page = render_template(
        "initiatives/decide.html",
        name=one.name,
        form=form,
        is_refusal=decision == Decision.REFUSED,
        is_claim=False,
        version=kept.version if kept is not None else None,
        is_changed=is_changed and not is_told,
        lines=in_words(read_draft(load(one.initiative_id))) if is_changed else [],
    )
    return page, status, headers


def _press(work: Work, done: str) -> ResponseReturnValue:
    """Raises `RuleBroken("edited_meanwhile")`: what has changed is to be shown again."""
    actor, now = guards.get_viewer().contact, clock.now()
    try:
        in_transaction(lambda: work(actor=actor, now=now))
    except RuleBroken as refusal:
        if refusal.code == "edited_meanwhile":
            raise
        flash(refusal_in_words(refusal), "warning")
        return redirect(url_for("initiatives_desk.queue"), 303)
    return _back(done)


def _back(done: str) -> ResponseReturnValue:
    flash(done, "success")
    return redirect(url_for("initiatives_desk.queue"), 303)
