"""What the picture on a post's slip opens. It carries no right, and tells a stranger nothing that is not public."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.network.queries.codes import SLIP
from coopnet.network.queries.finding import find_by_link, is_on_board, word_of
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.points import may_help
from coopnet.network.rules.posts import Audience
from coopnet.network.views.blueprint import bp
from coopnet.web import guards


@bp.get("/xarxa/tauler/full/<token>")
def slip(token: str) -> ResponseReturnValue:
    """Whoever helps at its point goes on to what can be done; others to what all may see, or to how we are reached."""
    post = find_by_link(token, purpose=SLIP) or abort(404)
    viewer = guards.find_viewer()
    if viewer is not None and post.point is not None and may_help(viewer, post.point):
        return redirect(url_for("network.help_post", point=post.point, public_id=post.public_id))
    if viewer is not None and viewer.can(COORDINATE):
        return redirect(url_for("network_desk.post", public_id=post.public_id))
    if post.audience == Audience.EVERYBODY and is_on_board(post, today=clock.to_local(clock.now()).date()):
        return redirect(url_for("network.show", word=word_of(post)))
    return render_template("network/slip.html")
