"""A proposal as one of the two sees it, by their link. GET shows; answers are POSTs: mail scanners open links."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.letters.proposals import about
from coopnet.network.models import Proposal
from coopnet.network.queries.proposals import (
    accepted_by,
    find_by_link,
    is_alive,
    may_read_words,
    reasons_of,
    side_of,
    talk_link_of,
)
from coopnet.network.queries.reasons import reason_in_words
from coopnet.network.queries.wordings import seen_in_words
from coopnet.network.rules.proposals import Seen, Side, seen_by
from coopnet.network.service import proposing
from coopnet.network.service.moving import PERSON
from coopnet.network.views.blueprint import bp
from coopnet.web import csrf
from coopnet.web.errors import in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

ANSWERS: dict[str, Callable[..., bool]] = {"si": proposing.accept, "ara-no": proposing.decline}


@bp.get("/xarxa/proposta/<token>/")
def proposal(token: str) -> str:
    found, side = _mine(token)
    return _page(found, side, token, PressForm(formdata=None))


@bp.post("/xarxa/proposta/<token>/resposta")
def answer_proposal(token: str) -> ResponseReturnValue:
    found, side = _mine(token)
    form = PressForm()
    if not form.validate_on_submit():
        return _page(found, side, token, form), 422
    work = ANSWERS.get(request.form.get("answer", "")) or abort(404)
    public_id = found.public_id
    try:
        in_transaction(lambda: work(public_id, side, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    return redirect(url_for("network.proposal", token=token), 303)


@bp.route("/xarxa/proposta/<token>/enrere", methods=["GET", "POST"])
@csrf.recovers
def step_back(token: str) -> ResponseReturnValue:
    """What both had agreed comes to nothing: the request is open again, and nobody is blamed."""
    found, side = _mine(token)
    public_id, form = found.public_id, PressForm()
    status, headers = status_of(form)
    can = _seen(found, side) == Seen.AGREED
    if form.validate_on_submit():
        work = partial(proposing.withdraw, public_id, actor=PERSON, side=side)
        try:
            in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("It is taken back. The other side gets a message without reasons."), "success")
            return redirect(url_for("network.proposal", token=token), 303)
    return render_template("network/step_back.html", token=token, can=can, form=form), status, headers


def _page(found: Proposal, side: Side, token: str, press: PressForm) -> str:
    seen = _seen(found, side)
    is_helper = side == Side.HELPER
    return render_template(
        "network/proposal.html",
        proposal=found,
        post=found.post,
        token=token,
        press=press,
        seen=seen.value,
        answer=seen_in_words(seen, is_helper=is_helper),
        is_helper=is_helper,
        title=found.post.title if not is_helper or may_read_words(found) or seen == Seen.AGREED else "",
        details=found.post.details if is_helper and (may_read_words(found) or seen == Seen.AGREED) else "",
        points=about(found) if is_helper else [reason_in_words(each) for each in reasons_of(found)],
        talk=talk_link_of(found, side) if seen == Seen.AGREED else None,
    )


def _seen(found: Proposal, side: Side) -> Seen:
    """What waits for an answer is over once the request no longer looks for anybody."""
    seen = seen_by(side, found.state, accepted=accepted_by(found), declined_by=found.declined_by)
    is_waiting = seen in (Seen.TO_ANSWER, Seen.ANSWERED)
    return Seen.OVER if is_waiting and not is_alive(found) else seen


def _mine(token: str) -> tuple[Proposal, Side]:
    """404 for any link that gives no right, and for who was erased: being refused and not existing look the same."""
    found = find_by_link(token)
    if found is None or not side_of(*found).name:
        abort(404)
    return found
