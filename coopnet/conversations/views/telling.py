"""One side tells the team that something is wrong."""

from functools import partial

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import ReportForm
from coopnet.conversations.queries.finding import shown_name
from coopnet.conversations.service import reporting
from coopnet.conversations.views.blueprint import bp
from coopnet.conversations.views.sitting import back_to, sit
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, limits
from coopnet.web.refusals import refuse, status_of


@bp.route("/xarxa/converses/<token>/avisa", methods=["GET", "POST"])
@csrf.recovers
def report(token: str) -> ResponseReturnValue:
    seat = sit(token)
    form = ReportForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        work = partial(reporting.report, seat.me.public_id, str(form.text.data), blocks=bool(form.blocks.data))
        try:
            limits.check("post_report", seat.me.public_id)
            in_transaction(lambda: work(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("Thank you: the team will look at it. It keeps what was written until now."), "success")
            return back_to(token)
    page = render_template("conversations/report.html", form=form, token=token, name=shown_name(seat.other))
    return page, status, headers
