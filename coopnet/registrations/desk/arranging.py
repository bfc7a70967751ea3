"""What people need to be able to take part, as a list of things to do: who does each, and what is done."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.training import get_training, shown
from coopnet.registrations.queries.arranging import ARRANGE, read_needs
from coopnet.registrations.service import arranging
from coopnet.web import guards

LONGEST = 60  # of a need's code


@bp.get("/gestio/formacions/<slug>/necessitats")
@guards.requires(ARRANGE)
def needs(slug: str) -> str:
    one = get_training(slug)
    return render_template("registrations/needs.html", **shown(one), needs=read_needs(one.id))


@bp.post("/gestio/formacions/<slug>/necessitats/agafa")
@guards.requires(ARRANGE)
def take_need(slug: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    take = partial(arranging.take, actor=viewer.contact, actor_key=viewer.key)
    return _press(slug, take, _("You take care of it."), _("Somebody else has taken it already."))


@bp.post("/gestio/formacions/<slug>/necessitats/fet")
@guards.requires(ARRANGE)
def finish_need(slug: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    finish = partial(arranging.finish, actor=viewer.contact, actor_key=viewer.key)
    return _press(slug, finish, _("Noted: it is arranged."), _("It was arranged already."))


@bp.post("/gestio/formacions/<slug>/necessitats/torna")
@guards.requires(ARRANGE)
def reopen_need(slug: str) -> ResponseReturnValue:
    reopen = partial(arranging.reopen, actor=guards.get_viewer().contact)
    return _press(slug, reopen, _("It has to be done again."), _("It had to be done already."))


def _press(slug: str, act: Callable[..., int], done: str, known: str) -> ResponseReturnValue:
    one, code = get_training(slug), request.form.get("mena", "")[:LONGEST]
    key, address = one.id, one.slug
    count = in_transaction(lambda: act(key, code, now=clock.now()))
    flash(done if count else known, "success" if count else "warning")
    return redirect(url_for("registrations_desk.needs", slug=address, _anchor=f"n-{code}"), 303)
