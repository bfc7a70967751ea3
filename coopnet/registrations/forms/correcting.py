"""What the team corrects of a registration, and where it moves one to."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.changing import PartyFields
from coopnet.registrations.forms.contacts import ContactForm, check_name
from coopnet.registrations.rules.people import NAME_MAX
from coopnet.web.contacts import ContactFields
from coopnet.web.forms import Form, one_line

_NAME: dict[str, Any] = {"autocomplete": "off", "maxlength": NAME_MAX}
_TOO_LONG = Length(max=NAME_MAX, message=_l("This name is too long."))


class CorrectForm(PartyFields, ContactForm):
    """`is_reached_otherwise`: through a support point, or not at all; then e-mail and phone may both be empty."""

    is_reached_otherwise = False
    language = SelectField(_l("Which language do you speak with them?"))
    who = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the name.")), _TOO_LONG, check_name],
        render_kw=_NAME,
    )
    guardian = StringField(
        _l("Parent or guardian"), filters=[one_line], validators=[_TOO_LONG, check_name], render_kw=_NAME
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:  # nothing of it is of who types it
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}

    def validate(self, extra_validators: Any = None) -> bool:
        self.named = self.who.data
        if self.is_reached_otherwise and not (self.email.data or self.phone.data):
            valid: bool = super(ContactFields, self).validate(extra_validators)
            return valid
        return super().validate(extra_validators)


class WayForm(Form):
    way = RadioField(_l("How will they take part?"), validators=[InputRequired(_l("Choose one answer."))])

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = [SelectChoice(code, label) for code, label in ways]


class MoveForm(Form):
    """`trainings` are slugs and what is said of each."""

    training = SelectField(_l("To which training?"))

    def __init__(self, *args: Any, trainings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.training.choices = [SelectChoice(slug, words) for slug, words in trainings]
