"""What a post says, as forms ask for it: one that is written, or one that is changed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from coopnet.accounts.rules.people import is_name
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.forms.clear import keep_clear
from coopnet.network.queries.reasons import time_in_words
from coopnet.network.queries.wordings import audience_in_words
from coopnet.network.queries.words import BARRIS, CATEGORIES, LANGUAGES, TERMS, endonym
from coopnet.network.rules.changes import Said
from coopnet.network.rules.matching import BY_PHONE, IN_PERSON
from coopnet.network.rules.posts import (
    CHOSEN_AUDIENCES,
    DETAILS_MAX,
    FURTHEST_DAYS,
    MOST,
    SHOWN_DAYS,
    TITLE_MAX,
    USUAL_AUDIENCE,
    USUAL_DAYS,
    WHEN_MAX,
    Audience,
    read_day,
)
from coopnet.network.rules.times import CODES, make_times
from coopnet.vocabulary import queries as vocabulary
from coopnet.web.forms import Form, clean_text, one_line

ALL_DISTRICT = "districte"
STANDING = "sempre"
DIGITS = 3


class SaidForm(Form):
    """`is_offer` says which of the answers there are."""

    said_with_label = ("category", "barri")
    page_order: tuple[str, ...] = (
        *("kind", "category", "title", "details", "text_language", "barri", "audience", "for_minor", "shown"),
        *("terms", "quantity", "when", "times", "ways", "needed_by", "languages"),
    )

    category = RadioField(_l("What is it about?"), validators=[InputRequired(_l("Choose one answer."))])
    title = StringField(
        _l("In a few words"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Write in a few words what it is.")),
            Length(max=TITLE_MAX, message=_l("This text is too long.")),
        ],
        render_kw={"autocomplete": "off", "maxlength": TITLE_MAX},
    )
    details = TextAreaField(
        _l("Tell a little more"),
        filters=[clean_text],
        validators=[Length(max=DETAILS_MAX, message=_l("This text is too long."))],
        render_kw={"autocomplete": "off", "maxlength": DETAILS_MAX, "rows": 4},
    )
    text_language = SelectField(_l("Which language have you written it in?"))
    terms = SelectMultipleField(_l("On which terms?"))
    quantity = StringField(
        _l("How many?"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": DIGITS},
    )
    barri = SelectField(_l("Where?"))
    languages = SelectMultipleField(_l("Which languages do you speak?"))
    when = StringField(
        _l("When is a good time for you?"),
        filters=[one_line],
        validators=[Length(max=WHEN_MAX, message=_l("This text is too long."))],
        render_kw={"autocomplete": "off", "maxlength": WHEN_MAX},
    )
    times = SelectMultipleField(_l("Which parts of the week?"))
    ways = SelectMultipleField(_l("How?"))
    for_minor = BooleanField(_l("It is for somebody under 18"))
    needed_by = StringField(
        _l("Until when do you need it?"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "type": "date"},
    )
    shown = SelectField(_l("How long shall it be on the board?"))
    audience = RadioField(_l("Who may see it?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        spoken = current_language()
        self.category.choices = _terms(CATEGORIES, spoken)
        self.terms.choices = _terms(TERMS, spoken)
        self.barri.choices = [
            SelectChoice("", _("Choose a neighbourhood")),
            *_terms(BARRIS, spoken, sort=True),
            SelectChoice(ALL_DISTRICT, _("All of the district (offers only)")),
        ]
        languages = [SelectChoice(term.code, endonym(term.code)) for term in vocabulary.list_terms(LANGUAGES)]
        self.languages.choices = languages
        self.text_language.choices = [*languages, SelectChoice("", _("Another one"))]
        self.shown.choices = [
            *(SelectChoice(str(days), _days_in_words(days)) for days in SHOWN_DAYS),
            SelectChoice(STANDING, _("As long as I like (offers only)")),
        ]
        self.audience.choices = [SelectChoice(one.value, audience_in_words(one)) for one in CHOSEN_AUDIENCES]
        self.times.choices = [SelectChoice(code, time_in_words(code)) for code in CODES]
        self.ways.choices = [SelectChoice(IN_PERSON, _("In person")), SelectChoice(BY_PHONE, _("By phone"))]
        self._usual("text_language", spoken)
        self._usual("shown", str(USUAL_DAYS))
        self._usual("audience", USUAL_AUDIENCE.value)
        self._usual("quantity", "1")

    def __iter__(self) -> Iterator[Field]:
        """In the order of the page, as what is wrong is told."""
        place = {name: number for number, name in enumerate(self.page_order)}
        return iter(sorted(super().__iter__(), key=lambda field: place.get(field.name, -1)))

    @property
    def is_offer(self) -> bool:
        raise NotImplementedError

    @property
    def own_name(self) -> str:
        """Of whose post it is, where it is asked for."""
        return ""

    @property
    def said(self) -> Said:
        """Of a form that validates."""
        return Said(
            category=self.category.data,
            title=self.title.data,
            details=self.details.data or "",
            text_language=self.text_language.data or "",
            terms=tuple(self.terms.data or ()),
            barri=None if self.barri.data == ALL_DISTRICT else self.barri.data,
            languages=tuple(self.languages.data or ()),
            when=self.when.data or "",
            times=make_times(self.times.data or ()),
            ways=tuple(self.ways.data or ()),
            for_minor=bool(self.for_minor.data) and not self.is_offer,
            quantity=int(self.quantity.data),
            needed_by=read_day(self.needed_by.data) if self.needed_by.data else None,
            shown_days=None if self.shown.data == STANDING else int(self.shown.data),
            audience=Audience(self.audience.data),
        )

    def validate_title(self, field: Field) -> None:
        if field.data and not is_name(field.data):
            raise ValidationError(_("Write what it is, with letters and without web addresses."))
        keep_clear(field, name=self.own_name)

    def validate_details(self, field: Field) -> None:
        keep_clear(field, name=self.own_name)

    def validate_when(self, field: Field) -> None:
        keep_clear(field, name=self.own_name)

    def validate_quantity(self, field: Field) -> None:
        typed = field.data or ""
        if not (typed.isascii() and typed.isdigit() and len(typed) <= DIGITS and 1 <= int(typed) <= MOST):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=1, most=MOST))

    def validate_barri(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choose one answer."))
        if field.data == ALL_DISTRICT and not self.is_offer:
            raise ValidationError(_("A request is of one neighbourhood, so that who is near can help."))

    def validate_shown(self, field: Field) -> None:
        if field.data == STANDING and not self.is_offer:
            raise ValidationError(_("Choose for how long: you can renew it with one press."))

    def validate_needed_by(self, field: Field) -> None:
        if not field.data:
            return
        day = read_day(field.data)
        if day is None or not self.today <= day <= self.today + timedelta(days=FURTHEST_DAYS):
            raise ValidationError(_("Write a day from today to a year from now."))

    def _usual(self, name: str, value: str) -> None:
        """What stands there before anybody has chosen, and where nothing was sent of it."""
        field = self[name]
        if field.data is None or (not self.is_submitted() and not field.data):
            field.data = value


def _terms(kind: str, language: str, *, sort: bool = False) -> list[SelectChoice]:
    return [
        SelectChoice(term.code, vocabulary.term_label(kind, term.code, language))
        for term in vocabulary.list_terms(kind, sorted_in=language if sort else None)
    ]


def _days_in_words(days: int) -> str:
    return ngettext("%(num)d day", "%(num)d days", days)
