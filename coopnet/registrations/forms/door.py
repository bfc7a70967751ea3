"""What is typed at the door."""

from typing import Any

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.contacts import ContactForm, check_name
from coopnet.registrations.rules.people import NAME_MAX
from coopnet.web.forms import Form, one_line


class FindNameForm(Form):
    who = StringField(
        _l("Find a name"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write some letters of the name.")),
            Length(max=NAME_MAX, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": NAME_MAX},
    )


class WalkInForm(ContactForm):
    """Who came without having registered: a name is enough, an e-mail or a phone if they like."""

    name = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write the name.")),
            Length(max=NAME_MAX, message=_l("This name is too long.")),
            check_name,
        ],
        render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
    )
    has_asked = BooleanField(_l("Nobody of the waiting list is here"))
    guardian_name = StringField(
        _l("Parent or guardian"),
        filters=[one_line],
        validators=[Length(max=NAME_MAX, message=_l("This name is too long.")), check_name],
        render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Not as other forms with a contact: none of it is asked for."""
        valid: bool = super(Form, self).validate(extra_validators)
        return valid
