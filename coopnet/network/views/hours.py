"""A volunteer writes down their minutes; who was helped confirms them in one press by link."""

from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.forms.hours import HoursForm
from coopnet.network.queries.hours import find_by_link
from coopnet.network.queries.proposals import list_of_volunteer
from coopnet.network.queries.volunteers import find_by_link as find_volunteer_by_link
from coopnet.network.rules.hours import By
from coopnet.network.rules.posts import is_form_key
from coopnet.network.rules.proposals import State
from coopnet.network.service import logging_hours
from coopnet.network.views.blueprint import bp
from coopnet.web import csrf, limits
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

OF_DAYS = {"hours_day", "hours_before"}


@bp.route("/xarxa/voluntariat/meu/<token>/hores", methods=["GET", "POST"])
@csrf.recovers
def log_hours(token: str) -> ResponseReturnValue:
    volunteer = find_volunteer_by_link(token) or abort(404)
    helped = [(one.public_id, one.post.title) for one in list_of_volunteer(volunteer.id) if one.state == State.AGREED]
    form = HoursForm(today=clock.to_local(clock.now()).date(), helped=helped)
    status, headers = status_of(form)
    if form.validate_on_submit():
        work = partial(
            logging_hours.log,
            volunteer.public_id,
            str(form.proposal.data),
            day=form.day,
            minutes=int(form.minutes.data),
            form_key=form.form_key.data if is_form_key(form.form_key.data or "") else None,
        )
        try:
            limits.check("hours", volunteer.public_id)
            in_transaction(lambda: work(now=clock.now()))
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal, field=form.on if refusal.code in OF_DAYS else form.minutes)
        else:
            flash(_("It is written down. Whoever you helped is asked to confirm it."), "success")
            return redirect(url_for("network.volunteer", token=token, _anchor="hours"), 303)
    return render_template("network/log_hours.html", form=form, token=token, can=bool(helped)), status, headers


@bp.post("/xarxa/voluntariat/meu/<token>/hores/<hours_id>/treu")
def take_back_hours(token: str, hours_id: str) -> ResponseReturnValue:
    """What somebody wrote down by mistake, until it is confirmed."""
    volunteer = (find_volunteer_by_link(token) or abort(404)).public_id
    done = in_transaction(lambda: logging_hours.take_back(volunteer, hours_id))
    if done:
        flash(_("It is taken off."), "success")
    else:
        flash(_("It is confirmed already, or no longer here. If it is wrong, call us."), "warning")
    return redirect(url_for("network.volunteer", token=token, _anchor="hours"), 303)


@bp.route("/xarxa/hores/<token>", methods=["GET", "POST"])
@csrf.recovers
def confirm_hours(token: str) -> ResponseReturnValue:
    hours = find_by_link(token) or abort(404)
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        public_id = hours.public_id
        in_transaction(lambda: logging_hours.confirm(public_id, By.ASKER, now=clock.now()))
        return redirect(url_for("network.confirm_hours", token=token), 303)
    return render_template("network/confirm_hours.html", hours=hours, form=form), status, headers
