"""At the door without a place: how many are free and why not, who waits, and who came without having registered."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.door import DoorOf, at_door, get_door
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.door import WalkInForm
from coopnet.registrations.queries.attendance import MARK, list_people, list_waiting
from coopnet.registrations.rules.applications import Application, OutcomeKind, is_form_key
from coopnet.registrations.service import walking_in
from coopnet.registrations.service.registering import only_way
from coopnet.trainings.rules.states import Way, places_left
from coopnet.web import csrf, guards
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of


@bp.route("/gestio/formacions/<slug>/porta/<int:number>/sense-inscripcio", methods=["GET", "POST"])
@guards.requires(MARK)
@csrf.recovers
def door_walk_in(slug: str, number: int) -> ResponseReturnValue:
    here, form = get_door(slug, number), WalkInForm()
    training = here.training
    status = status_of(form)
    if form.validate_on_submit():
        try:
            return _take(here, form)
        except RuleBroken as refusal:
            status = refuse(form, refusal)
    left = places_left(training.capacity, training.taken)
    way = Way.IN_PERSON if training.has_two_ways else None
    people = list_people(training.id, here.sitting.public_id)
    page = render_template(
        "registrations/door_walk_in.html",
        here=here,
        form=form,
        left=left,
        missing=sum(not one.is_here and way in {None, one.way} for one in people),
        waiting=list_waiting(training.id, way=way) if left != 0 else (),
        notice=notices.notice_of(training, queries.read_facts(training.id)),
    )
    return page, *status


@bp.post("/gestio/formacions/<slug>/porta/<int:number>/deixa-entrar/<public_id>")
@guards.requires(MARK)
def door_let_in(slug: str, number: int, public_id: str) -> ResponseReturnValue:
    """Somebody of the waiting list, before those who did not register."""
    here = get_door(slug, number)
    at = at_door(here)
    back = url_for("registrations_desk.door_walk_in", **here.values)
    return press(
        lambda: walking_in.let_in(public_id, at, now=clock.now()), _("They are in, and on the list."), back=back
    )


def _take(here: DoorOf, form: WalkInForm) -> ResponseReturnValue:
    training = here.training
    facts = queries.read_facts(training.id)
    application = Application(
        name=str(form.name.data),
        guardian_name=form.guardian_name.data or None,
        contact=form.contact,
        language=current_language(),
        way=Way.IN_PERSON if training.has_two_ways else only_way(training),
        shown=(notices.notice_of(training, facts),),
        form_key=form.form_key.data if is_form_key(form.form_key.data or "") else None,
    )
    take = partial(walking_in.walk_in, application, at_door(here), has_asked=bool(form.has_asked.data))
    made = in_transaction(lambda: take(now=clock.now()))
    if made.kind == OutcomeKind.MADE:
        flash(_("They are in, and on the list."), "success")
    back = url_for("registrations_desk.door_list", **here.values)
    return redirect(f"{back}#p-{made.public_id}.0", 303)
