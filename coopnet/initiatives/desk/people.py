"""Who keeps a profile: invited, taken off, handed over, left."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.emails import normal_email
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.desk.blueprint import bp
from coopnet.initiatives.desk.finding import find
from coopnet.initiatives.forms.publishing import InviteForm
from coopnet.initiatives.queries.claims import list_invitations
from coopnet.initiatives.queries.keepers import KIND, is_last_owner, list_keepers
from coopnet.initiatives.queries.standing import Standing
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.initiatives.service import sharing
from coopnet.web import csrf, guards, limits
from coopnet.web.errors import in_words
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

ID_MAX = 40


@bp.route("/gestio/iniciatives/<slug>/persones", methods=["GET", "POST"])
@guards.requires("initiatives.edit")
@csrf.recovers
def people(slug: str) -> ResponseReturnValue:
    """Inviting is its form, for who may."""
    one, viewer = find(slug)
    may_share = viewer.can("initiatives.share", subject_kind=KIND, subject_id=one.public_id)
    form = InviteForm()
    status, headers = status_of(form)
    if form.is_submitted() and not may_share:
        guards.refuse()
    if form.validate_on_submit():
        email = normal_email(str(form.email.data))
        invite = partial(
            sharing.invite,
            one.id,
            email,
            role=Role.EDITOR,
            language=current_language(),
            actor=viewer.contact,
            who=viewer.name or viewer.contact,
        )
        try:
            limits.check("initiative_invite", viewer.account_id)
            limits.check("links", email)
            in_transaction(lambda: invite(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("The invitation is on its way to %(email)s.", email=email), "success")
            return redirect(url_for("initiatives_desk.people", slug=one.slug), 303)
    keepers = list_keepers(one.public_id)
    page = render_template(
        "initiatives/people.html",
        one=one,
        form=form,
        keepers=keepers,
        is_bound=one.status != Status.CLOSED and is_last_owner(keepers, viewer.account_id),
        is_public=one.status in READABLE,
        invitations=list_invitations(one.id) if may_share else [],
        may_share=may_share,
        me=viewer.account_id,
    )
    return page, status, headers


@bp.post("/gestio/iniciatives/<slug>/persones/treu")
@guards.requires("initiatives.share")
def remove_keeper(slug: str) -> ResponseReturnValue:
    one, viewer = find(slug, "initiatives.share")
    work = partial(sharing.remove, one.id, _whom(), actor=viewer.contact, now=clock.now())
    return _press(one, work, _("They no longer keep it."))


@bp.post("/gestio/iniciatives/<slug>/persones/cedeix")
@guards.requires("initiatives.hand_over")
def hand_over(slug: str) -> ResponseReturnValue:
    """The others' rights follow."""
    one, viewer = find(slug, "initiatives.hand_over")
    work = partial(sharing.hand_over, one.id, _whom(), from_key=viewer.key, actor=viewer.contact, now=clock.now())
    return _press(one, work, _("They answer for it now."))


@bp.post("/gestio/iniciatives/<slug>/persones/desconvida")
@guards.requires("initiatives.share")
def withdraw_invitation(slug: str) -> ResponseReturnValue:
    one, _viewer = find(slug, "initiatives.share")
    return _press(one, partial(sharing.withdraw, one.id, _whom(), now=clock.now()), _("The invitation is taken back."))


@bp.post("/gestio/iniciatives/<slug>/persones/deixa")
@guards.requires("initiatives.edit")
def leave(slug: str) -> ResponseReturnValue:
    one, viewer = find(slug)
    work = partial(sharing.remove, one.id, viewer.account_id, actor=viewer.contact, now=clock.now())
    try:
        in_transaction(work)
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
        return redirect(url_for("initiatives_desk.people", slug=one.slug), 303)
    flash(_("You no longer keep “%(name)s”.", name=one.name), "success")
    return redirect(url_for("initiatives.index"), 303)


def _whom() -> str:
    return request.form.get("who", "")[:ID_MAX]


def _press(one: Standing, work: Callable[[], None], done: str) -> ResponseReturnValue:
    return press(work, done, back=url_for("initiatives_desk.people", slug=one.slug))
