"""A profile for who keeps it: where it stands, what it says, and the way to each of its parts."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.accounts import find_account
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.desk.changing import list_parts
from coopnet.initiatives.desk.finding import find
from coopnet.initiatives.forms.reading import in_words
from coopnet.initiatives.queries.granters import gives_labels
from coopnet.initiatives.queries.keepers import KIND
from coopnet.initiatives.queries.moderation import find_returned
from coopnet.initiatives.queries.standing import Standing
from coopnet.initiatives.queries.words import status_in_words
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.initiatives.service import moderating, publishing
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.web import csrf, guards, limits
from coopnet.web.errors import in_words as refusal_in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

WITHDRAWABLE = {Status.DRAFT, Status.PENDING}


@bp.get("/gestio/iniciatives/<slug>/")
@guards.requires("initiatives.edit")
def keep(slug: str) -> str:
    one, viewer = find(slug)
    draft = read_draft(load(one.id))
    return render_template(
        "initiatives/keep.html",
        one=one,
        status=status_in_words(one.status),
        is_readable=one.status in READABLE,
        is_draft=one.status == Status.DRAFT,
        is_closed=one.status == Status.CLOSED,
        may_withdraw=one.status in WITHDRAWABLE and _may_withdraw(viewer, one),
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


@bp.route("/gestio/iniciatives/<slug>/retira", methods=["GET", "POST"])
@guards.requires("initiatives.withdraw")
@csrf.recovers
def withdraw(slug: str) -> ResponseReturnValue:
    """Before it is public; nothing but its name stays."""
    one, viewer = find(slug, "initiatives.withdraw")
    return _ask(
        one,
        "withdraw",
        partial(moderating.withdraw, one.id, actor=viewer.contact),
        lambda: (
            _("“%(name)s” is withdrawn, and what was written of it is erased.", name=one.name),
            url_for("accounts.home"),
        ),
        can_be=one.status in WITHDRAWABLE,
    )


@bp.route("/gestio/iniciatives/<slug>/tanca", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@csrf.recovers
def close(slug: str) -> ResponseReturnValue:
    """It no longer exists: the page stays, and says it."""
    one, viewer = find(slug)
    return _ask(
        one,
        "close",
        partial(publishing.close, one.slug, actor=viewer.contact),
        lambda: (
            _("The page says now that it no longer exists."),
            url_for("initiatives_desk.keep", slug=one.slug),
        ),
        can_be=one.status in READABLE - {Status.CLOSED},
    )


def _ask(
    one: Standing, what: str, work: Callable[..., object], done: Callable[[], tuple[str, str]], *, can_be: bool
) -> ResponseReturnValue:
    """A page that says what will happen, and one press that does it."""
    if not can_be:
        flash(_("As it stands now, this cannot be done."), "warning")
        return redirect(url_for("initiatives_desk.keep", slug=one.slug), 303)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            said, target = done()
            flash(said, "success")
            return redirect(target, 303)
    return render_template("initiatives/end.html", one=one, what=what, form=form), status, headers


def _may_withdraw(viewer: Viewer, one: Standing) -> bool:
    return viewer.can("initiatives.withdraw", subject_kind=KIND, subject_id=one.public_id)
