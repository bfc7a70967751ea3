"""A volunteer's statement of hours, for who coordinates: printed for somebody who has no printer, or no e-mail."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.network.desk.blueprint import bp
from coopnet.network.forms.statement import as_file, read_asked
from coopnet.network.models import Volunteer
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.volunteers import find_volunteer
from coopnet.web import guards, limits


@bp.get("/gestio/xarxa/voluntariat/<public_id>/certificat")
@guards.requires(COORDINATE)
def statement(public_id: str) -> str:
    return _page(public_id, is_late=False)


@bp.get("/gestio/xarxa/voluntariat/<public_id>/certificat.pdf")
@guards.requires(COORDINATE)
def statement_pdf(public_id: str) -> ResponseReturnValue:
    volunteer = _find(public_id)
    limits.check("statement", guards.get_viewer().account_id)
    return as_file(volunteer) or (_page(public_id, is_late=True), 503, {"Retry-After": "60"})


def _find(public_id: str) -> Volunteer:
    """404 also for who was erased: a statement of nobody is none."""
    found = find_volunteer(public_id)
    return found if found is not None and found.name else abort(404)


def _page(public_id: str, *, is_late: bool) -> str:
    volunteer = _find(public_id)
    found = read_asked(volunteer)
    return render_template(
        "network/statement.html",
        statement=found,
        is_late=is_late,
        here=url_for("network_desk.statement", public_id=public_id),
        pdf=url_for("network_desk.statement_pdf", public_id=public_id, des=found.first, fins=found.last),
        way_back=(volunteer.name, url_for("network_desk.volunteer", public_id=public_id)),
    )
