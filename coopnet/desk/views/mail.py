"""How the post is doing, and what failed sent again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.conversations.queries import inbound
from coopnet.desk.queries.mail import SHOWN, find_failed, get_health, list_failed
from coopnet.desk.views.blueprint import bp
from coopnet.desk.views.refusals import REFUSALS
from coopnet.foundation import clock, outbox
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import ngettext
from coopnet.web import guards, keyset


@bp.get("/gestio/correu")
@guards.requires("letters.see")
def mail() -> str:
    failed, after = keyset.cut(list_failed(before=keyset.key_of(request.args)), SHOWN)
    is_expected = inbound.reply_box() is not None
    return render_template(
        "desk/mail.html",
        health=get_health(clock.now()),
        failed=failed,
        after=after,
        answers=inbound.count_answers(clock.now()) if is_expected else None,
        unreadable=inbound.list_unreadable() if is_expected else (),
    )


@bp.post("/gestio/correu/torna-hi")
@guards.requires("letters.retry")
def retry_all() -> ResponseReturnValue:
    return _retry(None)


@bp.post("/gestio/correu/<public_id>/torna-hi")
@guards.requires("letters.retry")
def retry_one(public_id: str) -> ResponseReturnValue:
    if find_failed(public_id) is None:
        flash(REFUSALS["not_found"]({}), "warning")
        return redirect(url_for("desk.mail"), 303)
    return _retry(public_id)


def _retry(public_id: str | None) -> ResponseReturnValue:
    actor = guards.get_viewer().contact
    try:
        count = in_transaction(lambda: outbox.retry(public_id, now=clock.now(), actor=actor))
    except RuleBroken as refusal:
        flash(REFUSALS[refusal.code](refusal.values), "warning")
    else:
        flash(ngettext("%(num)d message will be sent again.", "%(num)d messages will be sent again.", count), "success")
    return redirect(url_for("desk.mail"), 303)
