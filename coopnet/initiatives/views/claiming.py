"""Is it yours? And the links of letters by which somebody comes to keep a profile: each a page with its buttons."""

from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives import queries
from coopnet.initiatives.forms.publishing import ClaimForm
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.queries.claims import find_claim, find_invitation
from coopnet.initiatives.queries.standing import find_by_key
from coopnet.initiatives.rules.keeping import CLAIM_LASTS, INVITATION_LASTS, is_open
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import claiming, sharing
from coopnet.initiatives.views.blueprint import bp
from coopnet.web import csrf, guards, limits, moved
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of


@bp.route("/iniciatives/<slug>/es-nostra", methods=["GET", "POST"])
@csrf.recovers
def claim(slug: str) -> ResponseReturnValue:
    """A letter to its own address; without one, the team."""
    profile = _find(slug)
    form = PressForm()
    status, headers = status_of(form)
    if profile.can_be_written and form.validate_on_submit():
        try:
            _ask_by_letter(profile)
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("An e-mail is on its way to its own address. Open it and press the button in it."), "success")
            return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/claim.html", profile=profile, form=form), status, headers


@bp.route("/iniciatives/<slug>/es-nostra/equip", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def claim_by_team(slug: str) -> ResponseReturnValue:
    profile, viewer = _find(slug), guards.get_viewer()
    form = ClaimForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        ask = partial(claiming.ask_team, profile.id, str(form.text.data), account_key=viewer.key)
        try:
            limits.check("initiative_claim_team", viewer.account_id)
            in_transaction(lambda: ask(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("The team will look at it and write to you."), "success")
            return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/claim_by_team.html", profile=profile, form=form), status, headers


@bp.route("/compte/iniciatives/reclama/<token>", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def take_claim(token: str) -> ResponseReturnValue:
    asked, viewer = find_claim(token) or abort(404), guards.get_viewer()
    one = find_by_key(asked.initiative_id) or abort(404)
    stands = is_open(created_at=asked.created_at, ended_at=asked.ended_at, lasts=CLAIM_LASTS, now=clock.now())
    form = PressForm()
    status, headers = status_of(form)
    if stands and form.validate_on_submit():
        take = partial(claiming.take, asked.public_id, account_key=viewer.key, actor=viewer.contact)
        try:
            slug = in_transaction(lambda: take(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("It is yours to keep now."), "success")
            return redirect(url_for("initiatives_desk.keep", slug=slug), 303)
    return render_template("initiatives/take_claim.html", one=one, form=form, stands=stands), status, headers


@bp.route("/compte/iniciatives/convida/<token>", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def invitation(token: str) -> ResponseReturnValue:
    asked, viewer = find_invitation(token) or abort(404), guards.get_viewer()
    one = find_by_key(asked.initiative_id) or abort(404)
    stands = is_open(created_at=asked.created_at, ended_at=asked.ended_at, lasts=INVITATION_LASTS, now=clock.now())
    form = PressForm()
    status, headers = status_of(form)
    if stands and form.validate_on_submit():
        says_no = request.form.get("answer") == "no"
        say_yes = partial(sharing.accept, asked.public_id, account_key=viewer.key, actor=viewer.contact)
        say_no = partial(sharing.decline, asked.public_id)
        try:
            slug = in_transaction(lambda: say_no(now=clock.now()) if says_no else say_yes(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            if slug is None:
                flash(_("You have said no."), "success")
                return redirect(url_for("accounts.home"), 303)
            flash(_("It is yours to keep now."), "success")
            return redirect(url_for("initiatives_desk.keep", slug=slug), 303)
    page = render_template("initiatives/invitation.html", one=one, asked=asked, form=form, stands=stands)
    return page, status, headers


def _ask_by_letter(profile: Profile) -> None:
    """Whoever asks too often cannot keep its people out: they have letters by then, and each of them works."""
    try:
        limits.check("initiative_claim", profile.public_id)
    except limits.TooMany as problem:
        raise RuleBroken("claim_letters_enough") from problem
    in_transaction(lambda: claiming.ask_by_letter(profile.id, now=clock.now()))


def _find(slug: str) -> Profile:
    found = queries.find_public(slug, language=current_language())
    if found is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    return found if found.status != Status.CLOSED else abort(404)
