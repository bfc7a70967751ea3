"""The form by which a helper registers somebody at a support point: the public one, and how to reach them."""

from collections.abc import Sequence
from typing import Any, cast

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from coopnet.accounts.queries.read_aloud import reach_in_words
from coopnet.accounts.rules.helping import Reach
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.registering import Parts, RegistrationForm, kind_of_form
from coopnet.registrations.queries import Question
from coopnet.registrations.rules.people import Contact
from coopnet.web.contacts import language_choices
from coopnet.web.forms import Form, one_line
from coopnet.web.helped import HelpedFields, ReachFields

LONGEST = 120


class HelperForm(HelpedFields, RegistrationForm):
    """`point` is the public id of the support point."""

    asked_last = ("reach", "reach_note", "was_read")
    point: str = ""

    @property
    def contact(self) -> Contact:
        if not self.is_own:
            return Contact(point=self.point)
        email, phone = self.reached
        return Contact(email=email, phone=phone)


class ServedForm(ReachFields):
    """How somebody is reached from now on, and in which language."""

    language = SelectField(_l("Which language do you speak with them?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = language_choices()


class FindForm(Form):
    who = StringField(
        _l("Name or code"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write some letters of the name, or the code.")),
            Length(max=LONGEST, message=_l("This is too long.")),
        ],
        render_kw={"autocomplete": "off", "spellcheck": "false", "maxlength": LONGEST},
    )


def make_helper_form(
    point: str, *, most_companions: int, questions: Sequence[Question], ways: Sequence[tuple[str, str]]
) -> tuple[HelperForm, Parts]:
    kind, parts = kind_of_form(HelperForm, current_language(), most_companions, tuple(questions), tuple(ways))
    form = cast("type[HelperForm]", kind)(reaches=reaches())
    form.point = point
    return form, parts


def reaches() -> list[tuple[str, str]]:
    return [(reach.value, reach_in_words(reach)) for reach in Reach]
