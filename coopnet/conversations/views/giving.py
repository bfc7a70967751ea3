"""Giving one's phone or e-mail: a page of its own, which says who will see it."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import GiveEmailForm, GivePhoneForm
from coopnet.conversations.queries.finding import Seat, shown_name
from coopnet.conversations.rules.talk import Note
from coopnet.conversations.service import sitting
from coopnet.conversations.views.blueprint import bp
from coopnet.conversations.views.sitting import back_to, count, sit
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.phones import shown_phone
from coopnet.web import csrf, limits
from coopnet.web.refusals import refuse, status_of


@bp.route("/xarxa/converses/<token>/telefon", methods=["GET", "POST"])
@csrf.recovers
def give_phone(token: str) -> ResponseReturnValue:
    seat = sit(token)
    phone = seat.me.phone if seat.is_oneself else None
    return _give(token, seat, Note.PHONE, GivePhoneForm(data={"given": shown_phone(phone) if phone else ""}))


@bp.route("/xarxa/converses/<token>/correu", methods=["GET", "POST"])
@csrf.recovers
def give_email(token: str) -> ResponseReturnValue:
    seat = sit(token)
    email = seat.me.email if seat.is_oneself else None
    return _give(token, seat, Note.EMAIL, GiveEmailForm(data={"given": email or ""}))


def _give(token: str, seat: Seat, note: Note, form: GivePhoneForm | GiveEmailForm) -> ResponseReturnValue:
    """What is known stands there already, for who came by their own link alone."""
    status, headers = status_of(form)
    if form.validate_on_submit():
        work = partial(sitting.give, seat.me.public_id, note, form.value)
        try:
            count(seat)
            in_transaction(lambda: work(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
            seat = sit(token)
        else:
            return back_to(token)
    page = render_template(
        "conversations/give.html", form=form, token=token, is_phone=note is Note.PHONE, name=shown_name(seat.other)
    )
    return page, status, headers
