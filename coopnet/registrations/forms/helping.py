"""The form by which a helper registers somebody at a support point: the public one, and how to reach them."""

from collections.abc import Sequence
from typing import cast

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from coopnet.accounts.queries.read_aloud import reach_in_words
from coopnet.accounts.rules.helping import Reach
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.forms.changing import PartyFields, list_changed, make_party_form
from coopnet.registrations.forms.registering import Parts, RegistrationForm, kind_of_form
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import Question
from coopnet.registrations.queries.served import asked_beside
from coopnet.registrations.rules.people import Contact
from coopnet.web.forms import Form, one_line
from coopnet.web.helped import HelpedFields, ReachFields

LONGEST = 120


class HelperForm(HelpedFields, RegistrationForm):
    """`point` is the public id of the support point."""

    asked_last: tuple[str, ...] = ("reach", "reach_note", "was_read")
    point: str = ""

    @property
    def contact(self) -> Contact:
        if not self.is_own:
            return Contact(point=self.point)
        email, phone = self.reached
        return Contact(email=email, phone=phone)


class ServedForm(ReachFields, PartyFields):
    """How somebody is reached from now on, in which language, and who comes along. `point` is as above."""

    language = SelectField(_l("Which language do you speak with them?"))
    point: str = ""

    @property
    def contact(self) -> Contact:
        if not self.is_own:
            return Contact(point=self.point)
        email, phone = self.reached
        return Contact(email=email, phone=phone)

    @property
    def beside(self) -> tuple[str, str]:
        return str(self.reach.data), str(self.reach_note.data or "")


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


def make_served_form(one: Registration, point: str, *, most_companions: int) -> ServedForm:
    beside = asked_beside(one.public_id)
    is_own = bool(one.email or one.phone)
    reach, note = beside or (Reach.VISIT, "")
    form = make_party_form(
        ServedForm,
        one,
        most_companions=most_companions,
        beside=beside,
        kept={"reach": Reach.OWN if is_own else reach, "reach_note": note},
        reaches=reaches(),
    )
    form.point = point
    return form


def list_changed_of_served(one: Registration, form: ServedForm) -> list[tuple[str, str]]:
    """As `list_changed`, with how they are told things."""
    beside = asked_beside(one.public_id)
    told = [(form.reach, reach_in_words(beside[0])), (form.reach_note, beside[1] or _("None"))] if beside else []
    stands = [
        (str(field.label.text), words)
        for (field, words), typed, kept in zip(told, form.beside, beside, strict=False)
        if typed != kept
    ]
    return stands + list_changed(one, form)


def reaches() -> list[tuple[str, str]]:
    return [(reach.value, reach_in_words(reach)) for reach in Reach]
