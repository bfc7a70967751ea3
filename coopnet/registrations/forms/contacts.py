"""How a person is reached, as the rules know it, and how one is named."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, ValidationError

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.rules.people import Contact, is_name, plain_name
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


class NamedOnce:
    """Nobody comes twice in one party. `before` are the fields of companions that stand above."""

    def __init__(self, before: Sequence[str]) -> None:
        self.before = tuple(before)

    def __call__(self, form: Any, field: Field) -> None:
        others = [form.named, *(form[name].data for name in self.before)]
        if field.data and plain_name(field.data) in {plain_name(name) for name in others if name}:
            raise ValidationError(
                _(
                    "This name is already in this registration. Write each person once; if it is another person with"
                    " the same name, add something that tells them apart, like a second surname."
                )
            )
