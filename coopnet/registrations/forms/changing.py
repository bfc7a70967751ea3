"""What a person changes by their link, and the form that sends links again."""

from typing import Any

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.contacts import ContactForm, NamedOnce, check_name
from coopnet.registrations.rules.people import NAME_MAX
from coopnet.web.contacts import language_choices
from coopnet.web.forms import one_line


class LinksForm(ContactForm):
    """E-mail or phone: where the links are sent, if there are any."""


class ChangeForm(ContactForm):
    named: str | None = None  # whom the place is for
    seen = HiddenField(filters=[one_line])  # how it stood when the page was opened
    language = SelectField(_l("Which language shall we write to you in?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()


def make_change_form(*, named: str, most_companions: int, **kept: Any) -> tuple[ChangeForm, tuple[str, ...]]:
    """`named` is whom the place is for; `kept` fills the fields before anything is typed."""
    names = tuple(f"companion_{number}" for number in range(1, most_companions + 1))
    fields = {
        name: StringField(
            _("Name of companion %(number)s", number=number),
            filters=[one_line],
            validators=[
                Length(max=NAME_MAX, message=_l("This name is too long.")),
                check_name,
                NamedOnce(names[: number - 1]),
            ],
            render_kw={"autocomplete": "off", "maxlength": NAME_MAX},
        )
        for number, name in enumerate(names, start=1)
    }
    made: ChangeForm = type("PartyForm", (ChangeForm,), fields)(data=kept)
    made.named = named
    return made, names
