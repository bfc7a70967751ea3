"""What the team writes down of a volunteer: that papers were seen, and on which day."""

from datetime import date
from typing import Any

from wtforms import Field, HiddenField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.rules.posts import read_day
from coopnet.network.rules.volunteering import TRAINING_MAX
from coopnet.web.forms import Form, one_line

DAY = {"autocomplete": "off", "type": "date"}


def check_day(_form: object, field: Field) -> None:
    if read_day(field.data or "") is None:
        raise ValidationError(_("Write the day, such as 24/11/2026."))


class SeenForm(Form):
    """`seen` is the mark of what was read."""

    seen = HiddenField(filters=[one_line])


class DayForm(SeenForm):
    """One day, today unless somebody says otherwise."""

    on = StringField(_l("On which day?"), filters=[one_line], validators=[check_day], render_kw=DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted() and not self.on.data:
            self.on.data = today.isoformat()

    @property
    def day(self) -> date:
        """Of a form that validates."""
        return read_day(self.on.data) or date.min


class AgreementForm(DayForm):
    pass


class TrainingForm(DayForm):
    title = StringField(
        _l("Which training?"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write which training it was.")),
            Length(max=TRAINING_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": TRAINING_MAX},
    )


class CertificateForm(DayForm):
    until = StringField(
        _l("Until which day do we trust it?"), filters=[one_line], validators=[check_day], render_kw=DAY
    )

    @property
    def last_day(self) -> date:
        return read_day(self.until.data) or date.min
