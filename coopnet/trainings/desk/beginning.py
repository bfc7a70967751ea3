"""A training is begun with a title; all else has time."""

from functools import partial

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.trainings.desk.blueprint import bp
from coopnet.trainings.forms.beginning import BeginForm
from coopnet.trainings.service import writing
from coopnet.web import csrf, guards
from coopnet.web.refusals import status_of


@bp.route("/gestio/formacions/nova", methods=["GET", "POST"])
@guards.requires("trainings.edit")
@csrf.recovers
def begin() -> ResponseReturnValue:
    form = BeginForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        start = partial(
            writing.begin,
            str(form.title.data),
            language=str(form.language.data),
            form_key=str(form.form_key.data),
            actor=guards.get_viewer().contact,
        )
        slug = in_transaction(lambda: start(now=clock.now()))
        return redirect(url_for("trainings_desk.write", slug=slug), 303)
    return render_template("trainings/begin.html", form=form), status, headers
