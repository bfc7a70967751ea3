from wtforms import BooleanField, EmailField, Field, RadioField, StringField, TextAreaField, ValidationError

from coopnet.foundation.emails import EMAIL_MAX, is_email
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.initiatives.rules.states import ReportReason
from coopnet.web.forms import Form, clean_text, one_line

LONGEST_NAME = 100
LONGEST_MESSAGE = 3_000
LONGEST_REPORT = 1_000


def check_there(_form: Form, field: Field) -> None:
    if not field.data:
        raise ValidationError(_("Write something here."))


class MessageForm(Form):
    name = StringField(
        _l("Your name"),
        [check_there],
        filters=[one_line],
        render_kw={"autocomplete": "name", "maxlength": LONGEST_NAME, "required": True},
    )
    email = EmailField(
        _l("Your e-mail"),
        [check_there],
        description=_l("So that they can answer you."),
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": EMAIL_MAX, "spellcheck": "false", "required": True},
    )
    text = TextAreaField(
        _l("Your message"),
        [check_there],
        filters=[clean_text],
        render_kw={"maxlength": LONGEST_MESSAGE, "rows": 6, "required": True},
    )
    agrees = BooleanField(_l("I agree that they see my name and e-mail, to answer me."))

    def validate_email(self, field: Field) -> None:
        if field.data and not is_email(field.data):
            raise ValidationError(_("This e-mail address does not look right. It should be like maria@example.org."))

    def validate_name(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_NAME:
            raise ValidationError(_("This is too long."))

    def validate_text(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_MESSAGE:
            raise ValidationError(_("This is too long."))

    def validate_agrees(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Without this they cannot answer you."))


class ReportForm(Form):
    reason = RadioField(_l("What is wrong?"), render_kw={"required": True}, default=ReportReason.OTHER.value)
    text = TextAreaField(_l("Tell us more"), filters=[clean_text], render_kw={"maxlength": LONGEST_REPORT, "rows": 4})

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [
            (ReportReason.CLOSED.value, _("It no longer exists")),
            (ReportReason.CONTACT.value, _("Its phone, e-mail or website is wrong")),
            (ReportReason.PLACE.value, _("Its address or its hours are wrong")),
            (ReportReason.WORDS.value, _("What it says of itself is not right")),
            (ReportReason.OTHER.value, _("Something else")),
        ]

    def validate_text(self, field: Field) -> None:
        if len(field.data or "") > LONGEST_REPORT:
            raise ValidationError(_("This is too long."))
