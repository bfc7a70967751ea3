"""My data: as a file, and erased."""

import json
from collections.abc import Sequence
from typing import cast

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.service.erasing import erase
from coopnet.accounts.views.blueprint import bp
from coopnet.foundation import clock, personal_data
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.web import csrf, guards, slots
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of


@bp.get("/compte/dades.json")
@guards.signed_in
def my_data() -> Response:
    viewer = guards.get_viewer()
    text = json.dumps(personal_data.export(viewer.account_id), indent=1, ensure_ascii=False)
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="coopnet.json")
    return answer


@bp.route("/compte/esborra", methods=["GET", "POST"])
@guards.signed_in
@csrf.recovers
def erase_me() -> ResponseReturnValue:
    """Says first what will happen to what: each room its own."""
    viewer = guards.get_viewer()
    form = PressForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: erase(viewer.key, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            guards.sign_out()
            return redirect(url_for("accounts.erased"), 303)
    lines = [line for said in slots.fill("accounts.erasing", viewer).values() for line in cast("Sequence[str]", said)]
    return render_template("accounts/erase.html", form=form, lines=lines), status, headers


@bp.get("/compte/esborrat")
def erased() -> str:
    return render_template("accounts/erased.html")
