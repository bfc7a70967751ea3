"""The code that a phone's own camera has read: whose it is, and one big button. Opening it marks nobody."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.door import DoorOf
from coopnet.registrations.queries import ENTRY
from coopnet.registrations.queries.attendance import MARK, TEAM, list_people
from coopnet.registrations.rules.attendance import LISTED, is_door_open, pick_session
from coopnet.trainings.rules.states import Status
from coopnet.web import guards


@bp.get("/gestio/porta/codi/<token>")
@guards.requires(MARK)
def door_code(token: str) -> ResponseReturnValue:
    """For the session that is on now; another one of these days is chosen by its number (`sessio`)."""
    registration = queries.find_by_link(token, purpose=ENTRY) or guards.refuse()
    training, now = registration.training, clock.now()
    viewer = guards.check(MARK, subject_kind="training", subject_id=training.public_id)
    facts, is_team = queries.read_facts(training.id), viewer.can(TEAM)
    open_now = [one for one in facts.sittings if is_door_open(one.starts_at, one.ends_at, now, is_team=is_team)]
    wanted = request.args.get("sessio", "")
    chosen = next((one for one in open_now if str(one.number) == wanted), None)
    if chosen is None and open_now:
        chosen = open_now[pick_session([(one.starts_at, one.ends_at) for one in open_now], now)]
    if chosen is None or registration.state not in LISTED or training.status == Status.CANCELLED:
        return render_template(
            "registrations/door_not_now.html",
            title=facts.title(current_language()),
            sittings=facts.sittings,
            has_place=registration.state in LISTED,
            is_off=training.status == Status.CANCELLED,
        )
    people = list_people(training.id, chosen.public_id)
    return render_template(
        "registrations/door_code.html",
        here=DoorOf(training, facts.title(current_language()), chosen, is_team=is_team, is_open=True),
        party=sorted((one for one in people if one.public_id == registration.public_id), key=lambda one: one.number),
        others=[one for one in open_now if one is not chosen],
        token=token,
    )
