"""People: found, with what they may do; roles given and taken, somebody kept out and let in again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.words import role_in_words
from coopnet.accounts.rules.giving import givable, is_within_reach
from coopnet.accounts.rules.roles import Role, subject_kind_of
from coopnet.desk.forms import FindForm, GiveForm
from coopnet.desk.queries.people import (
    SHOWN,
    Held,
    Person,
    Profile,
    find_by_contact,
    find_profile,
    list_by_name,
    list_staff,
)
from coopnet.desk.service import people as service
from coopnet.desk.views.blueprint import bp
from coopnet.foundation import clock, subjects
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, guards
from coopnet.web.forms import Form
from coopnet.web.refusals import Refused, refuse, status_of

Act = Callable[..., bool]

bp.app_template_filter()(role_in_words)


@bp.route("/gestio/persones", methods=["GET", "POST"])
@guards.requires("people.see")
@csrf.recovers
def people() -> ResponseReturnValue:
    """What is typed is posted, so that nobody's contact stands in an address."""
    form = FindForm()
    status, headers = status_of(form)
    found: list[Person] = []
    if form.validate_on_submit():
        one, found = _find(form)
        if one is not None:
            return redirect(url_for("desk.person", public_id=one), 303)
        if found:
            status = 200
        else:
            form.add_problem(_("There is no account like this. Whoever signs in once has one."), field=form.who)
    page = render_template(
        "desk/people.html", form=form, staff=list_staff(), found=found[:SHOWN], are_more=len(found) > SHOWN
    )
    return page, status, headers


def _find(form: FindForm) -> tuple[str | None, list[Person]]:
    """The one whose contact was typed, or those whose name it may be."""
    viewer = guards.get_viewer()
    one = find_by_contact(form.address) if form.address else None
    found = [] if form.address else list_by_name(form.who.data)
    count = len(found) if one is None else 1
    if count:
        in_transaction(lambda: service.note_finding(one, count=count, by=viewer, now=clock.now()))
    return one, found


@bp.get("/gestio/persones/<public_id>")
@guards.requires("people.see")
def person(public_id: str) -> str:
    profile, viewer = _get(public_id), guards.get_viewer()
    mine = givable(viewer.roles)
    return render_template(
        "desk/person.html",
        profile=profile,
        person=profile.person,
        givable={role.value for role in mine},
        is_within_reach=is_within_reach(profile.person.roles, of=viewer.roles),
    )


@bp.route("/gestio/persones/<public_id>/dona", methods=["GET", "POST"])
@guards.requires("people.grant")
@csrf.recovers
def give_role(public_id: str) -> ResponseReturnValue:
    person, form, viewer = _get(public_id).person, GiveForm(), guards.get_viewer()
    form.offer(givable(viewer.roles))
    status, headers = status_of(form)
    if form.validate_on_submit():
        role, slug = Role(form.role.data), form.slug
        subject_id = _find_subject(role, slug) if slug else None
        if slug and subject_id is None and subject_kind_of(role):
            form.add_problem(_("Nothing of this kind has this address."), field=form.subject)
        else:
            give = partial(service.give, public_id, role, subject_id=subject_id or slug, by=viewer)
            try:
                is_new = in_transaction(lambda: give(now=clock.now()))
            except RuleBroken as refusal:
                status, headers = refuse(form, refusal, field=form.subject)
            else:
                flash(_("They have this role now.") if is_new else _("They had this role already."), "success")
                return redirect(url_for("desk.person", public_id=public_id), 303)
    return render_template("desk/give_role.html", form=form, person=person), status, headers


@bp.route("/gestio/persones/<public_id>/treu/<grant_id>", methods=["GET", "POST"])
@guards.requires("people.grant")
@csrf.recovers
def take_role(public_id: str, grant_id: str) -> ResponseReturnValue:
    profile = _get(public_id)
    held = _get_standing(profile, grant_id)
    return _press(
        "desk/take_role.html",
        profile.person,
        partial(service.take, public_id, grant_id),
        done=_("The role is taken away: what it let them do has ended, on every device."),
        held=held,
    )


@bp.route("/gestio/persones/<public_id>/bloca", methods=["GET", "POST"])
@guards.requires("people.block")
@csrf.recovers
def block(public_id: str) -> ResponseReturnValue:
    person = _get(public_id).person
    done = _("The account is blocked. Its sessions have ended.")
    return _press("desk/block.html", person, partial(service.block, public_id), done=done)


@bp.route("/gestio/persones/<public_id>/desbloca", methods=["GET", "POST"])
@guards.requires("people.block")
@csrf.recovers
def unblock(public_id: str) -> ResponseReturnValue:
    person = _get(public_id).person
    done = _("The account is unblocked: they can sign in again.")
    return _press("desk/unblock.html", person, partial(service.unblock, public_id), done=done)


def _press(template: str, person: Person, act: Act, *, done: str, **shown: Any) -> ResponseReturnValue:
    """A page that says what will happen, and one press that does it."""
    form, viewer = Form(), guards.get_viewer()
    refused: Refused = status_of(form)
    if form.validate_on_submit():
        try:
            in_transaction(lambda: act(by=viewer, now=clock.now()))
        except RuleBroken as refusal:
            refused = refuse(form, refusal)
        else:
            flash(done, "success")
            return redirect(url_for("desk.person", public_id=person.public_id), 303)
    return render_template(template, form=form, person=person, **shown), *refused


def _get(public_id: str) -> Profile:
    return find_profile(public_id, clock.now()) or guards.refuse()


def _get_standing(profile: Profile, grant_id: str) -> Held:
    return next((one for one in profile.standing if one.public_id == grant_id), None) or guards.refuse()


def _find_subject(role: Role, slug: str) -> str | None:
    kind = subject_kind_of(role)
    return subjects.find_public_id(kind, slug) if kind else None
