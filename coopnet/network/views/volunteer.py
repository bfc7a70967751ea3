"""A volunteer's own page, reached by their link. GET shows; every change is a POST: mail scanners open links."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.foundation import clock, links
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.forms.volunteering import ProfileForm, as_typed
from coopnet.network.letters.proposals import about
from coopnet.network.models import Proposal, Volunteer
from coopnet.network.queries.hours import list_hours, list_minutes
from coopnet.network.queries.proposals import accepted_by, list_of_volunteer, may_read_words
from coopnet.network.queries.proposals import link_of as proposal_link
from coopnet.network.queries.volunteers import MANAGE, find_by_link
from coopnet.network.queries.wordings import seen_in_words
from coopnet.network.rules.hours import sum_up
from coopnet.network.rules.proposals import Seen, Side, seen_by
from coopnet.network.rules.proposals import State as ProposalState
from coopnet.network.rules.volunteering import ENDED, VERIFIED, Act, Profile, State, is_certified, missing, next_state
from coopnet.network.service import leaving, standing, volunteering
from coopnet.network.service.moving import PERSON
from coopnet.network.views.blueprint import bp
from coopnet.web import csrf
from coopnet.web.errors import in_words
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

PRESSED = (Act.PAUSE, Act.RESUME)


def own_page(public_id: str, link_version: int) -> Response:
    token = links.make_link(MANAGE, public_id, link_version)
    return redirect(url_for("network.volunteer", token=token), 303)


@bp.get("/xarxa/voluntariat/meu/<token>/")
def volunteer(token: str) -> str:
    return _page(_mine(token), token, PressForm(formdata=None))


@bp.route("/xarxa/voluntariat/meu/<token>/canvia", methods=["GET", "POST"])
@csrf.recovers
def change_volunteer(token: str) -> ResponseReturnValue:
    found = _mine(token)
    if found.state in ENDED:
        abort(404)
    public_id, version = found.public_id, found.link_version
    form = ProfileForm(data=as_typed(profile_of(found)))
    status, headers = status_of(form)
    if form.validate_on_submit():
        profile = form.profile
        try:
            in_transaction(lambda: volunteering.change(public_id, profile, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("It is changed. Thank you for keeping it true."), "success")
            return own_page(public_id, version)
    return render_template("network/volunteer_change.html", form=form, token=token), status, headers


@bp.post("/xarxa/voluntariat/meu/<token>/estat")
def pause_volunteer(token: str) -> ResponseReturnValue:
    """Pause, or come back."""
    found = _mine(token)
    form = PressForm()
    if not form.validate_on_submit():
        return _page(found, token, form), 422
    act = next((each for each in PRESSED if each.value == request.form.get("act")), None)
    if act is None:
        abort(404)
    public_id, version = found.public_id, found.link_version
    try:
        in_transaction(lambda: standing.stand(public_id, act, actor=PERSON, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    return own_page(public_id, version)


@bp.route("/xarxa/voluntariat/meu/<token>/deixa", methods=["GET", "POST"])
@csrf.recovers
def leave_volunteers(token: str) -> ResponseReturnValue:
    found = _mine(token)
    work = partial(leaving.leave, found.public_id, Act.LEAVE, actor=PERSON)
    return _press(found, token, "leave", work, can=found.state not in ENDED)


@bp.route("/xarxa/voluntariat/meu/<token>/no-soc-jo", methods=["GET", "POST"])
@csrf.recovers
def not_a_volunteer(token: str) -> ResponseReturnValue:
    found = _mine(token)
    return _press(found, token, "not_me", partial(volunteering.remove, found.public_id), can=bool(found.name))


def profile_of(one: Volunteer) -> Profile:
    return Profile(
        skills=tuple(one.skills),
        languages=tuple(one.languages),
        barris=tuple(one.barris),
        times=one.times,
        ways=tuple(one.ways),
        at_once=one.at_once,
        text=one.text,
    )


def _press(found: Volunteer, token: str, what: str, work: Callable[..., object], *, can: bool) -> ResponseReturnValue:
    """A page with one button."""
    public_id, version = found.public_id, found.link_version
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            return own_page(public_id, version)
    return render_template("network/volunteer_press.html", token=token, what=what, can=can, form=form), status, headers


def _page(found: Volunteer, token: str, press: PressForm) -> str:
    today = clock.to_local(clock.now()).date()
    proposals = list_of_volunteer(found.id)
    return render_template(
        "network/volunteer.html",
        volunteer=found,
        token=token,
        press=press,
        missing=[step.value for step in missing(agreement_on=found.agreement_on, training_on=found.training_on)],
        is_certified=is_certified(found.certificate_until, today=today),
        acts=[act.value for act in PRESSED if next_state(found.state, act) not in (None, found.state)],
        is_over=found.state in ENDED,
        proposals=[_proposal_line(one) for one in proposals],
        hours=list_hours(found.id),
        sums=sum_up(list_minutes(found.id)),
        can_log=found.state in VERIFIED and any(one.state == ProposalState.AGREED for one in proposals),
        why=_why(found.state),
    )


def _proposal_line(one: Proposal) -> tuple[str, str, str, str]:
    """Address, what it is about, how it stands, the tone of that."""
    seen = seen_by(Side.HELPER, one.state, accepted=accepted_by(one), declined_by=one.declined_by)
    title = one.post.title if may_read_words(one) or seen == Seen.AGREED else ", ".join(about(one)[:2])
    tone = {Seen.TO_ANSWER: "few", Seen.AGREED: "good"}.get(seen, "quiet")
    address = url_for("network.proposal", token=proposal_link(one, Side.HELPER))
    return address, title, seen_in_words(seen, is_helper=True), tone


def _why(state: str) -> str:
    return {
        State.PENDING: _("Somebody who coordinates the network will call or write to you. This is what comes:"),
        State.ACTIVE: _("When somebody near you needs what you know, we ask you. You decide each time."),
        State.PAUSED: _("Nobody is proposed to you meanwhile. One press brings you back."),
        State.LEFT: _("Thank you for the time that you gave."),
        State.DECLINED: _("Thank you for offering it. If you want to know more, call us or write to us."),
    }[State(state)]


def _mine(token: str) -> Volunteer:
    """404 for any link that gives no right: being refused and not existing look the same."""
    return find_by_link(token) or abort(404)
