"""A profile for who keeps it: where it stands, what it says, and the way to each of its parts."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.accounts import find_account
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.desk.changing import list_parts
from coopnet.initiatives.desk.finding import find
from coopnet.initiatives.forms.reading import in_words
from coopnet.initiatives.queries.granters import gives_labels
from coopnet.initiatives.queries.moderation import find_returned
from coopnet.initiatives.queries.words import status_in_words
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.initiatives.service import moderating
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.web import guards, limits
from coopnet.web.errors import in_words as refusal_in_words


@bp.get("/gestio/iniciatives/<slug>/")
@guards.requires("initiatives.edit")
def keep(slug: str) -> str:
    one, _viewer = find(slug)
    draft = read_draft(load(one.id))
    return render_template(
        "initiatives/keep.html",
        one=one,
        status=status_in_words(one.status),
        is_readable=one.status in READABLE,
        is_draft=one.status == Status.DRAFT,
        returned=find_returned(one.id) if one.status == Status.DRAFT else None,
        lines=in_words(draft),
        parts=list_parts(draft),
        gives_labels=gives_labels(one.slug),
    )


@bp.post("/gestio/iniciatives/<slug>/envia")
@guards.requires("initiatives.edit")
def send_again(slug: str) -> ResponseReturnValue:
    """To the team, changed as it asked."""
    one, viewer = find(slug)
    account = find_account(viewer.account_id)
    if account is None:
        guards.refuse()
    send = partial(moderating.submit, one.id, account=account, actor=viewer.contact)
    try:
        limits.check("initiative_send", viewer.account_id)
        in_transaction(lambda: send(now=clock.now()))
    except RuleBroken as refusal:
        flash(refusal_in_words(refusal), "warning")
    else:
        flash(_("It is with the team. We write to you when it is public."), "success")
    return redirect(url_for("initiatives_desk.keep", slug=one.slug), 303)
