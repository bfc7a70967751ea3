"""One button on a page that shows what became of it."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.web.errors import in_words


def press(
    change: Callable[[], object], done: str, *, back: str, otherwise: str | None = None, already: str | None = None
) -> ResponseReturnValue:
    """Does it and says `done`; somebody may have been quicker, or the page old: then that is said.

    Then `back`, or `otherwise` where it was refused. `already` is said where `change` answers False: it was so.
    """
    try:
        is_new = in_transaction(change)
    except RuleBroken as refusal:
        flash(in_words(refusal), "warning")
        return redirect(otherwise or back, 303)
    if is_new is False and already is not None:
        flash(already, "info")
    else:
        flash(done, "success")
    return redirect(back, 303)
