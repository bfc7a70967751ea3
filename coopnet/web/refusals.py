"""What a form says when what it asks for is refused: it keeps everything that was typed."""

import math
from typing import Any

from wtforms import PasswordField

from coopnet.foundation.db import Busy
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.web import limits
from coopnet.web.errors import RETRY_SECONDS, in_words
from coopnet.web.forms import Form

Refused = tuple[int, dict[str, str]]  # status and headers


def status_of(form: Form) -> Refused:
    """Of the page of a form that is shown: for the first time, or again since something in it is wrong."""
    return 422 if form.is_submitted() else 200, {}


def refuse(form: Form, refusal: RuleBroken | limits.TooMany | Busy, *, field: Any = None) -> Refused:
    """Says it at the field, or at the top of the form."""
    if isinstance(refusal, RuleBroken):
        form.add_problem(in_words(refusal), field=field)
        return 422, {}
    if isinstance(refusal, Busy):
        form.add_problem(
            _("Many people are at it right now, and nothing is saved yet. Nothing is lost: press the button again.")
        )
        return 503, {"Retry-After": str(RETRY_SECONDS)}
    seconds = int(dict(refusal.get_headers())["Retry-After"])
    form.add_problem(_too_often(form, math.ceil(seconds / 60)))
    return 429, {"Retry-After": str(seconds)}


def _too_often(form: Form, minutes: int) -> str:
    if any(isinstance(field, PasswordField) for field in form):  # it is never sent back to be shown again
        return ngettext(
            "That was too often. Wait %(num)d minute and try again.",
            "That was too often. Wait %(num)d minutes and try again.",
            minutes,
        )
    return ngettext(
        "That was too often. Nothing is lost: wait %(num)d minute and press the button again.",
        "That was too often. Nothing is lost: wait %(num)d minutes and press the button again.",
        minutes,
    )
