"""A volunteer's statement of hours, and the page that says whether one is genuine."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.network.forms.statement import as_file, read_asked
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
    return as_file(volunteer) or (_page(token, is_late=True), 503, {"Retry-After": "60"})


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
    found = read_asked(volunteer)
    return render_template(
        "network/statement.html",
        statement=found,
        is_late=is_late,
        here=url_for("network.statement", token=token),
        pdf=url_for("network.statement_pdf", token=token, des=found.first, fins=found.last),
        way_back=("", url_for("network.volunteer", token=token, _anchor="hours")),
    )
