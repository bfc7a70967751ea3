"""A post as others see it, and the notice that something is wrong with it."""

from functools import partial

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import BOARD, DIRECTORY
from coopnet.foundation.i18n import gettext as _
from coopnet.network.forms.asking import ReportForm
from coopnet.network.models import Post
from coopnet.network.queries.codes import SHOWN_CODE, code_of
from coopnet.network.queries.finding import find_visible, has_been_public, place_of, word_of
from coopnet.network.rules.posts import Audience, Kind, ReportReason
from coopnet.network.rules.states import LIVE, State
from coopnet.network.service import reporting
from coopnet.network.views.blueprint import bp
from coopnet.network.views.viewing import audiences_of_viewer
from coopnet.web import csrf, limits, page_cache
from coopnet.web.refusals import refuse, status_of


@bp.get("/xarxa/tauler/<word>/")
def show(word: str) -> ResponseReturnValue:
    """`word` is the public id and a slug, which may be an old or a mistyped one."""
    public_id = word.partition("-")[0]
    post = find_visible(public_id, audiences=audiences_of_viewer(), now=clock.now())
    if post is None:
        # It was for everybody and is over: whoever has its address from a letter is told so.
        return (render_template("network/gone.html"), 404) if has_been_public(public_id) else abort(404)
    if word != word_of(post):
        return redirect(url_for("network.show", word=word_of(post)), 301)
    if post.audience == Audience.EVERYBODY:
        page_cache.keep(BOARD, DIRECTORY)
    entity = post.initiative if post.initiative is not None and post.initiative.is_listed else None
    answer = make_response(
        render_template(
            "network/show.html",
            post=post,
            word=word,
            entity=entity,
            place=place_of(entity) if post.shows_place else "",
            is_request=post.kind == Kind.REQUEST,
            is_done=post.state == State.DONE,
            code=code_of(post, purpose=SHOWN_CODE),
            can_answer=post.state in LIVE,
        )
    )
    if post.kind == Kind.REQUEST:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.route("/xarxa/tauler/<word>/avisa", methods=["GET", "POST"])
@csrf.recovers
def report(word: str) -> ResponseReturnValue:
    post = find_by_word(word)
    public_id = post.public_id
    form = ReportForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        tell = partial(
            reporting.report,
            public_id,
            reason=ReportReason(str(form.reason.data)),
            text=str(form.text.data or ""),
            reader=limits.of_reader(),
        )
        try:
            limits.check("post_report", limits.of_reader())
            in_transaction(lambda: tell(now=clock.now()))
        except (RuleBroken, limits.TooMany) as refusal:
            status, headers = refuse(form, refusal)
        else:
            flash(_("Thank you: the team will look at it."), "success")
            return redirect(url_for("network.board"), 303)
    return render_template("network/report.html", post=post, word=word_of(post), form=form), status, headers


def find_by_word(word: str) -> Post:
    """404 alike for what is not there and for what is not the viewer's to see."""
    public_id = word.partition("-")[0]
    return find_visible(public_id, audiences=audiences_of_viewer(), now=clock.now()) or abort(404)
