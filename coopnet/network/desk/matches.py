"""Requests at the desk, and who fits: a coordinator proposes in one press, and both sides are asked."""

from collections.abc import Callable
from functools import partial

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.models import Post
from coopnet.network.queries.finding import find_post
from coopnet.network.queries.matching import list_matches, list_waiting
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.proposals import list_of_post, list_standing
from coopnet.network.queries.sides import LOOKING
from coopnet.network.rules.posts import Kind
from coopnet.network.rules.proposals import WAITING, Side
from coopnet.network.service import proposing
from coopnet.web import guards
from coopnet.web.pagination import page_number
from coopnet.web.presses import press

FEW, MORE = 3, 12
MOST_PAGES = 5_000
SAID = {"si": proposing.accept, "ara-no": proposing.decline}


@bp.get("/gestio/xarxa/encaixos/")
@guards.requires(COORDINATE)
def matches() -> str:
    """Who has waited longest with least is on top; for each the best few."""
    page = page_number(request.args, at_most=MOST_PAGES)
    posts, has_more = list_waiting(page=page)
    return render_template(
        "network/matches.html",
        posts=posts,
        found=list_matches(posts, now=clock.now(), most=FEW) if posts else {},
        page=page,
        has_more=has_more,
    )


@bp.get("/gestio/xarxa/encaixos/proposats")
@guards.requires(COORDINATE)
def proposed() -> str:
    """Proposals that wait for an answer, the longest first."""
    return render_template(
        "network/proposed.html",
        proposals=list_standing(sorted(WAITING)),
        today=clock.to_local(clock.now()).date(),
    )


@bp.get("/gestio/xarxa/encaixos/<public_id>")
@guards.requires(COORDINATE)
def match(public_id: str) -> str:
    post = _find(public_id)
    looks = post.state in LOOKING
    return render_template(
        "network/match.html",
        post=post,
        found=list_matches([post], now=clock.now(), most=MORE)[post.id] if looks else [],
        looks=looks,
        proposals=list_of_post(post.id),
    )


@bp.post("/gestio/xarxa/encaixos/<public_id>/proposa")
@guards.requires(COORDINATE)
def propose(public_id: str) -> ResponseReturnValue:
    word = request.form.get("qui", "")
    return _press(
        partial(proposing.propose, public_id, word),
        _("It is proposed. Both get a message, and nothing of either is shown to the other."),
        back=url_for("network_desk.match", public_id=public_id),
    )


@bp.post("/gestio/xarxa/proposta/<public_id>/retira")
@guards.requires(COORDINATE)
def withdraw_proposal(public_id: str) -> ResponseReturnValue:
    return _press(partial(proposing.withdraw, public_id, seen=_seen()), _("It is taken back."), back=_back())


@bp.post("/gestio/xarxa/proposta/<public_id>/<side>/<answer>")
@guards.requires(COORDINATE)
def answer_for(public_id: str, side: str, answer: str) -> ResponseReturnValue:
    """Somebody said it by phone, or at the support point."""
    work = SAID.get(answer) or abort(404)
    if side not in set(Side):
        abort(404)
    return _press(partial(work, public_id, Side(side), seen=_seen()), _("It is written down."), back=_back())


def _press(work: Callable[..., object], done: str, *, back: str) -> ResponseReturnValue:
    """Somebody else may have been quicker: then that is said."""
    actor = guards.get_viewer().contact
    return press(lambda: work(actor=actor, now=clock.now()), done, back=back, already=_("It was so already."))


def _seen() -> str:
    """The mark of what they have read; of nothing where the form does not say."""
    return request.form.get("version", "")


def _back() -> str:
    """To the request, where the form names it."""
    post_id = request.form.get("anunci", "")
    found = find_post(post_id)
    return url_for("network_desk.match", public_id=post_id) if found else url_for("network_desk.proposed")


def _find(public_id: str) -> Post:
    found = find_post(public_id)
    if found is None or found.kind != Kind.REQUEST:
        abort(404)
    return found
