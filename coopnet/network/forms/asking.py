"""Small forms: a notice that something is wrong, a reason, lost links."""

from typing import Any

from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.accounts.rules.people import Contact
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.queries.wordings import reason_in_words
from coopnet.network.rules.posts import ReportReason
from coopnet.web.contacts import ContactFields
from coopnet.web.forms import Form, clean_text, one_line

TEXT_MAX = 1000
CODE_MAX = 20


class ReportForm(Form):
    reason = RadioField(_l("What is wrong?"), validators=[InputRequired(_l("Choose one answer."))])
    text = TextAreaField(
        _l("Tell us more"),
        filters=[clean_text],
        validators=[Length(max=TEXT_MAX, message=_l("This text is too long."))],
        render_kw={"autocomplete": "off", "maxlength": TEXT_MAX, "rows": 3},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice(one.value, reason_in_words(one)) for one in ReportReason]


class ReasonForm(Form):
    """`seen` is the mark of what was read."""

    seen = HiddenField(filters=[one_line])
    text = TextAreaField(
        _l("Why? Its maker will read it"),
        filters=[clean_text],
        validators=[
            DataRequired(_l("Say why: they will read it.")),
            Length(max=TEXT_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": TEXT_MAX, "rows": 4},
    )


class CodeForm(Form):
    code = StringField(
        _l("The code on a slip"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write the code: eight letters and digits.")),
            Length(max=CODE_MAX, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": CODE_MAX},
    )


class LinksForm(ContactFields):
    @property
    def contact(self) -> Contact:
        email, phone = self.reached
        return Contact(email=email, phone=phone)
