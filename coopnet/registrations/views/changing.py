"""A person changes, by their link, how they are reached and who comes along."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.registrations.forms.changing import ChangeForm, make_change_form
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact, mark_of
from coopnet.registrations.service import changing
from coopnet.registrations.views.addresses import own_page
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.companions import field_of, fields_for_companions, say_who_is_too_many
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
    form, names = _form_of(registration, most_companions=standing.most_companions)
    status, headers = status_of(form)
    meanwhile: list[tuple[str, str]] = []
    if form.validate_on_submit():
        public_id = registration.public_id
        try:
            version = _change(public_id, form, names)
        except (RuleBroken, limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal, field=field_of(refusal, form, names))
            if isinstance(refusal, RuleBroken) and refusal.code == "changed_meanwhile":
                now = mine(token)
                status, meanwhile = CONFLICT, _list_changed(now, form, names)
                form.seen.data = _mark_of(now)
        else:
            return own_page(public_id, version)
    elif form.is_submitted() and not standing.has_started:
        say_who_is_too_many(form, names, most=standing.most_companions)
    return (
        render_template(
            "registrations/change.html", standing=standing, token=token, form=form, names=names, meanwhile=meanwhile
        ),
        status,
        headers,
    )


def _form_of(registration: Registration, *, most_companions: int) -> tuple[ChangeForm, tuple[str, ...]]:
    return make_change_form(
        named=registration.name,
        most_companions=fields_for_companions(most_companions),
        seen=_mark_of(registration),
        email=registration.email,
        email_seen=registration.email,  # one that was never touched is not questioned once more
        phone=registration.phone,
        phone_seen=registration.phone,
        language=registration.language,
        **{f"companion_{number}": each.name for number, each in enumerate(registration.companions, start=1)},
    )


def _change(public_id: str, form: ChangeForm, names: tuple[str, ...]) -> int:
    """The version of the link after it."""
    party = tuple(form[name].data for name in names if form[name].data)
    contact, language, seen = form.contact, form.language.data, form.seen.data or ""
    limits.check("change", public_id)

    def apply() -> int:
        now = clock.now()
        changing.refuse_if_changed(
            public_id, seen=seen, contact=contact, language=language, companions=party if names else None
        )
        # The contact first: what the smaller party brings is told where the person is reached from now on.
        changing.change_contact(public_id, contact, language=language, now=now)
        if names:
            changing.change_companions(public_id, party, now=now)
        return changing.link_version(public_id)

    return in_transaction(apply)


def _mark_of(registration: Registration) -> str:
    contact = Contact(email=registration.email, phone=registration.phone)
    return mark_of(contact, registration.language, [each.name for each in registration.companions])


def _list_changed(registration: Registration, form: ChangeForm, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """(label, what stands now) of each part that is not what was typed."""
    languages = {str(code): str(label) for code, label, *_rest in form.language.iter_choices()}
    contact, coming = form.contact, [each.name for each in registration.companions]
    parts: list[tuple[str, object, object, str]] = [
        (form.email.label.text, contact.email, registration.email, registration.email or ""),
        (form.phone.label.text, contact.phone, registration.phone, shown_phone(registration.phone or "")),
        (form.language.label.text, form.language.data, registration.language, languages[registration.language]),
    ]
    if names:
        typed = [form[name].data for name in names if form[name].data]
        parts.append((_("Who comes with you"), typed, coming, ", ".join(coming) or _("Nobody")))
    return [(str(label), shown or _("None")) for label, typed, stands, shown in parts if typed != stands]
