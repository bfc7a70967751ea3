"""What the code on a registration's page opens. It carries no right, and tells a stranger nothing."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import links
from coopnet.registrations import queries
from coopnet.registrations.queries import ENTRY, MANAGE
from coopnet.registrations.queries.attendance import MARK
from coopnet.registrations.views.blueprint import bp
from coopnet.web import guards


@bp.get("/inscripcions/<token>/entrada")
def entry(token: str) -> ResponseReturnValue:
    """Who is at this training's door goes on to mark them; whose it is, and is signed in, finds their own page."""
    registration = queries.find_by_link(token, purpose=ENTRY) or abort(404)
    viewer = guards.find_viewer()
    training = registration.training.public_id
    if viewer is not None and viewer.can(MARK, subject_kind="training", subject_id=training):
        return redirect(url_for("registrations_desk.door_code", token=token))
    is_own = viewer is not None and viewer.key == registration.account_id
    own = links.make_link(MANAGE, registration.public_id, registration.link_version) if is_own else None
    is_helper = viewer is not None and viewer.can(MARK)
    return render_template("registrations/entry.html", token=token, own=own, is_helper=is_helper)
