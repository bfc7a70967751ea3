"""What is typed to get in."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from coopnet.accounts.rules.contacts import Address, address_of
from coopnet.foundation.emails import EMAIL_MAX, is_email, normal_email
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import normal_phone
from coopnet.web.contacts import ContactFields
from coopnet.web.forms import Form, one_line

CODE_MAX = 40
PASSWORD_MAX = 1000
ANSWER_MAX = 20_000


class AskForm(ContactFields):
    """Where the letter goes. `address` is there once it validates; with one that is known nothing is typed."""

    known: Address | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        if self.known is None:
            return super().validate(extra_validators)
        return bool(super(ContactFields, self).validate(extra_validators))

    @property
    def address(self) -> Address:
        return self.known or address_of(*self.reached)


class KeepForm(Form):
    """One button, and whether this browser stays signed in."""

    keep = BooleanField(
        _l("This device is mine: keep me signed in"),
        description=_l("On a shared computer leave it empty: you are signed out when you close the browser."),
    )


class CodeForm(KeepForm):
    code = StringField(
        _l("Code"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the code.")), Length(max=CODE_MAX, message=_l("This code is too long."))],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class SecondFactorForm(Form):
    code = StringField(
        _l("Code"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the code.")), Length(max=CODE_MAX, message=_l("This code is too long."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class PasswordForm(KeepForm):
    """With the e-mail or the phone in one field: browsers keep the pair."""

    who = StringField(
        _l("E-mail or phone"),
        filters=[one_line],
        validators=[DataRequired(_l("Write your e-mail or your phone."))],
        render_kw={"autocomplete": "username", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[
            DataRequired(_l("Write your password.")),
            Length(max=PASSWORD_MAX, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_who(self, field: Any) -> None:
        if field.data and not is_email(field.data) and normal_phone(field.data) is None:
            raise ValidationError(_("This is neither an e-mail address nor a phone number."))

    @property
    def address(self) -> Address:
        if "@" in self.who.data:
            return address_of(normal_email(self.who.data), None)
        return address_of(None, normal_phone(self.who.data))


class PasskeyForm(KeepForm):
    """Filled by the browser's passkey dialogue (`static/js/passkeys.js`)."""

    answer = HiddenField(validators=[DataRequired(), Length(max=ANSWER_MAX)])
    target = HiddenField(filters=[one_line])
