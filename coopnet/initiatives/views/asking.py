"""Two forms for anybody: write to an initiative, say that something is wrong. Neither shows an address."""

from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.emails import normal_email
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives import queries
from coopnet.initiatives.forms import MessageForm, ReportForm
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.rules.states import ReportReason, Status
from coopnet.initiatives.service import asking
from coopnet.initiatives.views.blueprint import bp
from coopnet.web import csrf, limits, moved
from coopnet.web.refusals import refuse, status_of

KEY_MAX = 100  # characters of a form's key


@bp.route("/iniciatives/<slug>/escriu", methods=["GET", "POST"])
@csrf.recovers
def write(slug: str) -> ResponseReturnValue:
    profile = _find(slug)
    if not profile.can_be_written or profile.status == Status.CLOSED:
        abort(404)
    form = MessageForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        send = partial(
            asking.write_to,
            profile.id,
            name=str(form.name.data),
            email=str(form.email.data),
            text=str(form.text.data),
            language=current_language(),
            form_key=str(form.form_key.data)[:KEY_MAX],
        )
        try:
            limits.check("initiative_message", normal_email(str(form.email.data)), limits.of_reader())
            limits.check("initiative_reader", limits.of_reader(), profile.public_id)
            limits.check("initiative_letters", profile.public_id)
            in_transaction(lambda: send(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("Your message is on its way. They will answer you by e-mail."), "success")
            return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/write.html", profile=profile, form=form), status, headers


@bp.route("/iniciatives/<slug>/avisa", methods=["GET", "POST"])
@csrf.recovers
def report(slug: str) -> ResponseReturnValue:
    profile = _find(slug)
    form = ReportForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        tell = partial(
            asking.report,
            profile.id,
            reason=ReportReason(str(form.reason.data)),
            text=str(form.text.data or ""),
            form_key=str(form.form_key.data)[:KEY_MAX],
        )
        try:
            limits.check("initiative_report", limits.of_reader(), profile.public_id)
            in_transaction(lambda: tell(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("Thank you: the team will look at it."), "success")
            return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/report.html", profile=profile, form=form), status, headers


def _find(slug: str) -> Profile:
    found = queries.find_public(slug, language=current_language())
    return found or moved.lead_to(queries.find_moved(slug) or abort(404))
