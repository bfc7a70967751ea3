"""One press: block, end, take it up again, make the link worth nothing. GET shows; mail scanners open links."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import MessageForm
from coopnet.conversations.service import erasing, sitting
from coopnet.conversations.views.blueprint import bp
from coopnet.conversations.views.own import page_of
from coopnet.conversations.views.sitting import back_to, sit, sit_oneself
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, limits
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.errors import in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of


@bp.post("/xarxa/converses/<token>/bloca")
@csrf.recovers
def block(token: str) -> ResponseReturnValue:
    return _press(token, sitting.block, _("Blocked: nothing more gets through, either way."))


@bp.post("/xarxa/converses/<token>/acaba")
@csrf.recovers
def end(token: str) -> ResponseReturnValue:
    return _press(token, sitting.end, _("The conversation is closed."))


@bp.post("/xarxa/converses/<token>/repren")
@csrf.recovers
def take_up(token: str) -> ResponseReturnValue:
    return _press(token, sitting.take_up, _("You can write to each other again."))


@bp.route("/xarxa/converses/<token>/enllac", methods=["GET", "POST"])
@csrf.recovers
def renew_link(token: str) -> ResponseReturnValue:
    """Somebody else has the link, or the phone is lost."""
    seat = sit_oneself(token)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        public_id, per = seat.me.public_id, sent_per(seat.me.email)
        try:
            limits.check("links", public_id, limits.of_reader())
            in_transaction(lambda: sitting.renew_link(public_id, now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            return redirect(url_for("conversations.link_sent", per=per), 303)
    return render_template("conversations/press.html", what="link", token=token, form=form), status, headers


@bp.get("/xarxa/converses/enllac-enviat")
def link_sent() -> str:
    return render_template("conversations/link_sent.html", is_by_phone=is_by_phone())


@bp.route("/xarxa/converses/<token>/no-soc-jo", methods=["GET", "POST"])
@csrf.recovers
def not_me(token: str) -> ResponseReturnValue:
    """Somebody typed a contact that is not theirs: what they wrote goes, and who owns the contact hears no more."""
    public_id = sit_oneself(token).me.public_id
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        in_transaction(lambda: erasing.forget(public_id, now=clock.now()))
        flash(_("The conversation is closed, and your contact is erased."), "success")
        return redirect(url_for("network.index"), 303)
    return render_template("conversations/press.html", what="not_me", token=token, form=form), status, headers


def _press(token: str, work: Callable[..., object], done: str) -> ResponseReturnValue:
    """Back to the page. What could not be done is said there: somebody pressed on an old page."""
    seat = sit(token)
    form = PressForm()
    if not form.validate_on_submit():
        shown = MessageForm(formdata=None)
        shown.form_errors += [problem.text for problem in form.problems]
        return page_of(seat, token, shown), 422
    public_id = seat.me.public_id
    try:
        in_transaction(partial(work, public_id, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        flash(done, "success")
    return back_to(token)
