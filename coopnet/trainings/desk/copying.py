"""The same training again, on other days."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.desk.blueprint import bp
from coopnet.trainings.forms.copying import CopyForm
from coopnet.trainings.forms.moments import day_of
from coopnet.trainings.queries.addresses import find_at_desk
from coopnet.trainings.queries.editions import list_editions
from coopnet.trainings.rules.shifting import next_day
from coopnet.trainings.service import copying
from coopnet.trainings.service.snapshots import read
from coopnet.web import csrf, guards
from coopnet.web.refusals import refuse, status_of


@bp.route("/gestio/formacions/<slug>/copia", methods=["GET", "POST"])
@guards.requires("trainings.edit")
@csrf.recovers
def copy(slug: str) -> ResponseReturnValue:
    one, now = find_at_desk(slug) or guards.refuse(), clock.now()
    draft = read(one.id)
    first = clock.to_local(draft.sessions[0].starts_at).date() if draft.sessions else None
    form = CopyForm(data={"day": next_day(first, clock.to_local(now).date()).isoformat() if first else ""})
    status, headers = status_of(form)
    day = day_of(form.day.data)
    if form.validate_on_submit() and day is not None:
        make = partial(copying.copy, one.id, day, form_key=str(form.form_key.data), actor=guards.get_viewer().contact)
        try:
            made = in_transaction(lambda: make(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("This is the new edition: look at its dates. Nobody sees it until it is published."), "success")
            return redirect(url_for("trainings_desk.write", slug=made), 303)
    page = render_template(
        "trainings/copy.html",
        one=one,
        title=draft.title,
        language_of_title=draft.language,
        sessions=draft.sessions,
        form=form,
        editions=list_editions(one.series, but=one.id, language=current_language(), now=now, is_team=True),
    )
    return page, status, headers
