"""The form by which the team registers who rings or stands at the counter: the helpers' one, and who tells them."""

from collections.abc import Sequence
from typing import Any, cast

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language, in_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.places.queries import list_shown
from coopnet.registrations.forms.helping import HelperForm, reaches
from coopnet.registrations.forms.registering import Parts, kind_of_form
from coopnet.registrations.queries import Question
from coopnet.registrations.rules.applications import READ_ALOUD, Shown
from coopnet.registrations.rules.people import Contact
from coopnet.web.helped import OWN

# Of the words that are read to them; the very words are kept with each registration too.
READ_VERSION = "2026-11"


class AddForm(HelperForm):
    """Who has neither phone nor e-mail is told things by a support point (`teller`)."""

    asked_last = ("reach", "reach_note", "teller", "was_read")
    teller = SelectField(_l("Which support point tells them?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = [SelectChoice(one.public_id, one.name) for one in list_shown()]
        self.teller.choices = [SelectChoice("", _("None")), *points]
        if not self.is_submitted():
            self.reach.data = OWN

    @property
    def contact(self) -> Contact:
        self.point = self.teller.data or ""
        return super().contact

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.is_own and self.reach.data and not self.teller.data:
            self.add_problem(_("Choose the support point that tells them."), field=self.teller)
            return False
        return valid


def make_add_form(
    *, most_companions: int, questions: Sequence[Question], ways: Sequence[tuple[str, str]]
) -> tuple[AddForm, Parts]:
    kind, parts = kind_of_form(AddForm, current_language(), most_companions, tuple(questions), tuple(ways))
    return cast("type[AddForm]", kind)(reaches=reaches()), parts


def team_reads(language: str) -> Shown:
    """What the team reads to somebody before it writes anything down, a sentence a line."""
    here = district.current()
    with in_language(language):
        sentences = [
            _("We write this down because you ask us to."),
            _(
                "%(entity)s keeps your name and what you ask for, uses it for nothing else, and erases it when its"
                " time is over.",
                entity=here.house_legal_name,
            ),
            _("The team sees it, and the support point that tells you things, if you choose one."),
            _("What you must know reaches you in the way that you tell us now."),
            _("You can see it, correct it, take it back or have it erased: call %(phone)s.", phone=here.phone),
            _("Do you agree?"),
        ]
        return Shown(READ_ALOUD, "\n".join(sentences), current_language(), READ_VERSION)
