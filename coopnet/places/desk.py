"""Support points at the desk: who coordinates the network keeps them; who helps at one says what is otherwise."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.places.forms import PointForm, TellForm, point_form, tell_form, what_differs
from coopnet.places.queries import Point, find_point, list_points
from coopnet.places.queries.holidays import known_until
from coopnet.places.queries.keeping import COORDINATE, is_running_out
from coopnet.places.queries.points import standing
from coopnet.places.queries.wordings import standing_in_words
from coopnet.places.service import points
from coopnet.web import csrf, guards
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

bp = Blueprint("places_desk", __name__)

TELL, SUBJECT = "points.tell", "point"


@bp.get("/gestio/punts/")
@guards.requires(TELL)
def index() -> str:
    """Those that the viewer may say something of."""
    viewer, now = guards.get_viewer(), clock.now()
    mine = [point for point in list_points() if viewer.can(TELL, subject_kind=SUBJECT, subject_id=point.public_id)]
    stands = {point.public_id: standing(point, now) for point in mine}
    known, today = known_until(), clock.to_local(now).date()
    return render_template(
        "places/desk.html",
        points=mine,
        now={key: standing_in_words(each.until, each.opens, now=now) if each else None for key, each in stands.items()},
        can_keep=viewer.can(COORDINATE),
        ends=known if viewer.can(COORDINATE) and is_running_out(known, today) else None,
    )


@bp.route("/gestio/punts/nou", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def add() -> ResponseReturnValue:
    form = point_form()
    status, headers = status_of(form)
    if form.validate_on_submit():
        work, actor = partial(points.add, form.draft()), guards.get_viewer().contact
        try:
            in_transaction(lambda: work(actor=actor, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal, field=form.name)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("places_desk.index"), 303)
    return render_template("places/write.html", form=form, point=None, theirs=[]), status, headers


@bp.route("/gestio/punts/<public_id>", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def change(public_id: str) -> ResponseReturnValue:
    point = _find(public_id)
    form = point_form(point)
    if form.is_submitted() and form.validate_on_submit():
        work = partial(points.change, public_id, form.draft(), seen=form.version)
        return _save(form, point, work, "places/write.html")
    return render_template("places/write.html", form=form, point=point, theirs=[]), *status_of(form)


@bp.route("/gestio/punts/<public_id>/avisa", methods=["GET", "POST"])
@guards.requires(TELL)
@csrf.recovers
def tell(public_id: str) -> ResponseReturnValue:
    """Its days that are otherwise, and its note; nothing else of it."""
    point = _find_own(public_id)
    form = tell_form(point)
    if form.validate_on_submit():
        work = partial(
            points.tell, public_id, exceptions=str(form.exceptions.data or ""), notes=form.notes, seen=form.version
        )
        return _save(form, point, work, "places/tell.html")
    return render_template("places/tell.html", form=form, point=point, theirs=[]), *status_of(form)


@bp.post("/gestio/punts/<public_id>/tancat-avui")
@guards.requires(TELL)
def close_today(public_id: str) -> ResponseReturnValue:
    return _press(_find_own(public_id), points.close_today, _("It says now that it is closed today."))


@bp.post("/gestio/punts/<public_id>/confirma")
@guards.requires(COORDINATE)
def confirm(public_id: str) -> ResponseReturnValue:
    return _press(_find(public_id), points.confirm, _("It says now that it was confirmed today."))


@bp.post("/gestio/punts/<public_id>/mostra")
@guards.requires(COORDINATE)
def show(public_id: str) -> ResponseReturnValue:
    return _press(_find(public_id), partial(points.show, is_shown=True), _("Everybody sees it now."))


@bp.post("/gestio/punts/<public_id>/amaga")
@guards.requires(COORDINATE)
def hide(public_id: str) -> ResponseReturnValue:
    return _press(_find(public_id), partial(points.show, is_shown=False), _("Nobody sees it any more."))


def _save(form: PointForm | TellForm, point: Point, work: Callable[..., object], template: str) -> ResponseReturnValue:
    """Pressed on an old page, it shows what stands now beside what was typed; pressed again, what was typed stands."""
    actor = guards.get_viewer().contact
    try:
        in_transaction(lambda: work(actor=actor, now=clock.now()))
    except RuleBroken as refusal:
        status, headers = refuse(form, refusal)
        current = _find(point.public_id)
        form.seen.data = str(current.version)
        theirs = what_differs(form, current)
        return render_template(template, form=form, point=current, theirs=theirs), status, headers
    flash(_("Saved."), "success")
    return redirect(url_for("places_desk.index", _anchor=point.public_id), 303)


def _press(point: Point, work: Callable[..., object], done: str) -> ResponseReturnValue:
    actor = guards.get_viewer().contact
    return press(
        lambda: work(point.public_id, actor=actor, now=clock.now()),
        done,
        back=url_for("places_desk.index", _anchor=point.public_id),
    )


def _find(public_id: str) -> Point:
    return find_point(public_id=public_id) or abort(404)


def _find_own(public_id: str) -> Point:
    """404 alike for another one's and for what is not there."""
    guards.check(TELL, subject_kind=SUBJECT, subject_id=public_id)
    return _find(public_id)
