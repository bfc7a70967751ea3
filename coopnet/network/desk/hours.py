"""Time of help that a support point confirms, for people who have no letter box."""

from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.queries.hours import find_hours, list_to_confirm
from coopnet.network.rules.hours import By
from coopnet.network.service import logging_hours
from coopnet.web import guards

HELP = "registrations.help"


@bp.get("/gestio/xarxa/hores")
@guards.requires(HELP)
def hours() -> str:
    return render_template("network/hours_desk.html", found=list_to_confirm(guards.get_viewer()))


@bp.post("/gestio/xarxa/hores/<public_id>")
@guards.requires(HELP)
def confirm_at_point(public_id: str) -> ResponseReturnValue:
    """Whoever stands at the point says that it is right."""
    found = find_hours(public_id)
    if found is None or found.point is None:
        abort(404)
    viewer = guards.check(HELP, subject_kind="point", subject_id=found.point)
    work = partial(logging_hours.confirm, public_id, By.POINT, actor=viewer.contact)
    in_transaction(lambda: work(now=clock.now()))
    flash(_("It is confirmed."), "success")
    return redirect(url_for("network_desk.hours"), 303)
