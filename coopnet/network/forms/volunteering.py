"""The form by which somebody offers to help, and the one by which they change what they said."""

from collections.abc import Iterator
from typing import Any

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.accounts.rules.people import NAME_MAX, Contact, is_name
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.queries.reasons import time_in_words
from coopnet.network.queries.sides import SKILLS
from coopnet.network.queries.words import BARRIS, LANGUAGES, endonym
from coopnet.network.rules.matching import BY_PHONE, IN_PERSON
from coopnet.network.rules.posts import is_form_key
from coopnet.network.rules.times import CODES, codes_of, make_times
from coopnet.network.rules.volunteering import AT_ONCE, TEXT_MAX, USUAL_AT_ONCE, Application, Profile, Shown
from coopnet.vocabulary import queries as vocabulary
from coopnet.web.contacts import ContactFields, language_choices
from coopnet.web.forms import Form, clean_text, one_line


class ProfileForm(Form):
    """What they know, where and when they have time."""

    said_with_label = ("skills", "languages", "barris", "ways")

    skills = SelectMultipleField(_l("What can you help with?"), validators=[InputRequired(_l("Choose at least one."))])
    languages = SelectMultipleField(
        _l("Which languages do you speak?"), validators=[InputRequired(_l("Choose at least one."))]
    )
    barris = SelectMultipleField(
        _l("Which neighbourhoods can you come to?"),
        validators=[InputRequired(_l("Choose at least one neighbourhood."))],
    )
    times = SelectMultipleField(_l("When do you usually have time?"))
    ways = SelectMultipleField(
        _l("How would you like to help?"), validators=[InputRequired(_l("Choose at least one."))]
    )
    at_once = SelectField(_l("How many people at the same time?"), coerce=int)
    text = TextAreaField(
        _l("Tell us a little about you"),
        filters=[clean_text],
        validators=[Length(max=TEXT_MAX, message=_l("This text is too long."))],
        render_kw={"autocomplete": "off", "maxlength": TEXT_MAX, "rows": 3},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = current_language()
        self.skills.choices = _terms(SKILLS, spoken)
        self.languages.choices = [
            SelectChoice(term.code, endonym(term.code)) for term in vocabulary.list_terms(LANGUAGES)
        ]
        self.barris.choices = _terms(BARRIS, spoken, sort=True)
        self.times.choices = [SelectChoice(code, time_in_words(code)) for code in CODES]
        self.ways.choices = [SelectChoice(IN_PERSON, _("In person")), SelectChoice(BY_PHONE, _("By phone"))]
        self.at_once.choices = [SelectChoice(number, _people(number)) for number in AT_ONCE]
        if self.at_once.data is None:
            self.at_once.data = USUAL_AT_ONCE

    @property
    def profile(self) -> Profile:
        """Of a form that validates."""
        return Profile(
            skills=tuple(self.skills.data),
            languages=tuple(self.languages.data),
            barris=tuple(self.barris.data),
            times=make_times(self.times.data or ()),
            ways=tuple(self.ways.data),
            at_once=self.at_once.data,
            text=self.text.data or "",
        )


class VolunteerForm(ProfileForm, ContactFields):
    page_order = (
        *("name", "email", "phone", "language"),
        *("skills", "languages", "barris", "ways", "times", "at_once", "text", "agrees"),
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
    language = SelectField(_l("Which language shall we write to you in?"))
    agrees = BooleanField(validators=[InputRequired(_l("To go on, tick that you agree."))])

    def __init__(self, *args: Any, commitment: Shown, notice: Shown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = (commitment, notice)
        self.agrees.label.text = commitment.text
        self.language.choices = language_choices()
        if not self.language.data:
            self.language.data = current_language()

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, as what is wrong is told."""
        place = {name: number for number, name in enumerate(self.page_order)}
        return iter(sorted(super().__iter__(), key=lambda field: place.get(field.name, -1)))

    def validate_name(self, field: Field) -> None:
        if field.data and not is_name(field.data):
            raise ValidationError(_("Write a name, with letters and without web addresses."))

    @property
    def contact(self) -> Contact:
        email, phone = self.reached
        return Contact(email=email, phone=phone)

    def read(self) -> Application:
        """Of a form that validates."""
        return Application(
            name=self.name.data,
            contact=self.contact,
            language=self.language.data,
            profile=self.profile,
            shown=self.shown,
            form_key=self.form_key.data if is_form_key(self.form_key.data or "") else None,
        )


def as_typed(profile: Profile) -> dict[str, Any]:
    """For the form that changes it."""
    return {
        "skills": list(profile.skills),
        "languages": list(profile.languages),
        "barris": list(profile.barris),
        "times": list(codes_of(profile.times)),
        "ways": list(profile.ways),
        "at_once": profile.at_once,
        "text": profile.text,
    }


def _terms(kind: str, language: str, *, sort: bool = False) -> list[SelectChoice]:
    return [
        SelectChoice(term.code, vocabulary.term_label(kind, term.code, language))
        for term in vocabulary.list_terms(kind, sorted_in=language if sort else None)
    ]


def _people(number: int) -> str:
    return ngettext("%(num)d person", "%(num)d people", number)
