"""What is typed at the door."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import lazy_gettext as _l
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
