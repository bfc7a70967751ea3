"""One button on a page that shows what became of it."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.web.errors import in_words


def press(change: Callable[[], object], done: str, *, back: str) -> ResponseReturnValue:
    """Does it and says `done`; somebody may have been quicker, or the page old: then that is said. Then `back`."""
    try:
        in_transaction(change)
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
    else:
        flash(done, "success")
    return redirect(back, 303)
