"""A volunteer's statement of hours, and the page that says whether one is genuine."""

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.pdf import NoDocument
from coopnet.network.forms.statement import make_statement, read_statement
from coopnet.network.models import Volunteer
from coopnet.network.queries.statement import find_facts
from coopnet.network.queries.volunteers import find_by_link
from coopnet.network.views.blueprint import bp
from coopnet.web import limits


@bp.get("/xarxa/voluntariat/meu/<token>/certificat")
def statement(token: str) -> str:
    return _page(token, is_late=False)


@bp.get("/xarxa/voluntariat/meu/<token>/certificat.pdf")
def statement_pdf(token: str) -> ResponseReturnValue:
    volunteer = _mine(token)
    limits.check("statement", volunteer.public_id)
    found = read_statement(volunteer, request.args, today=clock.to_local(clock.now()).date())
    try:
        made = make_statement(found)
    except NoDocument:
        return _page(token, is_late=True), 503, {"Retry-After": "60"}
    return Response(
        made, content_type="application/pdf", headers={"Content-Disposition": "attachment; filename=certificat.pdf"}
    )


@bp.get("/xarxa/certificats/<token>")
def check_statement(token: str) -> ResponseReturnValue:
    """To anybody: genuine or not, and what the code itself holds."""
    limits.check("statement_check", limits.of_reader())
    facts = find_facts(token)
    return render_template("network/check_statement.html", facts=facts), 200 if facts else 404


def _mine(token: str) -> Volunteer:
    """404 also for who was erased: a statement of nobody is none."""
    found = find_by_link(token)
    return found if found is not None and found.name else abort(404)


def _page(token: str, *, is_late: bool) -> str:
    volunteer = _mine(token)
    found = read_statement(volunteer, request.args, today=clock.to_local(clock.now()).date())
    return render_template(
        "network/statement.html",
        statement=found,
        is_late=is_late,
        here=url_for("network.statement", token=token),
        pdf=url_for("network.statement_pdf", token=token, des=found.first, fins=found.last),
        way_back=("", url_for("network.volunteer", token=token, _anchor="hours")),
    )
