"""Who comes along, where fewer may by now than when the form was opened: nobody who was typed is left out unsaid."""

import re
from collections.abc import Sequence
from typing import Any

from flask import request

from coopnet.foundation.errors import RuleBroken
from coopnet.web.errors import in_words
from coopnet.web.forms import Form

MOST_TYPED = 20  # no training ever lets more come along
TOO_MANY = "too_many_companions"

_NAME = re.compile(r"companion_([1-9]\d?)", re.ASCII)


def fields_for_companions(offered: int) -> int:
    """As many as are offered, and as are needed for whoever was typed."""
    found = [(_NAME.fullmatch(name), text) for name, text in request.form.items()]
    typed = [int(match[1]) for match, text in found if match and text.strip()]
    return max(offered, *(number for number in typed if number <= MOST_TYPED), 0)


def field_of(refusal: Exception, form: Form, names: Sequence[str]) -> Any:
    """Where a refusal is told: that there are too many at the last who was typed; all else at the top (None)."""
    if not isinstance(refusal, RuleBroken) or refusal.code != TOO_MANY:
        return None
    return form[[name for name in names if form[name].data][-1]]


def say_who_is_too_many(form: Form, names: Sequence[str], *, most: int) -> None:
    """Beside what else is wrong in the form, so that it is corrected once."""
    if sum(bool(form[name].data) for name in names) > most:
        refusal = RuleBroken(TOO_MANY, most=most)
        form.add_problem(in_words(refusal), field=field_of(refusal, form, names))
