"""Help given, in as few presses as can be: what it was about, how long, how it ended."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.forms.verifying import DAY, check_day
from coopnet.network.queries.help_given import ENDINGS, TOPICS
from coopnet.network.queries.words import LANGUAGES
from coopnet.network.rules.help_given import MINUTES, MOST_MINUTES, Given, Way
from coopnet.network.rules.posts import is_form_key, read_day
from coopnet.places.queries import Point
from coopnet.vocabulary.queries import list_terms, term_label
from coopnet.web.forms import Form, one_line

DIGITS = 3
_CHOOSE = _l("Choose one answer.")


class HelpForm(Form):
    """`points` are the support points that the helper may name; `ways` of another kind are for everybody who helps."""

    said_with_label = ("topic", "minutes", "ending", "language", "where")

    topic = RadioField(_l("What for?"), validators=[InputRequired(_CHOOSE)])
    minutes = RadioField(_l("How many minutes?"), choices=[SelectChoice(str(each), str(each)) for each in MINUTES])
    typed = StringField(
        _l("Or another number"),
        filters=[one_line],
        render_kw={"autocomplete": "off", "inputmode": "numeric", "maxlength": DIGITS},
    )
    ending = RadioField(_l("How did it end?"), validators=[InputRequired(_CHOOSE)])
    language = SelectField(_l("In which language?"), validators=[InputRequired(_CHOOSE)])
    where = SelectField(_l("Where?"), validators=[InputRequired(_CHOOSE)])
    on = StringField(_l("On which day?"), filters=[one_line], validators=[check_day], render_kw=DAY)

    def __init__(self, *args: Any, points: Iterable[Point], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = current_language()
        self.topic.choices = [
            SelectChoice(term.code, term_label(TOPICS, term.code, here)) for term in list_terms(TOPICS)
        ]
        self.ending.choices = [
            SelectChoice(term.code, term_label(ENDINGS, term.code, here)) for term in list_terms(ENDINGS)
        ]
        self.language.choices = [
            SelectChoice(term.code, term_label(LANGUAGES, term.code, here)) for term in list_terms(LANGUAGES)
        ]
        self.where.choices = [
            SelectChoice("", _("Choose one")),
            *(SelectChoice(point.public_id, point.name) for point in points),
            SelectChoice(Way.PHONE.value, _("By phone")),
            SelectChoice(Way.HOME.value, _("At home, as agreed")),
        ]
        if not self.is_submitted() and not self.on.data:
            self.on.data = today.isoformat()

    def validate_minutes(self, field: RadioField) -> None:
        """One of the two; what is typed counts."""
        if not field.data and not self.typed.data:
            raise ValidationError(str(_CHOOSE))

    def validate_typed(self, field: Field) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_MINUTES):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=1, most=MOST_MINUTES))

    @property
    def given(self) -> Given:
        """Of a form that validates."""
        where = str(self.where.data)
        way = Way(where) if where in {Way.PHONE, Way.HOME} else Way.POINT
        return Given(
            topic=str(self.topic.data),
            minutes=int(self.typed.data or self.minutes.data),
            language=str(self.language.data),
            ending=str(self.ending.data),
            way=way,
            point=where if way == Way.POINT else None,
            day=read_day(self.on.data) or date.min,
        )

    @property
    def key(self) -> str | None:
        return self.form_key.data if is_form_key(self.form_key.data or "") else None
