"""One person among those of a training."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.web.forms import Form, one_line

LONGEST = 120


class FindPersonForm(Form):
    who = StringField(
        _l("Name, contact or code"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write some letters of the name, the contact or the code.")),
            Length(max=LONGEST, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": LONGEST},
    )
