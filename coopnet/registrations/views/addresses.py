from flask import redirect, url_for
from werkzeug.wrappers import Response

from coopnet.foundation import links
from coopnet.registrations.queries import MANAGE


def own_page(public_id: str, link_version: int) -> Response:
    """On to the person's own page; 303, so that reloading it posts nothing."""
    token = links.make_link(MANAGE, public_id, link_version)
    return redirect(url_for("registrations.show", token=token), 303)
