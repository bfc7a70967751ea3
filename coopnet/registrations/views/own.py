"""A person's own page, reached by their link. GET shows; every change is a POST: mail scanners open links."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from coopnet.foundation import clock, links
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import is_landline
from coopnet.registrations import queries
from coopnet.registrations.letters import reason_for
from coopnet.registrations.letters.calendars import calendar_of, visible_link
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import ENTRY, MANAGE, Sitting, Title, code_of
from coopnet.registrations.queries.answers import answer_of
from coopnet.registrations.queries.attendance import list_came_to
from coopnet.registrations.queries.crowd import door_of, most_companions_of
from coopnet.registrations.rules.states import CANCELLABLE, ENDED, HOLDING, RETURNABLE, TURNABLE, State
from coopnet.registrations.service import changing
from coopnet.registrations.views import again, words
from coopnet.registrations.views.addresses import own_page
from coopnet.registrations.views.blueprint import bp
from coopnet.trainings.rules.states import Door, Status, Way, places_left
from coopnet.web import csrf
from coopnet.web.addresses import absolute
from coopnet.web.forms import PressForm
from coopnet.web.presses import press
from coopnet.web.qr import make_qr
from coopnet.web.refusals import refuse, status_of


@dataclass(frozen=True)
class Standing:
    """What the own page shows, whole."""

    registration: Registration
    title: Title
    slug: str
    sittings: list[tuple[Sitting, str | None]]  # with the online link, when it may be shown
    ahead: int | None
    code: str
    qr: Markup | None
    can_change: bool
    can_cancel: bool
    has_ended: bool  # this registration, whatever becomes of the training
    can_return: bool  # by registering anew
    is_off: bool  # the training itself was cancelled
    why_off: str
    has_started: bool
    is_over: bool
    way: str | None  # in words, where the two ways have places of their own
    other_way: str | None  # where there is room for the whole party now, and it may change
    most_companions: int  # 0 once they can no longer be changed
    reached: str  # by "mail" or "message", or else "call" or nothing


@bp.get("/inscripcions/<token>/")
def show(token: str) -> str:
    registration = mine(token)
    return _page(registration, token, PressForm())


@bp.route("/inscripcions/<token>/cancellar", methods=["GET", "POST"])
@csrf.recovers
def cancel(token: str) -> ResponseReturnValue:
    registration = mine(token)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        public_id, version = registration.public_id, registration.link_version
        try:
            in_transaction(lambda: changing.cancel(public_id, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            return own_page(public_id, version)
    return (
        render_template("registrations/cancel.html", standing=standing_of(registration), token=token, form=form),
        status,
        headers,
    )


@bp.route("/inscripcions/<token>/no-soc-jo", methods=["GET", "POST"])
@csrf.recovers
def not_me(token: str) -> ResponseReturnValue:
    registration = mine(token)
    public_id, version = registration.public_id, registration.link_version
    if registration.state == State.REMOVED:
        return own_page(public_id, version)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: changing.remove(public_id, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            return own_page(public_id, version)
    return (
        render_template("registrations/not_me.html", standing=standing_of(registration), token=token, form=form),
        status,
        headers,
    )


@bp.route("/inscripcions/<token>/necessitats", methods=["POST"])
@csrf.recovers
def take_back_needs(token: str) -> ResponseReturnValue:
    registration = mine(token)
    form = PressForm()
    public_id, version = registration.public_id, registration.link_version
    if form.validate_on_submit():
        in_transaction(lambda: changing.take_back_needs(public_id, now=clock.now()))
        return own_page(public_id, version)
    return _page(registration, token, form)


@bp.route("/inscripcions/<token>/manera", methods=["POST"])
@csrf.recovers
def change_way(token: str) -> ResponseReturnValue:
    """The other of the two, which the button names: pressed twice, it is once."""
    registration, form = mine(token), PressForm()
    if not form.validate_on_submit():
        return _page(registration, token, form)
    public_id, way = registration.public_id, request.form.get("way", "")
    return press(
        lambda: changing.change_way(public_id, way, now=clock.now()),
        _("Changed: the place is yours."),
        back=url_for("registrations.show", token=token),
    )


@bp.get("/inscripcions/<token>/calendari.ics")
def calendar(token: str) -> Response:
    registration = mine(token)
    title = queries.get_title(registration.training_id, current_language())
    response = make_response(calendar_of(registration, title=title.text, now=clock.now()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="coopnet.ics"'
    return response


def _page(registration: Registration, token: str, press: PressForm) -> str:
    return page_of(registration, standing_of(registration), token=token, press=press)


def page_of(registration: Registration, standing: Standing, *, token: str | None, press: PressForm) -> str:
    """Without a token it can be looked at and nothing else; and what they need is for who must act on it."""
    return render_template(
        "registrations/show.html",
        standing=standing,
        token=token,
        press=press,
        answer=answer_of(registration.state, is_over=standing.is_over),
        why=words.why_of(
            registration,
            standing.ahead,
            has_started=standing.has_started,
            is_over=standing.is_over,
            came=list_came_to(registration.id) if registration.state == State.ATTENDED else (),
        ),
        history=words.history_of(registration),
        needs=words.needs_of(registration) if token else [],
        was_sent_before=token is not None and again.was_just_sent_for(registration.public_id),
    )


def mine(token: str) -> Registration:
    """404 for any link that gives no right: being refused and not existing look the same."""
    return queries.find_by_link(token, purpose=MANAGE) or abort(404)


def standing_of(registration: Registration) -> Standing:
    now = clock.now()
    training = registration.training
    facts = queries.read_facts(training.id)
    started = training.starts_at is not None and now >= training.starts_at
    over = training.ends_at is not None and now >= training.ends_at
    off = training.status == Status.CANCELLED
    waits = registration.state == State.WAITING and not off
    has_door = registration.way == Way.IN_PERSON
    return Standing(
        registration=registration,
        title=facts.title(current_language()),
        slug=training.slug,
        sittings=[_with_link(registration, sitting, now) for sitting in facts.sittings_for(registration)],
        ahead=queries.count_ahead(registration, has_two_ways=training.has_two_ways) if waits else None,
        code=code_of(registration),
        qr=_qr(registration) if registration.state in HOLDING and has_door and not off and not over else None,
        can_change=registration.state in CANCELLABLE and not over and not off,
        can_cancel=registration.state in CANCELLABLE and not started and not off,
        has_ended=registration.state in ENDED,
        can_return=registration.state in RETURNABLE and door_of(training, now) == Door.OPEN,
        is_off=off,
        why_off=reason_for(current_language(), registration.training.cancel_reason),
        has_started=started,
        is_over=over,
        way=words.way_of(registration.way) if training.has_two_ways else None,
        other_way=_other_way(registration) if not started and not off else None,
        most_companions=most_companions_of(registration, training, now),
        reached=_reached(registration),
    )


def _other_way(registration: Registration) -> str | None:
    training = registration.training
    if not training.has_two_ways or registration.state not in TURNABLE:
        return None
    if registration.way == Way.ONLINE:
        other, left = Way.IN_PERSON, places_left(training.capacity, training.taken)
    else:
        other, left = Way.ONLINE, places_left(training.online_capacity, training.online_taken)
    return other if left is None or left >= registration.party_size else None


def _reached(registration: Registration) -> str:
    if registration.email or registration.phone is None:
        return "mail" if registration.email else ""
    return "call" if is_landline(registration.phone) else "message"


def _with_link(registration: Registration, sitting: Sitting, now: datetime) -> tuple[Sitting, str | None]:
    """A link is promised until its session ends."""
    promised = sitting.online_url if now < sitting.ends_at else None
    return replace(sitting, online_url=promised), visible_link(registration, sitting, now=now)


def _qr(registration: Registration) -> Markup:
    token = links.make_link(ENTRY, registration.public_id, registration.link_version)
    return make_qr(absolute("registrations.entry", token=token), title=_("QR code of your registration"))
