"""The form by which somebody writes a request or an offer, on one page."""

from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.accounts.rules.people import NAME_MAX, Contact, is_name
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.forms.said import SaidForm
from coopnet.network.rules.posts import Draft, Kind, is_form_key
from coopnet.web.contacts import ContactFields, language_choices
from coopnet.web.forms import one_line

MYSELF = ""


class PostForm(SaidForm, ContactFields):
    """`keeps` are public id and name of the entities in whose name the viewer may write."""

    page_order: tuple[str, ...] = (
        *SaidForm.page_order,
        *("name", "email", "phone", "language", "initiative", "shows_place", "wants_digest"),
    )

    kind = RadioField(_l("What is it?"), validators=[InputRequired(_l("Say whether you need something or offer it."))])
    wants_digest = BooleanField(_l("Write to me once a week about what is near and fits"))
    initiative = SelectField(_l("In whose name?"))
    shows_place = BooleanField(_l("Show where the entity is"))
    name = StringField(
        _l("Name and surname"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write your name.")),
            Length(max=NAME_MAX, message=_l("This name is too long.")),
        ],
        render_kw={"autocomplete": "name", "maxlength": NAME_MAX},
    )
    language = SelectField(_l("Which language shall we write to you in?"))

    def __init__(self, *args: Any, keeps: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [
            SelectChoice(Kind.REQUEST.value, _("I need something (a request)")),
            SelectChoice(Kind.OFFER.value, _("I can give, lend or do something (an offer)")),
        ]
        self.initiative.choices = [SelectChoice(MYSELF, _("In my own")), *(SelectChoice(*each) for each in keeps)]
        self.language.choices = language_choices()
        self._usual("language", current_language())
        self._usual("initiative", MYSELF)

    @property
    def contact(self) -> Contact:
        email, phone = self.reached
        return Contact(email=email, phone=phone)

    @property
    def is_offer(self) -> bool:
        return bool(self.kind.data == Kind.OFFER)

    @property
    def own_name(self) -> str:
        return self.name.data or ""

    def validate_name(self, field: Field) -> None:
        if field.data and not is_name(field.data):
            raise ValidationError(_("Write a name, with letters and without web addresses."))

    def read(self, *, initiative_id: int | None) -> Draft:
        """Of a form that validates. `initiative_id` is that of the chosen entity."""
        return Draft(
            **vars(self.said),
            kind=Kind(self.kind.data),
            name=self.name.data,
            contact=self.contact,
            language=self.language.data,
            wants_digest=bool(self.wants_digest.data),
            initiative_id=initiative_id,
            shows_place=bool(initiative_id is not None and self.shows_place.data),
            form_key=self.form_key.data if is_form_key(self.form_key.data or "") else None,
        )
