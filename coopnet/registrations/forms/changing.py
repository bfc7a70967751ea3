"""What is changed of a registration, by its link or by a helper; and the form that sends links again."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from wtforms import HiddenField, SelectField

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import shown_phone
from coopnet.registrations.forms.companions import fields_for_companions, make_fields
from coopnet.registrations.forms.contacts import ContactForm
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact, mark_of
from coopnet.web.contacts import ContactFields, language_choices
from coopnet.web.forms import one_line


class LinksForm(ContactForm):
    """E-mail or phone: where the links are sent, if there are any."""


class PartyFields(ContactFields):
    """How a person is reached, in which language, and who comes along: `companions` are the names of the fields."""

    party_label = _l("Who comes along")
    named: str | None = None  # whom the place is for
    companions: tuple[str, ...] = ()
    seen = HiddenField(filters=[one_line])  # how it stood when the page was opened
    language = SelectField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()

    @property
    def party(self) -> tuple[str, ...] | None:
        """The names typed; None where nobody is asked for any."""
        return tuple(self[name].data for name in self.companions if self[name].data) if self.companions else None


class ChangeForm(PartyFields, ContactForm):
    party_label = _l("Who comes with you")
    language = SelectField(_l("Which language shall we write to you in?"))


Kind = TypeVar("Kind", bound=PartyFields)


def make_party_form(
    base: type[Kind],
    one: Registration,
    *,
    most_companions: int,
    beside: Sequence[str] = (),
    kept: Mapping[str, Any] | None = None,
    **options: Any,
) -> Kind:
    """Filled in as `one` stands, before anything is typed; `kept` is what `base` asks more, `beside` the same for its
    mark, and `options` what it is made with.
    """
    fields = make_fields(fields_for_companions(most_companions))
    kind = cast("type[Kind]", type("PartyForm", (base,), fields))
    stands = {
        "email": one.email,
        "email_seen": one.email,  # one that was never touched is not questioned once more
        "phone": one.phone,
        "phone_seen": one.phone,
        "language": one.language,
        **{f"companion_{number}": each.name for number, each in enumerate(one.companions, start=1)},
    }
    made = kind(data={**stands, "seen": mark_of_registration(one, beside), **(kept or {})}, **options)
    made.named, made.companions = one.name, tuple(fields)
    return made


def mark_of_registration(one: Registration, beside: Sequence[str] = ()) -> str:
    contact = Contact(email=one.email, phone=one.phone)
    return mark_of(contact, one.language, [each.name for each in one.companions], beside)


def list_changed(one: Registration, form: PartyFields) -> list[tuple[str, str]]:
    """(label, what stands now) of each part that is not what was typed."""
    languages: Mapping[str, str] = {str(code): str(label) for code, label, *_rest in form.language.iter_choices()}
    (email, phone), coming = form.reached, tuple(each.name for each in one.companions)
    parts: list[tuple[str, object, object, str]] = [
        (form.email.label.text, email, one.email, one.email or ""),
        (form.phone.label.text, phone, one.phone, shown_phone(one.phone or "")),
        (form.language.label.text, form.language.data, one.language, languages[one.language]),
    ]
    if form.party is not None:
        parts.append((str(form.party_label), form.party, coming, ", ".join(coming) or _("Nobody")))
    return [(str(label), shown or _("None")) for label, typed, stands, shown in parts if typed != stands]
