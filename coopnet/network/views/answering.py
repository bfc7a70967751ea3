"""The page on which somebody answers a post, without an account."""

import hashlib
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address
from coopnet.conversations.queries.finding import HELPING, MANAGE, says_otherwise
from coopnet.conversations.queries.wordings import held_in_words
from coopnet.conversations.rules.talk import Begun, Opened, OutcomeKind, Person, Source
from coopnet.foundation import clock, district, links
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.foundation.viewer import Viewer
from coopnet.network.forms.answering import AnswerForm
from coopnet.network.models import Post
from coopnet.network.queries.finding import word_of
from coopnet.network.queries.talking import points_of
from coopnet.network.rules.posts import Kind, is_form_key
from coopnet.network.rules.states import LIVE
from coopnet.network.service import answering
from coopnet.network.views.blueprint import bp
from coopnet.network.views.post import find_by_word
from coopnet.network.views.viewing import audiences_of_viewer
from coopnet.web import csrf, guards, limits
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of


@bp.route("/xarxa/tauler/<word>/respon", methods=["GET", "POST"])
@csrf.recovers
def answer(word: str) -> ResponseReturnValue:
    post = find_by_word(word)
    if post.state not in LIVE:
        return redirect(url_for("network.show", word=word_of(post)), 303)
    viewer = guards.find_viewer()
    points = points_of(viewer)
    form = AnswerForm(points=points, data=_known(viewer))
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _answer(post, form, viewer)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
            post = find_by_word(word)
    page = render_template(
        "network/answer.html",
        post=post,
        word=word_of(post),
        form=form,
        has_points=bool(points),
        is_request=post.kind == Kind.REQUEST,
        post_days=district.current().legal.retention.post_days,
    )
    return page, status, headers | {"X-Robots-Tag": "noindex"}


@bp.get("/xarxa/tauler/resposta-enviada")
def answer_sent() -> str:
    return render_template("network/answer_sent.html", is_by_phone=is_by_phone())


def _answer(post: Post, form: AnswerForm, viewer: Viewer | None) -> ResponseReturnValue:
    contact, is_point = form.contact, bool(form.point.data)
    who = hashlib.sha256(f"{contact.key}|{form.name.data if is_point else ''}".encode()).hexdigest()
    limits.check("answer", who, limits.of_reader())
    limits.check("answer_everywhere", who)
    limits.check("answer_post", post.public_id)
    person = Person(
        name=str(form.name.data),
        contact=contact,
        language=current_language(),
        barri=form.barri.data or None,
        account_id=_account_of(form, viewer),
        made_by=viewer.key if viewer is not None and is_point else None,
    )
    work = partial(
        answering.answer,
        post.public_id,
        person,
        str(form.text.data),
        audiences=audiences_of_viewer(),
        source=Source.POINT if is_point else Source.PAGE,
        form_key=form.form_key.data if is_form_key(form.form_key.data or "") else None,
    )
    opened = in_transaction(lambda: work(now=clock.now()))
    if opened.kind is Begun.SAME_FORM and says_otherwise(opened.message.message_id, str(form.text.data)):
        form.renew_key()
        raise RuleBroken("form_sent")
    if opened.kind is Begun.CONTINUED and not is_point and person.account_id is None:
        # Whoever knows contact and name is told that it was sent, and nothing of the conversation.
        if opened.message.kind is OutcomeKind.HELD:
            flash(
                " ".join([_("It has not gone out yet. This is why:"), *held_in_words(opened.message.held_for)]),
                "warning",
            )
        return redirect(url_for("network.answer_sent", per=sent_per(contact.email)), 303)
    return _to_talk(opened, is_point=is_point)


def _to_talk(opened: Opened, *, is_point: bool) -> Response:
    if opened.kind is Begun.SAME_FORM:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    elif opened.message.kind is OutcomeKind.HELD:
        flash(_("Your message has not gone out yet: below you see why."), "warning")
    else:
        flash(_("Your answer has gone out."), "success")
    token = links.make_link(HELPING if is_point else MANAGE, opened.party_id, opened.link_version)
    return redirect(url_for("conversations.show", token=token), 303)


def _account_of(form: AnswerForm, viewer: Viewer | None) -> int | None:
    """The viewer's, where the contact is proved to be theirs."""
    if viewer is None or not viewer.is_whole or form.point.data:
        return None
    email, phone = form.reached
    proved = set(list_verified(viewer.key))
    own = {Address(EMAIL, email or ""), Address(PHONE, phone or "")} & proved
    return viewer.key if own else None


def _known(viewer: Viewer | None) -> dict[str, Any]:
    """What a person who has signed in need not type again."""
    if viewer is None or not viewer.is_whole:
        return {}
    addresses = {address.kind: address.value for address in reversed(list_verified(viewer.key))}
    phone = addresses.get(PHONE)
    return {
        "name": viewer.name,
        "email": addresses.get(EMAIL, ""),
        "phone": shown_phone(phone) if phone else "",
    }
