"""Many at once: some or all of a list are accepted, declined, cancelled or written to, said before it is done."""

import hashlib
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.people import GROUPS
from coopnet.registrations.desk.registration import DECIDE
from coopnet.registrations.desk.training import get_training, shown
from coopnet.registrations.forms.many import ManyForm, make_write_form
from coopnet.registrations.letters.previews import Preview
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.many import find_progress, list_chosen
from coopnet.registrations.rules.many import CONCERNED, MOST, Act
from coopnet.registrations.service import many as service
from coopnet.trainings.models import Training
from coopnet.web import csrf, guards
from coopnet.web.refusals import status_of

ACTS = {act.value: act for act in Act}


@bp.post("/gestio/formacions/<slug>/inscripcions/moltes")
@guards.requires(DECIDE)
@csrf.recovers
def many(slug: str) -> ResponseReturnValue:
    """First from the list, with those that were ticked; then from its own page, once what will happen was shown."""
    one, act = get_training(slug), ACTS.get(request.form.get("act", ""))
    chosen = _chosen(one)
    if act is None or not chosen:
        flash(_("Tick somebody first, or all of the list."), "warning")
        return redirect(url_for("registrations_desk.people", slug=one.slug), 303)
    meant = [each for each in chosen if each.state in CONCERNED[act]]
    ids = " ".join(each.public_id for each in meant)
    languages = sorted({each.language for each in meant}) if act == Act.WRITE else []
    form = make_write_form(languages, act=act.value, chosen=ids)
    is_first = "chosen" not in request.form
    status, headers = (200, {}) if is_first else status_of(form)
    is_shown = act != Act.WRITE
    if is_first:
        form.process(formdata=None, data={"act": act.value, "chosen": ids})
    elif form.validate_on_submit():
        if form.seen.data == form.mark:
            return _begin(one, act, form, [each.public_id for each in chosen])
        status, is_shown = 200, True
    if is_shown and not form.problems:
        form.seen.data = form.mark
    page = render_template(
        "registrations/many.html",
        **shown(one),
        form=form,
        act=act.value,
        chosen=chosen,
        meant=meant,
        previews=_previews(one, form, meant) if is_shown and act == Act.WRITE else [],
        is_shown=is_shown and not form.problems,
    )
    return page, status, headers


@bp.get("/gestio/formacions/<slug>/feina/<key>")
@guards.requires(DECIDE)
def progress(slug: str, key: str) -> str:
    """How far it has come; whoever leaves the page finds it again here."""
    one = get_training(slug)
    found = find_progress(key, one.public_id) or guards.refuse()
    return render_template("registrations/progress.html", **shown(one), progress=found)


def _previews(one: Training, form: ManyForm, meant: list[Registration]) -> list[Preview]:
    """As the first one of each language reads it."""
    found, facts = [], queries.read_many_facts([one.id])[one.id]
    for language, said in form.texts.items():
        readers = [each for each in meant if each.language == language]
        with in_language(language):
            greeting = _("Hello, %(name)s:", name=readers[0].guardian_name or readers[0].name)
            link = _("See, change or cancel your registration")
        subject = f"{said['subject']}: {facts.title(language).text}"
        found.append(Preview(language, len(readers), subject, [greeting, *said["text"].split("\n"), link]))
    return found


def _chosen(one: Training) -> list[Registration]:
    """Of this training alone, whatever ids were sent."""
    if "chosen" in request.form:
        return list(list_chosen(one.id, public_ids=request.form["chosen"].split()[:MOST]))
    if request.form.get("tots"):
        return list(list_chosen(one.id, states=GROUPS.get(request.form.get("estat", ""), GROUPS["totes"])))
    return list(list_chosen(one.id, public_ids=request.form.getlist("id")[:MOST]))


def _begin(one: Training, act: Act, form: ManyForm, public_ids: list[str]) -> Response:
    """The page's own key is the job's: sent twice, it is one."""
    key = hashlib.sha256(f"{one.public_id}|{form.form_key.data}".encode()).hexdigest()[:24]
    work = partial(
        service.begin,
        one,
        act,
        public_ids,
        key=key,
        texts=form.texts,
        actor=guards.get_viewer().contact,
    )
    address = one.slug
    in_transaction(lambda: work(now=clock.now()))
    return redirect(url_for("registrations_desk.progress", slug=address, key=key), 303)
