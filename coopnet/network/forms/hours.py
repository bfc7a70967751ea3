"""Minutes that a volunteer gave."""

from datetime import date
from typing import Any

from wtforms import Field, RadioField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.forms.verifying import DayForm
from coopnet.network.rules.hours import MOST_MINUTES
from coopnet.web.forms import one_line

DIGITS = 3


class HoursForm(DayForm):
    """`helped` are the proposals that both agreed: public id and what it was about."""

    said_with_label = ("proposal",)

    proposal = RadioField(_l("Whom did you help?"), validators=[InputRequired(_l("Choose one answer."))])
    minutes = StringField(
        _l("How many minutes?"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": DIGITS},
    )

    def __init__(self, *args: Any, today: date, helped: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.proposal.choices = [SelectChoice(public_id, about) for public_id, about in helped]
        if len(helped) == 1 and not self.proposal.data:
            self.proposal.data = helped[0][0]

    def validate_minutes(self, field: Field) -> None:
        typed = field.data or ""
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_MINUTES):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=1, most=MOST_MINUTES))
