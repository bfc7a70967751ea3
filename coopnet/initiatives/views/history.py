"""The history of a profile, for its editors and for the team; what changed can be taken back."""

from collections.abc import Callable, Mapping
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.forms import UndoForm
from coopnet.initiatives.models import InitiativeChange
from coopnet.initiatives.queries.history import SHOWN, find_change, is_closed_by_its_own, list_changes
from coopnet.initiatives.queries.keepers import list_keepers
from coopnet.initiatives.queries.silent import SHOWN as STILL_SHOWN
from coopnet.initiatives.queries.silent import list_silent
from coopnet.initiatives.queries.standing import Standing
from coopnet.initiatives.queries.words import status_in_words
from coopnet.initiatives.rules.differences import undoable
from coopnet.initiatives.rules.histories import OWN_ADDRESS, SHEET, SYSTEM
from coopnet.initiatives.rules.states import LISTED, READABLE, SILENT, Status
from coopnet.initiatives.service import freshness, publishing, undoing
from coopnet.initiatives.views import keeping
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.differing import name_of, show, show_change, why_it_stays
from coopnet.initiatives.views.labels import confirmed
from coopnet.web import csrf, guards, keyset
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of


@bp.get("/gestio/iniciatives/<slug>/historia")
@guards.requires("initiatives.edit")
def history(slug: str) -> str:
    kept = _find(slug)
    rows = list_changes(kept.id, before=keyset.key_of(request.args))
    viewer, names = guards.get_viewer(), _names(kept)
    return render_template(
        "initiatives/history.html",
        profile=kept,
        status=status_in_words(kept.status),
        freshness=confirmed(kept.confirmed_at, now=clock.now())[0],
        can_confirm=kept.status in LISTED | SILENT,
        can_reopen=kept.status in READABLE - LISTED
        and (viewer.can("initiatives.moderate") or (kept.status == Status.CLOSED and is_closed_by_its_own(kept.id))),
        changes=[
            {
                "version": row.version,
                "at": row.at,
                "who": who(row, viewer, names),
                "is_first": not row.before and "name" in row.after,
                "shown": show_change(row.before, row.after) if row.before else [],
                "can_undo": bool(row.before and undoable(row.before, row.after)),
                "why_it_stays": why_it_stays(row.before, row.after) if row.before else None,
            }
            for row in rows[:SHOWN]
        ],
        after=rows[SHOWN - 1].version if len(rows) > SHOWN else None,
    )


@bp.route("/gestio/iniciatives/<slug>/historia/<int:version>/desfes", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@csrf.recovers
def undo(slug: str, version: int) -> ResponseReturnValue:
    kept = _find(slug)
    change = find_change(kept.id, version) or abort(404)
    foreseen = undoing.foresee(kept.id, version) or abort(404)
    form = UndoForm(version=kept.version)
    status, headers = status_of(form)
    if form.validate_on_submit():
        take_back = partial(
            undoing.undo,
            kept.public_id,
            version,
            actor=guards.get_viewer().contact,
            seen_version=form.version.data,
            with_later=bool(form.with_later.data),
        )
        try:
            saved = in_transaction(lambda: take_back(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            form.version.data = kept.version
        else:
            flash(_("That is taken back."), "success")
            return redirect(url_for("initiatives.history", slug=saved.slug), 303)
    return (
        render_template(
            "initiatives/undo.html",
            profile=kept,
            form=form,
            at=change.at,
            who=who(change, guards.get_viewer(), _names(kept)),
            shown=[show(each) for each in foreseen.taken],
            later=[name_of(leaf) for leaf in foreseen.later],
        ),
        status,
        headers,
    )


@bp.post("/gestio/iniciatives/<slug>/confirma")
@guards.requires("initiatives.edit")
def confirm(slug: str) -> ResponseReturnValue:
    kept, actor = _find(slug), guards.get_viewer().contact
    return _press(
        slug,
        lambda: freshness.confirm(kept.id, actor=actor, now=clock.now()),
        _("Thank you: the profile says now that it was confirmed today."),
    )


@bp.post("/gestio/iniciatives/<slug>/reobre")
@guards.requires("initiatives.edit")
def reopen(slug: str) -> ResponseReturnValue:
    """By the team; by who keeps it where its own people had closed it."""
    kept, viewer = _find(slug), guards.get_viewer()
    work = partial(publishing.reopen, kept.slug, actor=viewer.contact, is_team=viewer.can("initiatives.moderate"))
    return _press(
        slug,
        lambda: work(now=clock.now()),
        _("It stands in the lists again."),
    )


@bp.get("/gestio/iniciatives/silenci")
@guards.requires("initiatives.moderate")
def silent() -> str:
    rows = list_silent(after=keyset.key_of(request.args, "despres") or 0)
    return render_template(
        "initiatives/silent.html",
        rows=rows[:STILL_SHOWN],
        after=rows[STILL_SHOWN - 1].key if len(rows) > STILL_SHOWN else None,
    )


def _press(slug: str, change: Callable[[], object], done: str) -> ResponseReturnValue:
    return press(change, done, back=url_for("initiatives.history", slug=slug))


def _names(kept: Standing) -> dict[str, str]:
    """Of those who keep it, under every name that a history has for them; who keeps it too sees as much of them."""
    return {known: one.name or one.contact for one in list_keepers(kept.public_id) for known in one.known_as}


def who(change: InitiativeChange, viewer: Viewer, names: Mapping[str, str]) -> str:
    """By their role, and by name who keeps it still; the team that moderates also sees the person's address."""
    if change.actor == viewer.contact:
        return _("You")
    words = {
        "owner": _("Who answers for it"),
        "editor": _("An editor"),
        "plan": _("The plan's team"),
        "coordinator": _("The coordination"),
        "admin": _("The administration"),
        SHEET: _("A sheet of the team"),
    }
    by_itself = {SYSTEM: _("By itself"), OWN_ADDRESS: _("From its own address")}
    said = by_itself.get(change.actor) or words.get(change.role, _("Another person"))
    name = names.get(change.actor)
    if name is not None and not viewer.can("initiatives.moderate"):
        return f"{said}: {name}"
    if change.actor in by_itself or "@" not in change.actor or not viewer.can("initiatives.moderate"):
        return said
    return f"{said} ({change.actor})"


def _find(slug: str) -> Standing:
    return keeping.find(slug)[0]
