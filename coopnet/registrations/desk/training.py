"""One training at the desk: where it stands, how many come, and what is done with it as a whole."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.programme import SEE
from coopnet.registrations.forms.placing import PlacesForm
from coopnet.registrations.queries import Title
from coopnet.registrations.queries.arranging import ARRANGE, count_open
from coopnet.registrations.queries.crowd import door_of
from coopnet.registrations.queries.desk import count_by_state, count_reached
from coopnet.registrations.queries.foreseeing import foresee_places
from coopnet.registrations.queries.held import find_held
from coopnet.registrations.rules.applications import OPEN_TO_TEAM
from coopnet.registrations.rules.forecasts import mark_of_forecasts
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import placing
from coopnet.trainings.models import Training
from coopnet.trainings.queries.addresses import find_at_desk
from coopnet.trainings.rules.states import Status, is_over
from coopnet.trainings.service import publishing
from coopnet.web import csrf, guards
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

PUBLISH, EDIT = "trainings.publish", "trainings.edit"


@bp.get("/gestio/formacions/<slug>/")
@guards.requires(SEE)
def training(slug: str) -> ResponseReturnValue:
    one = get_training(slug)
    if one.slug != slug:
        return to_training(one.slug)
    held = find_held(one.public_id, clock.now()) if guards.get_viewer().can(PUBLISH) else None
    counts, facts = count_by_state(one.id), queries.read_many_facts([one.id])[one.id]
    return render_template(
        "registrations/training.html",
        **shown(one, facts.title(facts.language)),
        sittings=facts.sittings,
        counts=counts,
        open_needs=count_open([one.id]).get(one.id, 0) if guards.get_viewer().can(ARRANGE) else 0,
        held=held,
        reached=count_reached(one.id) if held else (),
        pending=sum(each.tally.parties for each in counts if each.state == State.PENDING),
    )


@bp.post("/gestio/formacions/<slug>/publica")
@guards.requires(PUBLISH)
def publish_training(slug: str) -> ResponseReturnValue:
    one, actor = get_training(slug), guards.get_viewer().contact
    address = one.slug
    return press(
        lambda: publishing.publish(address, actor=actor, now=clock.now()),
        _("It is published: everybody sees it from now on."),
        back=url_for("registrations_desk.training", slug=address),
    )


@bp.route("/gestio/formacions/<slug>/places", methods=["GET", "POST"])
@guards.requires(EDIT)
@csrf.recovers
def change_places(slug: str) -> ResponseReturnValue:
    """What will happen is said first; only what was said is done."""
    one, foreseen = get_training(slug), []
    form = PlacesForm(
        has_two_ways=one.has_two_ways,
        data={
            "capacity": "" if one.capacity is None else str(one.capacity),
            "online_capacity": "" if one.online_capacity is None else str(one.online_capacity),
        },
    )
    status, headers = status_of(form)
    if form.validate_on_submit():
        capacity, online = form.places
        if (capacity, online) == (one.capacity, one.online_capacity if one.has_two_ways else None):
            form.add_problem(_("These are the places that it has already."), field=form.capacity)
        else:
            foreseen = foresee_places(one, capacity=capacity, online_capacity=online, now=clock.now())
            mark, status = mark_of_forecasts(foreseen), 200
            if form.seen.data == mark:
                change = partial(
                    placing.change_places,
                    one.id,
                    capacity=capacity,
                    online_capacity=online,
                    seen=mark,
                    actor=guards.get_viewer().contact,
                )
                try:
                    in_transaction(lambda: change(now=clock.now()))
                except RuleBroken as refusal:
                    status, headers = refuse(form, refusal)
                    one = get_training(slug)
                    foreseen = foresee_places(one, capacity=capacity, online_capacity=online, now=clock.now())
                else:
                    flash(_("The places are changed."), "success")
                    return to_training(one.slug)
            form.seen.data = mark_of_forecasts(foreseen)
    return render_template("registrations/places.html", **shown(one), form=form, foreseen=foreseen), status, headers


def get_training(slug: str) -> Training:
    return find_at_desk(slug) or guards.refuse()


def to_training(slug: str) -> Response:
    return redirect(url_for("registrations_desk.training", slug=slug), 303)


def shown(one: Training, title: Title | None = None) -> dict[str, object]:
    """What all pages about it show. Its title stands as it was written: who keeps it looks for that one."""
    now = clock.now()
    over = is_over(one.ends_at, now)
    return {
        "one": one,
        "title": title or queries.list_titles([one.id], one.language)[one.id],
        "has_begun": one.starts_at is not None and one.starts_at <= now,
        "is_over": over,
        "can_add": door_of(one, now) in OPEN_TO_TEAM and guards.get_viewer().can("registrations.decide"),
        "can_publish": not one.is_public and guards.get_viewer().can(PUBLISH),
        "can_cancel": one.status != Status.CANCELLED and not over and guards.get_viewer().can(PUBLISH),
        "can_write": not over and one.status != Status.CANCELLED and guards.get_viewer().can(EDIT),
        "can_change_places": not over and one.status != Status.CANCELLED and guards.get_viewer().can(EDIT),
    }
