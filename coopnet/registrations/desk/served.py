"""Somebody of the point's: found by name or code, with what can be done for them; their slip on paper."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from coopnet.accounts.queries.assisted import find_assisted
from coopnet.accounts.rules.helping import Reach, slip_name
from coopnet.foundation import clock, links, told
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, in_language
from coopnet.foundation.i18n import gettext as _
from coopnet.network.models import Post
from coopnet.network.queries.points import HELP
from coopnet.network.queries.served import list_named as list_posts_named
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.points import get_point
from coopnet.registrations.forms.changing import mark_of_registration
from coopnet.registrations.forms.companions import field_of, say_who_is_too_many
from coopnet.registrations.forms.helping import FindForm, list_changed_of_served, make_served_form
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import ENTRY, code_of
from coopnet.registrations.queries.answers import answer_of
from coopnet.registrations.queries.crowd import most_companions_of
from coopnet.registrations.queries.served import SUBJECT, asked_beside, find_served, find_served_by_code, list_named
from coopnet.registrations.rules.states import ACTIVE, CANCELLABLE, HOLDING
from coopnet.registrations.service import helping
from coopnet.registrations.service.changing import Wish
from coopnet.trainings.queries.parts import read_sessions
from coopnet.trainings.rules.states import Status, Way
from coopnet.vocabulary.queries import term_label
from coopnet.web import csrf, guards, limits
from coopnet.web.addresses import absolute
from coopnet.web.forms import PressForm
from coopnet.web.qr import make_qr
from coopnet.web.refusals import Refused, refuse, status_of

MOST_TOLD = 20
CONFLICT = 409


@bp.route("/gestio/punt/<point>/cerca", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def find(point: str) -> ResponseReturnValue:
    """What is typed is posted, so that nobody's name stands in an address."""
    here, form, now = get_point(point), FindForm(), clock.now()
    status, headers = status_of(form)
    found: list[Registration] = []
    posts: Sequence[Post] = ()
    if form.validate_on_submit():
        typed = str(form.who.data)
        try:
            limits.check("help_find", guards.get_viewer().account_id)
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
        else:
            one = find_served_by_code(here.public_id, typed, now)
            if one is not None:
                return to_served(here.public_id, one.public_id)
            found = list_named(here.public_id, typed, now)
            posts = list_posts_named(here.public_id, typed, now)
            if found or posts:
                status = 200
            else:
                form.add_problem(_("We have nobody with this name or code at this point."), field=form.who)
    titles = queries.list_titles([one.training_id for one in found], current_language())
    page = render_template(
        "registrations/find_served.html", point=here, form=form, found=found, posts=posts, titles=titles
    )
    return page, status, headers


@bp.get("/gestio/punt/<point>/inscripcions/<public_id>")
@guards.requires(HELP)
def served(point: str, public_id: str) -> str:
    here, one = get_point(point), get_served(point, public_id)
    waiting = told.list_waiting(here.public_id, subject=(SUBJECT, one.public_id), limit=MOST_TOLD)
    return render_template(
        "registrations/served.html", point=here, press=PressForm(formdata=None), waits=len(waiting), **shown(one)
    )


@bp.route("/gestio/punt/<point>/inscripcions/<public_id>/cancella", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def cancel_for(point: str, public_id: str) -> ResponseReturnValue:
    here, one = get_point(point), get_served(point, public_id)
    form = PressForm()
    refused: Refused = status_of(form)
    if form.validate_on_submit():
        try:
            _do(helping.cancel_for, point, public_id)
        except RuleBroken as refusal:
            refused = refuse(form, refusal)
        else:
            flash(_("It is cancelled, and the place goes to others."), "success")
            return to_served(point, public_id)
    return render_template("registrations/cancel_for.html", point=here, form=form, **shown(one)), *refused


@bp.route("/gestio/punt/<point>/inscripcions/<public_id>/canvia", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def change_for(point: str, public_id: str) -> ResponseReturnValue:
    """How they are reached from now on, and who comes along."""
    here, one = get_point(point), get_served(point, public_id)
    if one.state not in CANCELLABLE:
        return to_served(point, public_id)
    most = most_companions_of(one, one.training, clock.now())
    form = make_served_form(one, here.public_id, most_companions=most)
    refused: Refused = status_of(form)
    meanwhile: list[tuple[str, str]] = []
    if form.validate_on_submit():
        change = partial(
            helping.change_for,
            wish=Wish(form.seen.data or "", form.contact, str(form.language.data), form.party, form.beside),
            reach=Reach(form.reach.data),
            note=form.reach_note.data or "",
        )
        try:
            _do(change, point, public_id)
        except RuleBroken as refusal:
            refused = refuse(form, refusal, field=field_of(refusal, form, form.companions))
            one = get_served(point, public_id)
            if refusal.code == "changed_meanwhile":
                refused, meanwhile = (CONFLICT, {}), list_changed_of_served(one, form)
                form.seen.data = mark_of_registration(one, asked_beside(public_id))
        else:
            flash(_("Changed."), "success")
            return to_served(point, public_id)
    elif form.is_submitted() and most:
        say_who_is_too_many(form, form.companions, most=most)
    page = render_template("registrations/change_for.html", point=here, form=form, meanwhile=meanwhile, **shown(one))
    return page, *refused


@bp.post("/gestio/punt/<point>/inscripcions/<public_id>/necessitats")
@guards.requires(HELP)
def take_back_needs_for(point: str, public_id: str) -> ResponseReturnValue:
    get_point(point)
    get_served(point, public_id)
    _do(helping.take_back_needs_for, point, public_id)
    flash(_("What they said they need is erased. The place is still theirs."), "success")
    return to_served(point, public_id)


@bp.get("/gestio/punt/<point>/inscripcions/<public_id>/full")
@guards.requires(HELP)
def slip(point: str, public_id: str) -> str:
    """On paper, in the person's language: never more of them than a first name and a letter."""
    here, one = get_point(point), get_served(point, public_id)
    with in_language(one.language):
        return render_template(
            "registrations/slip.html",
            point=here,
            language=one.language,
            name=slip_name(one.name),
            qr=_qr(one),
            access=_access(one),
            **shown(one),
        )


def get_served(point: str, public_id: str) -> Registration:
    """404 alike for somebody else's and for none; `get_point` has been asked before."""
    return find_served(point, public_id, clock.now()) or guards.refuse()


def to_served(point: str, public_id: str) -> Response:
    return redirect(url_for("registrations_desk.served", point=point, public_id=public_id), 303)


def shown(one: Registration) -> dict[str, Any]:
    """What pages about it show. Nothing of what they need: that is for who must act on it."""
    now, training = clock.now(), one.training
    facts = queries.read_facts(training.id)
    is_over = training.ends_at is not None and now >= training.ends_at
    has_started = training.starts_at is not None and now >= training.starts_at
    is_off = training.status == Status.CANCELLED
    return {
        "one": one,
        "title": facts.title(current_language()),
        "sittings": [(replace(each, online_url=None), None) for each in facts.sittings_for(one)],
        "answer": _("The training is cancelled") if is_off else answer_of(one.state, is_over=is_over),
        "code": code_of(one),
        "assisted": find_assisted(SUBJECT, one.public_id),
        "has_needs": one.needs is not None,
        "is_off": is_off,
        "can_cancel": one.state in CANCELLABLE and not has_started and not is_off,
        "can_change": one.state in CANCELLABLE and not is_over and not is_off,
        "most_companions": most_companions_of(one, training, now),
        "has_place": one.state in HOLDING and not is_off,
    }


def _do(work: Any, point: str, public_id: str) -> None:
    actor = guards.get_viewer().contact
    in_transaction(lambda: work(public_id=public_id, point=point, actor=actor, now=clock.now()))


def _access(one: Registration) -> list[str]:
    """What is known of how one gets into the places where it is; nothing for who takes part online."""
    if one.way != Way.IN_PERSON:
        return []
    places = [sitting.place for sitting in read_sessions(one.training_id) if sitting.place is not None]
    codes = dict.fromkeys(code for place in places for code in place.access)
    return [term_label("venue_access", code, one.language) for code in codes]


def _qr(one: Registration) -> Markup | None:
    """What is read at the door, also of a slip from before they had a place; it carries no right."""
    if one.state not in ACTIVE or one.training.status == Status.CANCELLED:
        return None
    token = links.make_link(ENTRY, one.public_id, one.link_version)
    return make_qr(absolute("registrations.entry", token=token), title=_("QR code of your registration"))
