"""Who lost their link has it sent again. The answer is the same whether or not we know them."""

import hashlib

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.i18n import current_language
from coopnet.registrations.forms.changing import LinksForm
from coopnet.registrations.service import reminding
from coopnet.registrations.views.blueprint import bp
from coopnet.web import csrf, limits
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of


@bp.route("/inscripcions/", methods=["GET", "POST"])
@csrf.recovers
def find_mine() -> ResponseReturnValue:
    form = LinksForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            _ask(form)
        except (limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal)
        else:
            return redirect(url_for("registrations.links_sent", per=sent_per(form.contact.email)), 303)
    return render_template("registrations/find_mine.html", form=form), status, headers


def _ask(form: LinksForm) -> None:
    contact, language = form.contact, current_language()
    for one in contact.each:
        limits.check("links", hashlib.sha256(one.key.encode()).hexdigest(), limits.of_reader())
    in_transaction(lambda: reminding.ask_for_links(contact, language=language, now=clock.now()))


@bp.get("/inscripcions/enviades")
def links_sent() -> str:
    return render_template("registrations/links_sent.html", is_by_phone=is_by_phone())
