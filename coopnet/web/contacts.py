"""How a person is reached: two inputs, one of them required. E-mail is never invented to fill a field."""

from typing import Any

from flask import request
from wtforms import EmailField, Field, HiddenField, TelField, ValidationError
from wtforms.fields.choices import SelectChoice

from coopnet.foundation import district
from coopnet.foundation.emails import EMAIL_MAX, is_email, normal_email, suspect_domain
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import PHONE_MAX, is_landline, is_somebodys, normal_phone
from coopnet.web.addresses import endonym
from coopnet.web.forms import Form, one_line

BY_PHONE = "telefon"


def check_email(_form: object, field: Field) -> None:
    if field.data and not is_email(field.data):
        raise ValidationError(_("This e-mail address does not look right. It should be like maria@example.org."))


def check_phone(_form: object, field: Field) -> None:
    if field.data and normal_phone(field.data) is None:
        raise ValidationError(_("This phone number does not look right. Write all its digits."))


class ContactFields(Form):
    """E-mail and phone; `reached` tells them normalised once the form validates."""

    email = EmailField(
        _l("E-mail"),
        filters=[one_line],
        render_kw={"autocomplete": "email", "inputmode": "email", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )
    # The address that was questioned: sent again unchanged, it is meant.
    email_seen = HiddenField(filters=[one_line])
    phone = TelField(
        _l("Phone"),
        filters=[one_line],
        render_kw={"autocomplete": "tel", "inputmode": "tel", "maxlength": PHONE_MAX},
    )
    # The landline that was questioned, likewise.
    phone_seen = HiddenField(filters=[one_line])

    def validate_email(self, field: Field) -> None:
        if not field.data:
            return
        check_email(self, field)
        meant = suspect_domain(field.data)
        if meant is not None and normal_email(field.data) != normal_email(self.email_seen.data or ""):
            self.email_seen.data = field.data
            suggestion = f"{field.data.rpartition('@')[0]}@{meant}"
            raise ValidationError(
                _(
                    "Did you mean %(suggestion)s? Correct it, or press the button again if it is right.",
                    suggestion=suggestion,
                )
            )

    def validate_phone(self, field: Field) -> None:
        check_phone(self, field)
        number = normal_phone(field.data) if field.data else None
        if number is not None and not is_somebodys(number):
            raise ValidationError(_("We cannot call or write to numbers like this one. Write a mobile or your e-mail."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid: bool = super().validate(extra_validators)
        if not self.email.data and not self.phone.data:
            self.add_problem(_("Write your e-mail or your phone: one of the two is enough."), field=self.email)
            return False
        return not self._questions_landline() and valid

    def _questions_landline(self) -> bool:
        """Whether the one way to be reached is a phone that gets no text messages, and it was not asked before."""
        number = normal_phone(self.phone.data) if self.phone.data and not self.phone.errors else None
        if self.email.data or number is None or not is_landline(number):
            return False
        if number == normal_phone(self.phone_seen.data or ""):
            return False
        self.phone_seen.data = self.phone.data
        self.add_problem(
            _(
                "Is this a landline? We send text messages, and they do not arrive there. Write a mobile or your"
                " e-mail, or press the button again if it is right."
            ),
            field=self.phone,
        )
        return True

    @property
    def reached(self) -> tuple[str | None, str | None]:
        """E-mail and phone, as they are compared."""
        return (
            normal_email(self.email.data) if self.email.data else None,
            normal_phone(self.phone.data) if self.phone.data else None,
        )


def language_choices() -> list[SelectChoice]:
    """Those that the instance writes letters in, each by its own name."""
    return [SelectChoice(code, endonym(code)) for code in district.current().languages]


def sent_per(email: object) -> str | None:
    """For the address of a page that says "sent": who wrote a phone alone has no mail to look into."""
    return None if email else BY_PHONE


def is_by_phone() -> bool:
    return request.args.get("per") == BY_PHONE
