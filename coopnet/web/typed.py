"""What somebody had typed when their session ended, given back to them alone.

It stands on the page as one sealed field, which only the same account opens: whoever sits down next at a shared
computer neither reads it nor sends it in their own name. Where the browser has lost its cookie nobody knows whose it
was.
"""

import json

from flask import request
from werkzeug.datastructures import ImmutableMultiDict

from coopnet.foundation.sealing import seal, unseal
from coopnet.web.turned import LEFT_OUT

SEALED = "sealed_form"
PURPOSE = "typed"


def fields_for(owner: str | None) -> list[tuple[str, str]]:
    """Of this request's form, for the page that says that the session has ended."""
    found = [(name, text) for name, text in request.form.items(multi=True) if name not in LEFT_OUT]
    if owner is None or is_sealed():
        return found
    return [(SEALED, seal(json.dumps(found).encode(), purpose=PURPOSE, owner=owner))]


def is_sealed() -> bool:
    return request.method == "POST" and SEALED in request.form


def open_for(account_id: str) -> bool:
    """From here on the request's form is what was typed. False for anybody else's, and for what is no such thing."""
    try:
        opened = unseal(request.form[SEALED], purpose=PURPOSE, owner=account_id)
        found = json.loads(opened) if opened is not None else None
    except ValueError:
        found = None
    if found is None:
        return False
    request.form = ImmutableMultiDict([(str(name), str(text)) for name, text in found])
    return True
