"""Small forms of a conversation: a message, a contact to give, a notice, the team's reason."""

from wtforms import BooleanField, EmailField, Field, TelField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from coopnet.conversations.rules.talk import TEXT_MAX
from coopnet.foundation.emails import EMAIL_MAX, normal_email
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import PHONE_MAX, is_somebodys, normal_phone, shown_phone
from coopnet.web.contacts import check_email, check_phone
from coopnet.web.forms import Form, clean_text, one_line

REASON_MAX = 1000


class MessageForm(Form):
    text = TextAreaField(
        _l("Your message"),
        filters=[clean_text],
        validators=[
            DataRequired(_l("Write the message.")),
            Length(max=TEXT_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": TEXT_MAX, "rows": 4},
    )


class GivePhoneForm(Form):
    given = TelField(
        _l("Phone"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the phone."))],
        render_kw={"autocomplete": "tel", "inputmode": "tel", "maxlength": PHONE_MAX},
    )

    def validate_given(self, field: Field) -> None:
        check_phone(self, field)
        number = normal_phone(field.data or "")
        if number is not None and not is_somebodys(number):
            raise ValidationError(_("This is the number of a service, and a call may cost a lot. Give your own."))

    @property
    def value(self) -> str:
        return shown_phone(normal_phone(self.given.data or "") or "")


class GiveEmailForm(Form):
    given = EmailField(
        _l("E-mail"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the e-mail."))],
        render_kw={"autocomplete": "email", "inputmode": "email", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )

    def validate_given(self, field: Field) -> None:
        check_email(self, field)

    @property
    def value(self) -> str:
        return normal_email(self.given.data or "")


class ReportForm(Form):
    text = TextAreaField(
        _l("What is wrong?"),
        filters=[clean_text],
        validators=[
            DataRequired(_l("Say in a few words what is wrong.")),
            Length(max=REASON_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": REASON_MAX, "rows": 4},
    )
    blocks = BooleanField(_l("Block this person too"))


class RefusalForm(Form):
    text = TextAreaField(
        _l("Why? Who wrote it will read this"),
        filters=[clean_text],
        validators=[
            DataRequired(_l("Say why: they will read it.")),
            Length(max=REASON_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": REASON_MAX, "rows": 4},
    )
