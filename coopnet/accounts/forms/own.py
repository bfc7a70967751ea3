"""What a person changes of their account."""

from typing import Any

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from coopnet.accounts.forms.signing_in import ANSWER_MAX, CODE_MAX, PASSWORD_MAX
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.web.contacts import language_choices
from coopnet.web.forms import Form, one_line

NAME_MAX = 120
KEY_NAME_MAX = 60


class SelfForm(Form):
    name = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[Length(max=NAME_MAX, message=_l("This name is too long."))],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX},
    )
    language = SelectField(_l("Which language shall we write to you in?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()


class NewPasswordForm(Form):
    """`username` is for the browser's password manager, which asks whose password it keeps."""

    username = StringField(
        _l("E-mail or phone"), render_kw={"autocomplete": "username", "readonly": True, "tabindex": "-1"}
    )
    password = PasswordField(
        _l("New password"),
        description=_l("At least 10 characters. Four words that have nothing to do with each other are good."),
        validators=[
            DataRequired(_l("Write a password.")),
            Length(max=PASSWORD_MAX, message=_l("This password is too long.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class NewPasskeyForm(Form):
    name = StringField(
        _l("What do you call it?"),
        description=_l("For example: my phone."),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            Length(max=KEY_NAME_MAX, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": KEY_NAME_MAX},
    )
    answer = HiddenField(validators=[Length(max=ANSWER_MAX)])


class RenameForm(Form):
    name = StringField(
        _l("What do you call it?"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Give it a name.")),
            Length(max=KEY_NAME_MAX, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": KEY_NAME_MAX},
    )


class AppForm(Form):
    """`secret` goes to the page and back, sealed: nothing is stored until a code shows that the app has it."""

    secret = HiddenField(filters=[one_line])
    code = StringField(
        _l("The code that the app shows"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the code.")), Length(max=CODE_MAX, message=_l("This code is too long."))],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
