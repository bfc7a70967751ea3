"""A list to sign, on paper: twenty people on one side, and empty lines for who comes without having registered."""

from flask import render_template

from coopnet.foundation import district
from coopnet.foundation.i18n import ngettext
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.door import get_door
from coopnet.registrations.queries.attendance import MARK, list_people
from coopnet.registrations.rules.attendance import sides_of
from coopnet.trainings.rules.states import Way
from coopnet.web import guards


@bp.get("/gestio/formacions/<slug>/porta/<int:number>/full")
@guards.requires(MARK)
def door_sheet(slug: str, number: int) -> str:
    here = get_door(slug, number)
    training, facts = here.training, queries.read_facts(here.training.id)
    legal = district.current().legal
    if training.is_grant_funded:
        years = legal.retention.grant_years
        kept = ngettext(
            "By law this list is kept for %(num)d year, locked away: a public grant pays the training.",
            "By law this list is kept for %(num)d years, locked away: a public grant pays the training.",
            years,
        )
    else:
        months = legal.retention.registration_months
        kept = ngettext(
            "This list is destroyed %(num)d month after the last session.",
            "This list is destroyed %(num)d months after the last session.",
            months,
        )
    listed = list_people(training.id, here.sitting.public_id)
    people = [one for one in listed if not (training.has_two_ways and one.way == Way.ONLINE)]
    return render_template(
        "registrations/door_sheet.html",
        here=here,
        sides=sides_of([one.name for one in people]),
        sessions=len(facts.sittings),
        entities=list(dict.fromkeys([district.current().house_legal_name, *facts.entities])),
        where=", ".join(part for part in (here.sitting.room, here.sitting.venue, here.sitting.address) if part),
        kept=kept,
    )
