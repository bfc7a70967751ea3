"""One side's page of a conversation, reached by their link. What is said, and a box to write."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from coopnet.conversations.forms.talking import MessageForm
from coopnet.conversations.models import Message
from coopnet.conversations.queries.finding import (
    Seat,
    find_message,
    known_name,
    list_messages,
    says_otherwise,
    shown_name,
)
from coopnet.conversations.queries.wordings import barri_in_words, held_in_words, note_in_words
from coopnet.conversations.rules.talk import DELIVERED, MessageState, OutcomeKind, Source
from coopnet.conversations.service import sitting, writing
from coopnet.conversations.views.blueprint import bp
from coopnet.conversations.views.sitting import back_to, count, sit
from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, format_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.web import csrf, limits, slots
from coopnet.web.forms import PressForm
from coopnet.web.refusals import refuse, status_of

SHOWN = 50  # the newest
MOST = 2_000

bp.app_template_filter("held_in_words")(held_in_words)
bp.app_template_filter("talk_name")(known_name)


@bp.app_template_filter()
def talk_note(note: str, name: str) -> str:
    return note_in_words(note, name=name, is_mine=False)


@bp.app_template_filter()
def kept_moment(kept: str) -> str:
    """Of what a notice keeps, whose moments are texts."""
    return format_moment(datetime.fromisoformat(kept))


@bp.route("/xarxa/converses/<token>/", methods=["GET", "POST"])
@csrf.recovers
def show(token: str) -> ResponseReturnValue:
    seat = sit(token)
    form = MessageForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        source = Source.POINT if seat.is_point else Source.PAGE
        key = f"page|{form.form_key.data}" if form.form_key.data else None
        work = partial(writing.write, seat.me.public_id, str(form.text.data), source=source, key=key)
        try:
            count(seat)
            taken = in_transaction(lambda: work(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
            seat = sit(token)
        else:
            if taken.kind is not OutcomeKind.SAME or not says_otherwise(taken.message_id, str(form.text.data)):
                return back_to(token)
            form.renew_key()
            status, headers = refuse(form, RuleBroken("form_sent"))
    return page_of(seat, token, form), status, headers


@bp.route("/xarxa/converses/<token>/missatge/<public_id>", methods=["GET", "POST"])
@csrf.recovers
def change_message(token: str, public_id: str) -> ResponseReturnValue:
    """Of one's own, while it waits for the team."""
    seat = sit(token)
    message = find_message(public_id)
    if message is None or message.party_id != seat.me.id or message.state != MessageState.HELD:
        abort(404)
    form = MessageForm(data={"text": message.text})
    status, headers = status_of(form)
    reasons = held_in_words(message.held_for)
    if form.validate_on_submit():
        work = partial(writing.change, seat.me.public_id, public_id, str(form.text.data))
        try:
            count(seat)
            in_transaction(lambda: work(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            return back_to(token)
    page = render_template("conversations/change_message.html", form=form, token=token, reasons=reasons)
    return page, status, headers


def page_of(seat: Seat, token: str, form: MessageForm) -> str:
    other, name = seat.other, shown_name(seat.other)
    messages, has_older = list_messages(seat, limit=MOST if request.args.get("tot") else SHOWN)
    _note_seen(seat, messages)
    return render_template(
        "conversations/show.html",
        seat=seat,
        token=token,
        name=name or _("somebody who is no longer here"),
        barri=barri_in_words(other.barri, current_language()),
        messages=[_shown(seat, one) for one in messages],
        has_older=has_older,
        form=form,
        press=PressForm(formdata=None),
        has_ended_it=seat.conversation.ended_by == seat.me.side,
        more=slots.fill("conversations.show", seat),
    )


def _shown(seat: Seat, message: Message) -> tuple[Message, bool, str]:
    """With whether it is one's own, and what the site says of it."""
    is_mine = message.party_id == seat.me.id
    name = shown_name(seat.other) or _("somebody who is no longer here")
    return message, is_mine, note_in_words(message.note, name=name, is_mine=is_mine) if message.note else ""


def _note_seen(seat: Seat, messages: Sequence[Message]) -> None:
    """Not a change of anybody's making, so it may come of reading; a scanner that opens the link hides nothing."""
    newest = max((one.id for one in messages if one.state in DELIVERED), default=0)
    if request.method != "GET" or newest <= seat.me.read_id:
        return
    public_id = seat.me.public_id
    with suppress(RuleBroken):  # they were erased at this very moment
        in_transaction(lambda: sitting.note_seen(public_id))
