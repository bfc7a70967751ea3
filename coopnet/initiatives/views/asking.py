"""Two forms for anybody: write to an initiative, say that something is wrong. Neither shows an address."""

import math

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.emails import normal_email
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives import queries
from coopnet.initiatives.forms import MessageForm, ReportForm
from coopnet.initiatives.queries import Profile
from coopnet.initiatives.rules.states import ReportReason, Status
from coopnet.initiatives.service import asking
from coopnet.initiatives.views.blueprint import bp
from coopnet.web import limits
from coopnet.web.forms import Form

NAMES = 100  # of a form's key


@bp.route("/iniciatives/<slug>/escriu", methods=["GET", "POST"])
def write(slug: str) -> ResponseReturnValue:
    profile = _find(slug)
    if not profile.can_be_written or profile.status == Status.CLOSED:
        abort(404)
    form = MessageForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        name, email, text = str(form.name.data), str(form.email.data), str(form.text.data)
        key, number, language = str(form.form_key.data)[:NAMES], profile.id, current_language()
        try:
            limits.check("initiative_message", normal_email(email))
            limits.check("initiative_letters", profile.public_id)
            in_transaction(
                lambda: asking.write_to(
                    number, name=name, email=email, text=text, language=language, form_key=key, now=clock.now()
                )
            )
        except limits.TooMany as refusal:
            headers = _say_too_often(form, refusal)
            return render_template("initiatives/write.html", profile=profile, form=form), 429, headers
        flash(_("Your message is on its way. They will answer you by e-mail."), "success")
        return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/write.html", profile=profile, form=form), status


@bp.route("/iniciatives/<slug>/avisa", methods=["GET", "POST"])
def report(slug: str) -> ResponseReturnValue:
    profile = _find(slug)
    form = ReportForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        reason, text = ReportReason(str(form.reason.data)), str(form.text.data or "")
        key, number = str(form.form_key.data)[:NAMES], profile.id
        limits.check("initiative_report", limits.of_reader(), profile.public_id)
        in_transaction(lambda: asking.report(number, reason=reason, text=text, form_key=key, now=clock.now()))
        flash(_("Thank you: the team will look at it."), "success")
        return redirect(url_for("initiatives.show", slug=slug), 303)
    return render_template("initiatives/report.html", profile=profile, form=form), status


def _say_too_often(form: Form, refusal: limits.TooMany) -> dict[str, str]:
    seconds = int(dict(refusal.get_headers())["Retry-After"])
    form.add_problem(
        ngettext(
            "That was too often. Nothing is lost: wait %(num)d minute and press the button again.",
            "That was too often. Nothing is lost: wait %(num)d minutes and press the button again.",
            math.ceil(seconds / 60),
        )
    )
    return {"Retry-After": str(seconds)}


def _find(slug: str) -> Profile:
    return queries.find_public(slug, language=current_language()) or abort(404)
