"""What a post says is changed: by its maker with their link, or at the support point for somebody."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.forms.correcting import ChangePostForm, make_change_form
from coopnet.network.models import Post
from coopnet.network.queries.finding import find_mine, find_post
from coopnet.network.queries.points import HELP, find_point_of
from coopnet.network.queries.served import find_served
from coopnet.network.rules.changes import CHANGEABLE
from coopnet.network.rules.states import LISTED
from coopnet.network.service import correcting
from coopnet.network.service.correcting import Changed
from coopnet.network.views.blueprint import bp
from coopnet.web import csrf, guards, limits
from coopnet.web.refusals import refuse, status_of

CONFLICT = 409


@bp.route("/xarxa/tauler/meu/<token>/canvia", methods=["GET", "POST"])
@csrf.recovers
def change(token: str) -> ResponseReturnValue:
    post = find_mine(token, guards.find_viewer()) or abort(404)
    return _change(post, correcting.change, back=url_for("network.own", token=token), is_own=True)


@bp.route("/gestio/punt/<point>/anuncis/<public_id>/canvia", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def help_change(point: str, public_id: str) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    here = find_point_of(viewer, point) or guards.refuse()
    post = find_served(here.public_id, public_id, clock.now()) or guards.refuse()
    work = partial(correcting.change_for, point=here.public_id, actor=viewer.contact)
    return _change(post, work, back=url_for("network.help_post", point=point, public_id=public_id), is_own=False)


def _change(post: Post, work: Callable[..., Changed], *, back: str, is_own: bool) -> ResponseReturnValue:
    form = make_change_form(post, today=clock.to_local(clock.now()).date())
    status, headers = status_of(form)
    is_edited = False
    if form.validate_on_submit():
        try:
            changed = _save(post.public_id, form, work)
        except (RuleBroken, limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal)
            is_edited = isinstance(refusal, RuleBroken) and refusal.code == "post_edited"
            post = find_post(post.public_id) or abort(404)
            if is_edited:
                status, form.seen.data = CONFLICT, str(post.version)
        else:
            _say(changed)
            return redirect(back, 303)
    page = render_template(
        "network/change.html",
        post=post,
        form=form,
        back=back,
        is_own=is_own,
        is_edited=is_edited,
        is_shown=post.state in LISTED,
        can=bool(post.name) and post.state in CHANGEABLE,
    )
    return page, status, headers


def _save(public_id: str, form: ChangePostForm, work: Callable[..., Changed]) -> Changed:
    limits.check("post_change", public_id)
    said, seen = form.said, form.version
    return in_transaction(lambda: work(public_id, said, seen=seen, now=clock.now()))


def _say(changed: Changed) -> None:
    if changed == Changed.TO_READ:
        flash(_("It is saved. The team reads it before it is shown."), "success")
    elif changed == Changed.SAVED:
        flash(_("It is saved."), "success")
    else:
        flash(_("It says so already: nothing was changed."), "info")
