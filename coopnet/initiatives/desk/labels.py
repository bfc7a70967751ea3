"""Labels, for the entity that alone may give them: who says to have one, who has it, given and withdrawn."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.forms import LabelForm
from coopnet.initiatives.queries import granters
from coopnet.initiatives.queries.granters import SHOWN, Granter
from coopnet.initiatives.queries.profile import follow
from coopnet.initiatives.queries.standing import Standing, find_by_slug
from coopnet.initiatives.rules.states import READABLE, Status, is_label
from coopnet.initiatives.service import labelling
from coopnet.vocabulary.queries import term_label
from coopnet.web import csrf, guards, moved
from coopnet.web.pagination import page_number, pages_around
from coopnet.web.refusals import refuse, status_of


@bp.get("/gestio/distintius/")
@guards.requires("labels.give")
def labels() -> str:
    counted = granters.count_labels(guards.get_viewer()) or guards.refuse()
    return render_template("initiatives/labels.html", labels=[(each, _name(each.code)) for each in counted])


@bp.route("/gestio/distintius/<code>", methods=["GET", "POST"])
@guards.requires("labels.give")
@csrf.recovers
def show_label(code: str) -> ResponseReturnValue:
    granter, viewer = _find(code)
    form = LabelForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        slug = granters.find_slug(str(form.who.data))
        if slug is not None:
            return _give(code, slug, viewer)
        status, headers = refuse(form, RuleBroken("initiative_not_found"), field=form.who)
    counted = next(each for each in granters.count_labels(viewer) if each.code == code)
    last = max(1, -(-counted.standing // SHOWN))
    page = page_number(request.args, at_most=last)
    shown = render_template(
        "initiatives/label.html",
        code=code,
        name=_name(code),
        granter=granter,
        counted=counted,
        waiting=granters.list_waiting(code),
        standing=granters.list_standing(code, page=page),
        pages=pages_around(
            page, last=last, address_of=lambda number: url_for("initiatives_desk.show_label", code=code, pagina=number)
        ),
        form=form,
    )
    return shown, status, headers


@bp.post("/gestio/distintius/<code>/<slug>/dona")
@guards.requires("labels.give")
def give_label(code: str, slug: str) -> ResponseReturnValue:
    _granter, viewer = _find(code)
    return _give(code, _entity(slug).slug, viewer)


@bp.route("/gestio/distintius/<code>/<slug>/retira", methods=["GET", "POST"])
@guards.requires("labels.give")
def withdraw_label(code: str, slug: str) -> ResponseReturnValue:
    granter, viewer = _find(code)
    kept = _entity(slug)
    label = granters.find_label(code, kept.id) or guards.refuse()
    stands = is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at)
    if request.method == "POST":
        take = partial(labelling.withdraw if stands else labelling.decline, slug, code, actor=viewer.contact)
        if in_transaction(lambda: take(now=clock.now())):
            flash(_("It does not have the label any more.") if stands else _("It will not have the label."), "success")
        return redirect(url_for("initiatives_desk.show_label", code=code), 303)
    return render_template(
        "initiatives/label_withdraw.html",
        code=code,
        name=_name(code),
        granter=granter,
        label=label,
        stands=stands,
    )


def _give(code: str, slug: str, viewer: Viewer) -> ResponseReturnValue:
    give = partial(labelling.grant, slug, code, actor=viewer.contact)
    if in_transaction(lambda: give(now=clock.now())):
        flash(_("The label is given: it stands on the profile from now on."), "success")
    else:
        flash(_("It has the label already."), "info")
    return redirect(url_for("initiatives_desk.show_label", code=code), 303)


def _find(code: str) -> tuple[Granter, Viewer]:
    """To whoever may not give it, the label does not exist."""
    viewer = guards.get_viewer()
    granter = granters.find_granter(code)
    if granter is None or not granter.lets(viewer):
        guards.refuse()
    return granter, viewer


def _entity(slug: str) -> Standing:
    """An address that it had leads to the same page of what it is called now, or was merged into."""
    kept = find_by_slug(slug)
    if kept is not None and kept.status != Status.MERGED:
        return kept
    found = follow(slug)
    return moved.lead_to(found.slug) if found is not None and found.status in READABLE else guards.refuse()


def _name(code: str) -> str:
    return term_label("qualifications", code, current_language())
