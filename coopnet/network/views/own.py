"""A maker's own page, reached by their link. GET shows; every change is a POST: mail scanners open links."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.conversations.queries.finding import KEEPING as KEEPING_TALKS
from coopnet.conversations.queries.finding import MANAGE as TALKS
from coopnet.conversations.queries.listing import list_about
from coopnet.foundation import clock, links
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import format_moment, iso_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.network.models import Post
from coopnet.network.queries.finding import DIGEST, MANAGE, find_by_link, find_mine, is_makers, is_on_board, word_of
from coopnet.network.queries.proposals import accepted_by, is_alive, list_of_post
from coopnet.network.queries.proposals import link_of as proposal_link
from coopnet.network.queries.wordings import seen_in_words
from coopnet.network.rules.changes import CHANGEABLE
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.proposals import Seen, Side, seen_by
from coopnet.network.rules.states import LIVE, MAKERS, Act, State, can_do
from coopnet.network.service import changing, moving
from coopnet.network.service.moving import SUBJECT_KIND
from coopnet.network.views.blueprint import bp
from coopnet.network.views.words import press_in_words, step_in_words
from coopnet.web import csrf, guards
from coopnet.web.errors import in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

# With a page of their own, since they cannot be taken back, or come by a letter.
APART = {Act.WITHDRAW, Act.RENEW}
ON = "si"


def own_page(public_id: str, link_version: int) -> Response:
    """On to the maker's own page; 303, so that reloading it posts nothing."""
    return redirect(url_for("network.own", token=links.make_link(MANAGE, public_id, link_version)), 303)


@bp.get("/xarxa/tauler/meu/<token>/")
def own(token: str) -> str:
    return _page(_mine(token), token, PressForm())


@bp.post("/xarxa/tauler/meu/<token>/estat")
@csrf.recovers
def change_state(token: str) -> ResponseReturnValue:
    """One press, for what another press takes back."""
    post = _mine(token)
    form = PressForm()
    if not form.validate_on_submit():
        return _page(post, token, form), 422
    act = next((each for each in MAKERS if each.value == request.form.get("act") and each not in APART), None)
    if act is None:
        abort(400)
    return _done(token, partial(moving.move, post.public_id, act, actor=moving.PERSON))


@bp.post("/xarxa/tauler/meu/<token>/setmanal")
@csrf.recovers
def change_digest(token: str) -> ResponseReturnValue:
    post = _mine(token)
    form = PressForm()
    if not form.validate_on_submit():
        return _page(post, token, form), 422
    is_wanted = request.form.get("vull") == ON
    return _done(token, partial(changing.want_digest, post.public_id, is_wanted=is_wanted))


@bp.route("/xarxa/tauler/meu/<token>/renova", methods=["GET", "POST"])
@csrf.recovers
def renew(token: str) -> ResponseReturnValue:
    post = _mine(token)
    work = partial(moving.move, post.public_id, Act.RENEW, actor=moving.PERSON)
    can = can_do(post.state, Act.RENEW) and (post.shown_until is not None or post.state == State.EXPIRED)
    return _press(post, token, "renew", work, can=can)


@bp.route("/xarxa/tauler/meu/<token>/retira", methods=["GET", "POST"])
@csrf.recovers
def withdraw(token: str) -> ResponseReturnValue:
    post = _mine(token)
    work = partial(moving.move, post.public_id, Act.WITHDRAW, actor=moving.PERSON)
    return _press(post, token, "withdraw", work, can=can_do(post.state, Act.WITHDRAW))


@bp.route("/xarxa/tauler/meu/<token>/no-soc-jo", methods=["GET", "POST"])
@csrf.recovers
def not_me(token: str) -> ResponseReturnValue:
    post = _mine(token)
    if not is_makers(token, post):
        abort(404)
    return _press(post, token, "not_me", partial(changing.remove, post.public_id), can=bool(post.name))


@bp.route("/xarxa/setmanal/<token>", methods=["GET", "POST"])
@csrf.stops_by_letter
@csrf.recovers
def stop_digest(token: str) -> ResponseReturnValue:
    """The link of the weekly letter turns that letter off, and opens nothing else; the mail program's button too."""
    post = find_by_link(token, purpose=DIGEST) or abort(404)
    if csrf.is_one_click():
        public_id = post.public_id
        in_transaction(lambda: changing.want_digest(public_id, is_wanted=False, now=clock.now()))
        return render_template("network/stop_digest.html", form=PressForm(formdata=None), is_off=True)
    form = PressForm()
    status, headers = status_of(form)
    is_off = not post.wants_digest
    if form.validate_on_submit() and not is_off:
        public_id = post.public_id
        in_transaction(lambda: changing.want_digest(public_id, is_wanted=False, now=clock.now()))
        return redirect(url_for("network.stop_digest", token=token), 303)
    return render_template("network/stop_digest.html", form=form, is_off=is_off), status, headers


def _press(post: Post, token: str, what: str, work: Callable[..., object], *, can: bool) -> ResponseReturnValue:
    """A page with one button."""
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            post = _mine(token)
        else:
            return _back_to(token)
    return render_template("network/press.html", post=post, token=token, what=what, can=can, form=form), status, headers


def _back_to(token: str) -> Response:
    """By the link that they came by: who keeps the entity is not handed its maker's."""
    return redirect(url_for("network.own", token=token), 303)


def _done(token: str, work: Callable[..., object]) -> ResponseReturnValue:
    """Back to the own page. What could not be done is said there: somebody pressed on an old page."""
    try:
        in_transaction(lambda: work(now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    return _back_to(token)


def _page(post: Post, token: str, press: PressForm) -> str:
    is_makers_own = is_makers(token, post)
    acts = [act for act in MAKERS if act not in APART and can_do(post.state, act)]
    is_shown = is_on_board(post, today=clock.to_local(clock.now()).date())
    return render_template(
        "network/own.html",
        post=post,
        token=token,
        press=press,
        presses=[(act.value, press_in_words(act, post.state)) for act in acts],
        can_renew=post.state == State.EXPIRED or (post.state in LIVE and post.shown_until is not None),
        renew_words=press_in_words(Act.RENEW, post.state),
        can_change=bool(post.name) and post.state in CHANGEABLE,
        can_withdraw=can_do(post.state, Act.WITHDRAW),
        can_digest=post.state in LIVE or post.state == State.PENDING,
        proposals=_proposals_of(post),
        word=word_of(post) if is_shown and post.audience == Audience.EVERYBODY else None,
        why=_why(post),
        talks=list_about(SUBJECT_KIND, post.public_id, purpose=TALKS if is_makers_own else KEEPING_TALKS),
        is_own=is_makers_own,
        history=[(format_moment(step.at), iso_moment(step.at), step_in_words(step)) for step in post.steps],
    )


def _proposals_of(post: Post) -> list[tuple[str, str]]:
    """Somebody was found for it: address, and how that stands for its maker."""
    found = []
    for one in list_of_post(post.id):
        seen = seen_by(Side.ASKER, one.state, accepted=accepted_by(one), declined_by=one.declined_by)
        if seen in (Seen.TO_ANSWER, Seen.ANSWERED, Seen.AGREED) and (seen == Seen.AGREED or is_alive(one)):
            address = url_for("network.proposal", token=proposal_link(one, Side.ASKER))
            found.append((address, seen_in_words(seen, is_helper=False)))
    return found


def _why(post: Post) -> str:
    if post.state == State.PENDING and post.hidden_from:
        return _("You changed it: the team reads it again before it is shown. Whoever has answered stays.")
    return {
        State.PENDING: _("Somebody of the team reads it before it is shown. We will write to you."),
        State.OPEN: _("Who may see it can see it now. When somebody answers, we write to you."),
        State.TALKING: _("It stays on the board, and others see that somebody is talking about it."),
        State.PROMISED: _("It stays on the board as promised. If it comes to nothing, say so: it is no shame."),
        State.DONE: _("Thank you for telling us. In a few days it leaves the lists."),
        State.PARTLY_DONE: _("It stays on the board for the rest."),
        State.WITHDRAWN: _("Nobody sees it any more."),
        State.EXPIRED: _("Nobody sees it any more. One press brings it back."),
        State.HIDDEN: _(
            "Somebody has told us that something is wrong with it. The team will look at it and write to you."
        ),
        State.REJECTED: _("The team has read it, and it will not be shown. This is why:"),
    }[State(post.state)]


def _mine(token: str) -> Post:
    """404 for any link that gives no right: being refused and not existing look the same."""
    return find_mine(token, guards.find_viewer()) or abort(404)
