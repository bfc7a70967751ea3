"""The short form by which somebody answers a post."""

from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.accounts.rules.people import NAME_MAX, Contact, is_name
from coopnet.conversations.rules.talk import TEXT_MAX
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.queries.words import BARRIS
from coopnet.vocabulary import queries as vocabulary
from coopnet.web.contacts import ContactFields
from coopnet.web.forms import clean_text, one_line

ONESELF = ""


class AnswerForm(ContactFields):
    """`points` are public id and name of the support points at which the viewer helps: then nobody's contact is asked
    for, since the point is how the person is reached.
    """

    text = TextAreaField(
        _l("Your message"),
        filters=[clean_text],
        validators=[
            DataRequired(_l("Write the message.")),
            Length(max=TEXT_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": TEXT_MAX, "rows": 5},
    )
    name = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write your name.")),
            Length(max=NAME_MAX, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX},
    )
    barri = SelectField(_l("Your neighbourhood"))
    point = SelectField(_l("For whom do you write?"))

    def __init__(self, *args: Any, points: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.barri.choices = [
            SelectChoice("", _("I'd rather not say")),
            *(
                SelectChoice(term.code, vocabulary.term_label(BARRIS, term.code, current_language()))
                for term in vocabulary.list_terms(BARRIS, sorted_in=current_language())
            ),
        ]
        self.point.choices = [
            SelectChoice(ONESELF, _("For myself")),
            *(SelectChoice(public_id, _("For somebody at %(point)s", point=name)) for public_id, name in points),
        ]
        for field in (self.barri, self.point):
            if field.data is None:
                field.data = ""

    def validate_name(self, field: Field) -> None:
        if field.data and not is_name(field.data):
            raise ValidationError(_("Write a name, with letters and without web addresses."))

    def validate(self, extra_validators: Any = None) -> bool:
        """At a support point the contact is left alone, whatever stands there."""
        if not self.point.data:
            return super().validate(extra_validators)
        self.email.data = self.phone.data = None
        valid: bool = super(ContactFields, self).validate(extra_validators)
        return valid

    @property
    def contact(self) -> Contact:
        if self.point.data:
            return Contact(point=self.point.data)
        email, phone = self.reached
        return Contact(email=email, phone=phone)
