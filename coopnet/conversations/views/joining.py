"""One press on one's own page: the conversations of my contacts are mine."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from coopnet.conversations.service import joining
from coopnet.conversations.views.blueprint import bp
from coopnet.foundation.db import in_transaction
from coopnet.web import guards


@bp.post("/compte/converses")
@guards.signed_in
def join() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    in_transaction(lambda: joining.join(viewer.key))
    return redirect(url_for("accounts.home"), 303)
