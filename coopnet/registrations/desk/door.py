"""At the door: today's sessions, and who is expected at each, by name and nothing else."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, links
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.text_index.folding import fold
from coopnet.network.queries.served import has_words
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.forms.door import FindNameForm
from coopnet.registrations.queries import Sitting, Title
from coopnet.registrations.queries.attendance import (
    DAYS_AROUND,
    MARK,
    TEAM,
    Today,
    find_key,
    list_around,
    list_here,
    list_people,
)
from coopnet.registrations.rules.attendance import MOST_PRESSES, At, How, is_door_open, read_press
from coopnet.registrations.service import attending
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, places_left
from coopnet.web import csrf, guards
from coopnet.web.errors import in_words
from coopnet.web.refusals import status_of


@dataclass(frozen=True)
class DoorOf:
    """One session's. `is_open`: who came may be written down now."""

    training: Training
    title: Title
    sitting: Sitting
    is_team: bool
    is_open: bool

    @property
    def values(self) -> dict[str, Any]:
        """Of its address."""
        return {"slug": self.training.slug, "number": self.sitting.number}


@bp.get("/gestio/porta/")
@guards.requires(MARK)
def door() -> str:
    """The team sees the days around too: a sheet is printed before, a list on paper is typed in afterwards."""
    viewer, now = guards.get_viewer(), clock.now()
    is_team = viewer.can(TEAM)
    found = list_around(viewer, now, days=DAYS_AROUND if is_team else 0)
    today = clock.to_local(now).date()

    def is_today(one: Today) -> bool:
        return clock.to_local(one.starts_at).date() == today or one.starts_at <= now < one.ends_at

    return render_template(
        "registrations/door_today.html",
        today=[one for one in found if is_today(one)],
        later=[one for one in found if one.starts_at > now and not is_today(one)],
        before=[one for one in reversed(found) if one.ends_at <= now and not is_today(one)],
        is_team=is_team,
        now=now,
    )


@bp.route("/gestio/formacions/<slug>/porta/<int:number>", methods=["GET", "POST"])
@guards.requires(MARK)
@csrf.recovers
def door_list(slug: str, number: int) -> ResponseReturnValue:
    """What is looked for without JavaScript is posted, so that nobody's name stands in an address."""
    here, form = get_door(slug, number), FindNameForm()
    people = list_people(here.training.id, here.sitting.public_id)
    shown, refused = people, status_of(form)
    if form.validate_on_submit():
        wanted = fold(str(form.who.data)).split()
        shown, refused = [one for one in people if has_words(one.name, wanted)], (200, {})
        if not shown:
            form.add_problem(_("Nobody on the list has this name."), field=form.who)
    page = render_template(
        "registrations/door_list.html",
        here=here,
        form=form,
        shown=shown,
        is_found=form.is_submitted(),
        expected=len(people),
        came=sum(one.is_here for one in people),
        left=places_left(here.training.capacity, here.training.taken),
        now=clock.now(),
    )
    return page, *refused


@bp.post("/gestio/formacions/<slug>/porta/<int:number>/marca")
@guards.requires(MARK)
@csrf.recovers
def door_mark(slug: str, number: int) -> ResponseReturnValue:
    """One press of a button; or those that a phone has kept, which is told who is here by now."""
    training_id, public_id = find_key(slug) or guards.refuse()
    viewer = guards.check(MARK, subject_kind="training", subject_id=public_id)
    code, session = request.form.get("code"), request.form.get("session", "")
    is_script = request.accept_mimetypes.best == "application/json"
    back = url_for("registrations_desk.door_list", slug=slug, number=number)
    if code and links.read_link(code):
        back = url_for("registrations_desk.door_code", token=code, sessio=number)
    if csrf.is_refused():
        if is_script:
            return jsonify(problem="token"), 400
        flash(_("This page had been open for too long. Nothing is lost: press the button again."), "warning")
        return redirect(back, 303)
    now = clock.now()
    sent = " ".join(request.form.getlist("press")).split()[:MOST_PRESSES]
    presses = [press for one in sent if (press := read_press(one, now))]
    at = At(training_id, session, viewer.key, viewer.contact, viewer.can(TEAM))
    how = How.SCAN if request.form.get("how") == How.SCAN else How.LIST
    try:
        mark = partial(attending.mark, presses, at, how=how, now=now)
        refused = in_transaction(mark) if presses else []
    except RuleBroken as refusal:
        if is_script:
            return jsonify(problem=in_words(refusal)), 409
        flash(in_words(refusal), "warning")
        return redirect(back, 303)
    if is_script:
        return jsonify(
            here=list_here(training_id, session),
            refused=[f"{press.public_id}.{press.person}" for press in refused],
        )
    if refused:
        flash(_("This was not written down: the registration has no place any more."), "warning")
    last = presses[-1] if presses else None
    return redirect(f"{back}#p-{last.public_id}.{last.person}" if last else back, 303)


def at_door(here: DoorOf) -> At:
    viewer = guards.get_viewer()
    return At(here.training.id, here.sitting.public_id, viewer.key, viewer.contact, here.is_team)


def get_door(slug: str, number: int) -> DoorOf:
    """404 alike for a training that is not theirs, for a session that is none, and for one that is not now."""
    found = queries.find_with_facts(slug)
    if found is None:
        guards.refuse()
    training, facts = found
    viewer = guards.check(MARK, subject_kind="training", subject_id=training.public_id)
    sitting = next((one for one in facts.sittings if one.number == number), None)
    if sitting is None:
        guards.refuse()
    is_team = viewer.can(TEAM)
    is_open = is_door_open(sitting.starts_at, sitting.ends_at, clock.now(), is_team=is_team)
    if not is_open and not is_team:
        guards.refuse()
    is_on = training.status != Status.CANCELLED
    return DoorOf(training, facts.title(current_language()), sitting, is_team, is_open and is_on)
