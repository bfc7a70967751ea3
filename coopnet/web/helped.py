"""What a form asks beside when a helper fills it in for somebody: how that person is told things, and that they agree.

Nothing of it is the helper's own, so the browser neither fills it in nor keeps it.
"""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.web.contacts import ContactFields
from coopnet.web.forms import one_line

OWN, VISIT, CALL, LETTER = "own", "visit", "call", "letter"
NOTE_MAX = 200


class ReachFields(ContactFields):
    """`reach` is one of the four codes above; e-mail and phone are asked for when it is `OWN` alone."""

    reach = RadioField(_l("How do they get to know things?"), validators=[InputRequired(_l("Choose one answer."))])
    reach_note = StringField(
        _l("What do we need for that?"),
        filters=[one_line],
        validators=[Length(max=NOTE_MAX, message=_l("This text is too long."))],
        render_kw={"maxlength": NOTE_MAX},
    )

    def __init__(self, *args: Any, reaches: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach.choices = [SelectChoice(code, words) for code, words in reaches]
        if self.reach.data is None and not self.is_submitted():
            self.reach.data = VISIT
        for field in self:
            field.render_kw = {**(field.render_kw or {}), "autocomplete": "off"}

    @property
    def is_own(self) -> bool:
        return bool(self.reach.data == OWN)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_own:
            return super().validate(extra_validators)
        # One of e-mail and phone is required of those who are reached by them.
        valid: bool = super(ContactFields, self).validate(extra_validators)
        if self.reach.errors:
            return False
        if self.email.data or self.phone.data:
            text = _("Leave e-mail and phone empty, or say that they are reached by them.")
            self.add_problem(text, field=self.email if self.email.data else self.phone)
            valid = False
        if self.reach.data in {CALL, LETTER} and not self.reach_note.data:
            self.add_problem(_("Write the number to call, or the address for the letter."), field=self.reach_note)
            valid = False
        return valid


class HelpedFields(ReachFields):
    was_read = BooleanField(
        _l("I have read it aloud to them, and they agree"),
        validators=[DataRequired(_l("Read it to them and tick this box if they agree. If not, write nothing down."))],
    )
