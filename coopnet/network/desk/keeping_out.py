"""All that comes from one contact, refused together; contacts that no longer write."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.kept_out import find_kept_out, list_kept_out
from coopnet.accounts.rules.keeping_out import KEPT_OUT
from coopnet.accounts.service import keeping_out as contacts
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.forms.keeping_out import FindContactForm, RefuseAllForm
from coopnet.network.queries.floods import NOTICE, find_flood
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.service.keeping_out import refuse_all
from coopnet.web import csrf, guards, keyset
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

SHOWN = 30


@bp.route("/gestio/xarxa/fora/<kind>/<public_id>", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def refuse_flood(kind: str, public_id: str) -> ResponseReturnValue:
    """A page that says first what will happen. `kind` is where it began: a post, a message or a notice."""
    flood = find_flood(kind, public_id) or abort(404)
    form = RefuseAllForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        actor, reason, keeps = guards.get_viewer().contact, str(form.text.data), bool(form.keeps_out.data)
        try:
            in_transaction(
                lambda: refuse_all(kind, public_id, reason=reason, keeps_out=keeps, actor=actor, now=clock.now())
            )
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            flood = find_flood(kind, public_id) or abort(404)
        else:
            flash(_("It is done. A message tells them why."), "success")
            back = "network_desk.queue" if kind == "anunci" else "conversations_desk.queue"
            return redirect(url_for("network_desk.kept_out" if keeps else back), 303)
    page = render_template(
        "network/refuse_flood.html", flood=flood, form=form, is_notice=kind == NOTICE, days=KEPT_OUT.days
    )
    return page, status, headers


@bp.route("/gestio/xarxa/fora/", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def kept_out() -> ResponseReturnValue:
    """The newest first. Whose a contact is cannot be read here: who objects says theirs, and it is looked for."""
    form = FindContactForm()
    status, headers = status_of(form)
    found = None
    if form.validate_on_submit():
        found = find_kept_out(form.contact)
    rows = list_kept_out(before=keyset.key_of(request.args), limit=SHOWN + 1) if found is None else found
    page = render_template(
        "network/kept_out.html",
        rows=rows[:SHOWN],
        after=rows[SHOWN - 1].id if len(rows) > SHOWN else None,
        is_found=found is not None,
        form=form,
        days=KEPT_OUT,
    )
    return page, status, headers


@bp.post("/gestio/xarxa/fora/<public_id>/torna")
@guards.requires(COORDINATE)
def let_in(public_id: str) -> ResponseReturnValue:
    actor = guards.get_viewer().contact
    return press(
        lambda: contacts.let_in(public_id, actor=actor, now=clock.now()),
        _("This contact can write again."),
        back=url_for("network_desk.kept_out"),
    )
