"""The page that answers a form, in another language: what was typed goes along, and nothing is done with it.

A link would lead to the form as if nobody had typed anything. A button posts it once more instead, to the same address
in the other language and without the token against forgery: whatever the view does, nothing is committed.
"""

from flask import current_app, has_request_context, request
from werkzeug.exceptions import HTTPException

from coopnet.web import csrf

Fields = list[tuple[str, str]]

# What proves that a form is ours goes along with no other purpose.
LEFT_OUT = {"csrf_token", csrf.TURNED}


def fields_of_form() -> Fields | None:
    """What was typed, by the names that it is posted with; None where nobody has, or where the page that was posted to
    has no form to show again.

    Passwords are never sent back.
    """
    if not has_request_context() or request.method != "POST":
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or not csrf.is_recovering(view):
        return None
    try:
        sent = list(request.form.items(multi=True))
    except HTTPException:  # it was more than is taken
        return None
    return [(csrf.TYPED + name, text) for name, text in sent if name not in LEFT_OUT and "password" not in name]


def path_in(path: str) -> str:
    """`path`, in another language, of the page that was posted to: with all that its address says."""
    query = request.query_string.decode("latin-1")
    return f"{path.partition('?')[0]}?{query}" if query else path
