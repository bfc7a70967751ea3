"""The page on which somebody offers to help, without an account."""

import hashlib
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import EMAIL, PHONE
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.network.forms import volunteer_notices
from coopnet.network.forms.volunteering import VolunteerForm
from coopnet.network.rules.volunteering import OutcomeKind
from coopnet.network.service import volunteering
from coopnet.network.views.blueprint import bp
from coopnet.network.views.volunteer import own_page
from coopnet.web import csrf, guards, limits
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of


@bp.route("/xarxa/voluntariat", methods=["GET", "POST"])
@csrf.recovers
def volunteer_form() -> ResponseReturnValue:
    notice = volunteer_notices.notice()
    form = VolunteerForm(commitment=volunteer_notices.commitment(), notice=notice, data=_known())
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _offer(form)
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
    return render_template("network/volunteer_form.html", form=form, notice=notice), status, headers


@bp.get("/xarxa/voluntariat/enviat")
def volunteer_sent_again() -> str:
    return render_template("network/volunteer_sent_again.html", is_by_phone=is_by_phone())


def _offer(form: VolunteerForm) -> ResponseReturnValue:
    application = form.read()
    who = hashlib.sha256(application.contact.key.encode()).hexdigest()
    limits.check("volunteer", who, limits.of_reader())
    limits.check("volunteer_everywhere", who)
    outcome = in_transaction(lambda: volunteering.offer(application, now=clock.now()))
    if outcome.kind == OutcomeKind.ALREADY_THERE:
        return redirect(url_for("network.volunteer_sent_again", per=sent_per(application.contact.email)), 303)
    if outcome.kind == OutcomeKind.SAME_FORM:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    return own_page(outcome.public_id, outcome.link_version)


def _known() -> dict[str, Any]:
    """What a person who has signed in need not type again."""
    viewer = guards.find_viewer()
    if viewer is None or not viewer.is_whole:
        return {}
    addresses = {address.kind: address.value for address in reversed(list_verified(viewer.key))}
    phone = addresses.get(PHONE)
    return {
        "name": viewer.name,
        "email": addresses.get(EMAIL, ""),
        "phone": shown_phone(phone) if phone else "",
        "language": viewer.language,
    }
