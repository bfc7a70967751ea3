"""A support point's own page: what can be done for who stands there, and who must be told something."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, told
from coopnet.foundation.i18n import current_language
from coopnet.network.queries.points import HELP, find_point_of, list_points_of
from coopnet.places.queries import Point
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.queries.served import list_served
from coopnet.trainings.queries.filters import Filters
from coopnet.trainings.queries.listing import list_trainings
from coopnet.web import guards
from coopnet.web.choices import clean_query
from coopnet.web.pagination import page_number, pages_around

SHOWN = 8
MOST_PAGES = 1_000


@bp.get("/gestio/punt/")
@guards.requires(HELP)
def points() -> ResponseReturnValue:
    """Which of theirs they are at; for most there is one."""
    viewer = guards.get_viewer()
    found = list_points_of(viewer)
    if len(found) == 1:
        return redirect(url_for("registrations_desk.point", point=found[0].public_id), 303)
    backlogs = {one.point: one for one in told.list_backlogs(clock.now(), [each.public_id for each in found])}
    return render_template("registrations/points.html", points=found, backlogs=backlogs)


@bp.get("/gestio/punt/<point>/")
@guards.requires(HELP)
def point(point: str) -> str:
    here, now = get_point(point), clock.now()
    listing = list_trainings(Filters(), language=current_language(), now=now)
    backlogs = told.list_backlogs(now, [here.public_id])
    return render_template(
        "registrations/point.html",
        point=here,
        trainings=[card for card in listing.cards if card.standing.door == "open"][:SHOWN],
        backlog=backlogs[0] if backlogs else None,
        served=(people := list_served(here.public_id, now, limit=SHOWN)),
        titles=queries.list_titles([one.training_id for one in people], current_language()),
    )


@bp.get("/gestio/punt/<point>/formacions")
@guards.requires(HELP)
def trainings(point: str) -> str:
    """All that are to come, or those that some words find."""
    here, text = get_point(point), clean_query(request.args.get("q", ""))
    listing = list_trainings(
        Filters(text=text),
        language=current_language(),
        now=clock.now(),
        page=page_number(request.args, at_most=MOST_PAGES),
    )
    pages = pages_around(
        listing.page,
        last=listing.pages,
        address_of=lambda page: url_for("registrations_desk.trainings", point=point, q=text or None, pagina=page),
    )
    return render_template("registrations/point_trainings.html", point=here, listing=listing, text=text, pages=pages)


def get_point(public_id: str) -> Point:
    """404 alike for a point that is not theirs and for none."""
    return find_point_of(guards.get_viewer(), public_id) or guards.refuse()
