"""A person changes, by their link, how they are reached and who comes along."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations.forms.changing import ChangeForm, list_changed, make_party_form, mark_of_registration
from coopnet.registrations.forms.companions import field_of, say_who_is_too_many
from coopnet.registrations.service import changing
from coopnet.registrations.views.addresses import own_page
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.own import mine, standing_of
from coopnet.web import csrf, limits
from coopnet.web.refusals import refuse, status_of

CONFLICT = 409


@bp.route("/inscripcions/<token>/canviar", methods=["GET", "POST"])
@csrf.recovers
def change(token: str) -> ResponseReturnValue:
    registration = mine(token)
    standing = standing_of(registration)
    if not standing.can_change:
        return redirect(url_for("registrations.show", token=token), 303)
    form = make_party_form(ChangeForm, registration, most_companions=standing.most_companions)
    status, headers = status_of(form)
    meanwhile: list[tuple[str, str]] = []
    if form.validate_on_submit():
        public_id = registration.public_id
        try:
            version = _change(public_id, form)
        except (RuleBroken, limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal, field=field_of(refusal, form, form.companions))
            if isinstance(refusal, RuleBroken) and refusal.code == "changed_meanwhile":
                now = mine(token)
                status, meanwhile = CONFLICT, list_changed(now, form)
                form.seen.data = mark_of_registration(now)
        else:
            return own_page(public_id, version)
    elif form.is_submitted() and not standing.has_started:
        say_who_is_too_many(form, form.companions, most=standing.most_companions)
    page = render_template(
        "registrations/change.html",
        standing=standing,
        token=token,
        form=form,
        names=form.companions,
        meanwhile=meanwhile,
    )
    return page, status, headers


def _change(public_id: str, form: ChangeForm) -> int:
    """The version of the link after it."""
    wish = changing.Wish(form.seen.data or "", form.contact, form.language.data, form.party)
    limits.check("change", public_id)

    def apply() -> int:
        changing.change(public_id, wish, now=clock.now())
        return changing.link_version(public_id)

    return in_transaction(apply)
