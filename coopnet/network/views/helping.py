"""At a support point: a helper writes a post for the person in front of them, and says for them what became of it."""

import hashlib
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from coopnet.accounts.queries.assisted import find_assisted
from coopnet.accounts.queries.read_aloud import read_aloud
from coopnet.accounts.rules.helping import Help, Reach, slip_name
from coopnet.conversations.queries import list_about, list_for_point
from coopnet.conversations.queries.finding import HELPING
from coopnet.foundation import clock, district, told
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, format_moment, in_language, iso_moment
from coopnet.foundation.i18n import gettext as _
from coopnet.network.forms.helping import HelperPostForm, make_helper_form
from coopnet.network.models import Post
from coopnet.network.queries.codes import code_of, slip_link_of
from coopnet.network.queries.points import HELP, find_point_of
from coopnet.network.queries.served import SUBJECT, find_served, list_served
from coopnet.network.rules.changes import CHANGEABLE
from coopnet.network.rules.posts import OutcomeKind
from coopnet.network.rules.states import MAKERS, can_do
from coopnet.network.service import helping
from coopnet.network.views.blueprint import bp
from coopnet.network.views.posting import KINDS
from coopnet.network.views.words import press_in_words, step_in_words
from coopnet.places.queries import Point
from coopnet.web import csrf, guards, limits
from coopnet.web.addresses import absolute, endonym
from coopnet.web.errors import in_words
from coopnet.web.qr import make_qr
from coopnet.web.refusals import refuse, status_of


@bp.get("/gestio/punt/<point>/anuncis/")
@guards.requires(HELP)
def help_posts(point: str) -> str:
    here = _point(point)
    return render_template(
        "network/help_posts.html",
        point=here,
        posts=list_served(here.public_id, clock.now()),
        talks=list_for_point(here.public_id),
    )


@bp.route("/gestio/punt/<point>/anuncis/nou", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def help_write(point: str) -> ResponseReturnValue:
    here = _point(point)
    kind = KINDS.get(request.args.get("tipus", ""))
    form = make_helper_form(here.public_id, today=clock.to_local(clock.now()).date(), kind=kind)
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _write(here, form)
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
    codes = sorted(district.current().languages, key=lambda code: code != current_language())
    texts = [(endonym(code), read_aloud(here.name, language=code)) for code in codes]
    days = district.current().legal.retention.post_days
    page = render_template("network/help_write.html", point=here, form=form, texts=texts, post_days=days)
    return page, status, headers


@bp.get("/gestio/punt/<point>/anuncis/<public_id>")
@guards.requires(HELP)
def help_post(point: str, public_id: str) -> str:
    here, post = _point(point), _served(point, public_id)
    return render_template(
        "network/help_post.html",
        point=here,
        post=post,
        presses=[(act.value, press_in_words(act, post.state)) for act in MAKERS if can_do(post.state, act)],
        can_change=post.state in CHANGEABLE,
        assisted=find_assisted(SUBJECT, public_id),
        talks=list_about(SUBJECT, public_id, purpose=HELPING) if post.point == here.public_id else [],
        waits=bool(told.list_waiting(here.public_id, subject=(SUBJECT, public_id), limit=1)),
        history=[(format_moment(step.at), iso_moment(step.at), step_in_words(step)) for step in post.steps],
    )


@bp.post("/gestio/punt/<point>/anuncis/<public_id>/estat")
@guards.requires(HELP)
def help_act(point: str, public_id: str) -> ResponseReturnValue:
    here, post = _point(point), _served(point, public_id)
    act = next((each for each in MAKERS if each.value == request.form.get("act")), None) or abort(400)
    actor, wanted = guards.get_viewer().contact, post.public_id
    try:
        in_transaction(lambda: helping.move_for(wanted, act, point=here.public_id, actor=actor, now=clock.now()))
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    return _to(point, public_id)


@bp.get("/gestio/punt/<point>/anuncis/<public_id>/full")
@guards.requires(HELP)
def help_slip(point: str, public_id: str) -> str:
    """On paper, in the person's language: never more of them than a first name and a letter."""
    here, post = _point(point), _served(point, public_id)
    with in_language(post.language):
        address = absolute("network.slip", token=slip_link_of(post), language=post.language)
        return render_template(
            "network/help_slip.html",
            point=here,
            post=post,
            language=post.language,
            name=slip_name(post.name),
            code=code_of(post),
            qr=make_qr(address, title=_("QR code of your post")),
        )


def _write(here: Point, form: HelperPostForm) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    draft = replace(form.read(initiative_id=None), made_by=viewer.key, wants_digest=False)
    given = Help(
        point=here.public_id,
        helper_key=viewer.key,
        actor=viewer.contact,
        reach=Reach(form.reach.data),
        note=form.reach_note.data or "",
        read=read_aloud(here.name, language=draft.language),
    )
    limits.check("help", viewer.account_id)
    if form.is_own:
        limits.check("post_everywhere", hashlib.sha256(draft.contact.key.encode()).hexdigest())
    outcome = in_transaction(lambda: helping.write_for(draft, given, now=clock.now()))
    if find_served(here.public_id, outcome.public_id, clock.now()) is None:
        flash(_("They had written this already. What they must know has been sent to them again."), "warning")
        return redirect(url_for("registrations_desk.point", point=here.public_id), 303)
    if outcome.kind != OutcomeKind.MADE:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    return _to(here.public_id, outcome.public_id)


def _to(point: str, public_id: str) -> Response:
    return redirect(url_for("network.help_post", point=point, public_id=public_id), 303)


def _point(public_id: str) -> Point:
    return find_point_of(guards.get_viewer(), public_id) or guards.refuse()


def _served(point: str, public_id: str) -> Post:
    return find_served(point, public_id, clock.now()) or guards.refuse()
