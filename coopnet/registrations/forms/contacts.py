"""How a person is reached, as the rules know it, and how one is named."""

from wtforms import Field, ValidationError

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.rules.people import Contact, is_name
from coopnet.web.contacts import ContactFields


class ContactForm(ContactFields):
    """E-mail and phone, one of them required. `contact` is there once it validates."""

    @property
    def contact(self) -> Contact:
        email, phone = self.reached
        return Contact(email=email, phone=phone)


def check_name(_form: object, field: Field) -> None:
    """For who is named in a form: somebody has to read it out at the door."""
    if field.data and not is_name(field.data):
        raise ValidationError(_("Write a name, with letters and without web addresses."))
