"""Who comes along, where fewer may by now than when the form was opened: nobody who was typed is left out unsaid."""

import re
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import StringField
from wtforms.validators import Length

from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.contacts import NamedOnce, check_name
from coopnet.registrations.rules.people import NAME_MAX
from coopnet.web.errors import in_words
from coopnet.web.forms import Form, one_line

MOST_TYPED = 20  # no training ever lets more come along
TOO_MANY = "too_many_companions"

_NAME = re.compile(r"companion_([1-9]\d?)", re.ASCII)


def make_fields(number_of_them: int) -> dict[str, Any]:
    """By name, in order."""
    names = tuple(f"companion_{number}" for number in range(1, number_of_them + 1))
    return {
        name: StringField(
            _("Name of companion %(number)s", number=number),
            filters=[one_line],
            validators=[
                Length(max=NAME_MAX, message=_l("This name is too long.")),
                check_name,
                NamedOnce(names[: number - 1]),
            ],
            render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
        )
        for number, name in enumerate(names, start=1)
    }


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
