"""The board at the desk: posts to read before they are shown, and those of which something is said to be wrong."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.forms.asking import CodeForm, ReasonForm
from coopnet.network.models import Post
from coopnet.network.queries import moderation
from coopnet.network.queries.codes import SHOWN_CODE, find_standing
from coopnet.network.queries.finding import find_post, is_on_board, word_of
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.rules.posts import HIDDEN_BY_ONE
from coopnet.network.rules.states import Act, State, can_do
from coopnet.network.service import moving, reporting
from coopnet.web import csrf, guards, keyset, limits
from coopnet.web.forms import PressForm
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

SHOWN = 30
UNREAD = "unread"  # the mark of no post


@bp.get("/gestio/xarxa/")
@guards.requires(COORDINATE)
def queue() -> str:
    """Both from the last one seen on (`despres`, `avisats`): what comes meanwhile moves nothing."""
    pending = moderation.list_pending(after=keyset.key_of(request.args, "despres"), limit=SHOWN + 1)
    reported, after_reported = keyset.cut(
        moderation.list_reported(after=keyset.key_of(request.args, "avisats"), limit=SHOWN + 1), SHOWN
    )
    after_pending = pending[SHOWN - 1].id if len(pending) > SHOWN else None
    pending = pending[:SHOWN]
    pending_count, reported_count = moderation.count_waiting()
    return render_template(
        "network/queue.html",
        pending=pending,
        reported=reported,
        pending_count=pending_count,
        reported_count=reported_count,
        after_pending=after_pending,
        after_reported=after_reported,
        marks=moderation.marks_of([*pending, *(each.post for each in reported)]),
        is_full=moderation.count_hidden() >= HIDDEN_BY_ONE,
    )


@bp.route("/gestio/xarxa/anuncis/", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def posts() -> ResponseReturnValue:
    """All of them, of one state (`estat`) or of any. The code of a slip, said on the phone, is posted."""
    form = CodeForm()
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            limits.check("help_find", guards.get_viewer().account_id)
        except limits.TooMany as refusal:
            status, headers = refuse(form, refusal)
        else:
            typed = str(form.code.data)
            coded = find_standing(typed)
            if coded is None and (coded := find_standing(typed, purpose=SHOWN_CODE)) is not None:
                flash(_("This code stands on its public page: whoever says it need not be who wrote the post."), "info")
            if coded is not None:
                return redirect(url_for("network_desk.post", public_id=coded), 303)
            form.add_problem(_("No post has this code. Look at it again: eight letters and digits."), field=form.code)
    wanted = request.args.get("estat", "")
    state = wanted if wanted in set(State) else None
    found = moderation.list_all(state=state, after=keyset.key_of(request.args, "despres"), limit=SHOWN + 1)
    shown = found[:SHOWN]
    page = render_template(
        "network/posts.html",
        form=form,
        posts=shown,
        states=[each.value for each in State],
        wanted=state,
        after=shown[-1].id if len(found) > SHOWN else None,
    )
    return page, status, headers


@bp.get("/gestio/xarxa/anuncis/<public_id>")
@guards.requires(COORDINATE)
def post(public_id: str) -> str:
    return _page(_find(public_id))


@bp.post("/gestio/xarxa/anuncis/<public_id>/publica")
@guards.requires(COORDINATE)
def approve(public_id: str) -> ResponseReturnValue:
    return _press(public_id, Act.APPROVE, _("It is on the board now. A message tells them."))


@bp.post("/gestio/xarxa/anuncis/<public_id>/amaga")
@guards.requires(COORDINATE)
def hide(public_id: str) -> ResponseReturnValue:
    return _press(public_id, Act.HIDE, _("It is hidden. A message tells them."))


@bp.post("/gestio/xarxa/anuncis/<public_id>/mostra")
@guards.requires(COORDINATE)
def show_again(public_id: str) -> ResponseReturnValue:
    """Nothing was wrong: the notices are closed and it is shown."""
    if moderation.list_notices(_find(public_id).id):
        decide = partial(reporting.decide, public_id, is_right=False, reason="")
        return _act(public_id, decide, _("It is shown again, and the notices are closed."))
    return _press(public_id, Act.SHOW_AGAIN, _("It is shown again. A message tells them."))


@bp.route("/gestio/xarxa/anuncis/<public_id>/rebutja", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def reject(public_id: str) -> ResponseReturnValue:
    """With the reason, which its maker reads; of what they who decide have read, and nothing that came later."""
    found = _find(public_id)
    notices = moderation.list_notices(found.id)
    mark = moderation.mark_of(found)
    form = ReasonForm(data={"seen": mark})
    status, headers = status_of(form)
    if form.validate_on_submit():
        reason, seen = str(form.text.data), form.seen.data or UNREAD
        work: Callable[..., object] = partial(moving.move, public_id, Act.REJECT, reason=reason, seen=seen)
        if notices:
            work = partial(reporting.decide, public_id, is_right=True, reason=reason, seen=seen)
        actor = guards.get_viewer().contact
        try:
            in_transaction(lambda: work(actor=actor, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            found = _find(public_id)
            form.seen.data = moderation.mark_of(found)
        else:
            flash(_("It is not shown. A message tells them why."), "success")
            return redirect(url_for("network_desk.queue"), 303)
    page = render_template(
        "network/reject.html", post=found, form=form, notices=notices, can=can_do(found.state, Act.REJECT)
    )
    return page, status, headers


def _press(public_id: str, act: Act, done: str) -> ResponseReturnValue:
    return _act(public_id, partial(moving.move, public_id, act), done)


def _act(public_id: str, work: Callable[..., object], done: str) -> ResponseReturnValue:
    """Back to the queue. Somebody else may have decided meanwhile: then that is said, and what stands now is shown."""
    actor, seen = guards.get_viewer().contact, request.form.get("version", UNREAD)
    return press(
        lambda: work(actor=actor, seen=seen, now=clock.now()),
        done,
        back=url_for("network_desk.queue"),
        already=_("It was so already."),
        otherwise=url_for("network_desk.post", public_id=public_id),
    )


def _page(found: Post) -> str:
    today = clock.to_local(clock.now()).date()
    return render_template(
        "network/post.html",
        post=found,
        notices=moderation.list_notices(found.id),
        mark=moderation.mark_of(found),
        word=word_of(found) if is_on_board(found, today=today) else None,
        can={act.value: can_do(found.state, act) for act in (Act.APPROVE, Act.HIDE, Act.SHOW_AGAIN, Act.REJECT)},
        form=PressForm(formdata=None),
    )


def _find(public_id: str) -> Post:
    return find_post(public_id) or abort(404)
