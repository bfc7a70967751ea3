"""How one gets in."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, Field, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language, lazy_pgettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.forms.moments import day_field, day_of, write_day
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.sheet_parsing import REGISTRATION
from coopnet.trainings.rules.states import Format, RegistrationType, last_moment
from coopnet.vocabulary.queries import list_terms, term_label
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_address
from coopnet.web.forms import one_line
from coopnet.web.parts import KeptPart, text_line

MOST_PLACES = 100_000
MOST_COMPANIONS = 20
DAY = timedelta(days=1)
_KW = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 6}


def check_places(_form: object, field: Field) -> None:
    if field.data and number_of(field.data) is None:
        raise ValidationError(_("Write a whole number, or nothing where there is no limit."))


def number_of(typed: str | None) -> int | None:
    """None for nothing, and for what is no number of places."""
    typed = typed or ""
    is_number = typed.isdecimal() and len(typed) <= len(str(MOST_PLACES))
    return int(typed) if is_number and int(typed) <= MOST_PLACES else None


class RegisteringPart(KeptPart):
    """Of a public training the places are changed on a page of their own, which says first what will happen."""

    draft: Draft
    is_public = False

    registration_type = SelectField(_l("How does one register?"))
    external_url = text_line(_l("Address of the other site"), most=500, inputmode="url")
    capacity = StringField(
        lazy_pgettext("to be had", "Places"),
        [check_places],
        filters=[one_line],
        description=_l("Leave it empty where there is no limit."),
        render_kw=_KW,
    )
    has_two_ways = BooleanField(_l("The places online are counted apart"))
    online_capacity = StringField(
        _l("Places online"),
        [check_places],
        filters=[one_line],
        description=_l("Leave it empty where there is no limit."),
        render_kw=_KW,
    )
    opens = day_field(_l("First day to register"))
    closes = day_field(_l("Last day to register"))
    companions = StringField(
        _l("How many people may one bring along?"),
        filters=[one_line],
        render_kw={**_KW, "maxlength": 2},
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        spoken = current_language()
        self.registration_type.choices = [
            SelectChoice(REGISTRATION[term.code], term_label("registration_types", term.code, spoken))
            for term in list_terms("registration_types")
            if term.code in REGISTRATION
        ]
        if self.is_public:
            del self.capacity
        if self.is_public or self.draft.format != Format.HYBRID:
            del self.has_two_ways, self.online_capacity

    def validate_external_url(self, field: Field) -> None:
        if self.registration_type.data != RegistrationType.EXTERNAL:
            return
        try:
            found = read_address(field.data or "")
        except CellProblem:
            found = None
        if found is None:
            raise ValidationError(_("Write the address of the page where one registers."))

    def validate_companions(self, field: Field) -> None:
        typed = field.data or ""
        if typed and not (typed.isdecimal() and int(typed) <= MOST_COMPANIONS):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=0, most=MOST_COMPANIONS))

    def validate_closes(self, field: Field) -> None:
        opens, closes = day_of(self.opens.data), day_of(field.data)
        if opens and closes and closes < opens:
            raise ValidationError(_("The last day is before the first."))

    def values(self) -> dict[str, Any]:
        is_elsewhere = self.registration_type.data == RegistrationType.EXTERNAL
        return {
            "registration_type": self.registration_type.data,
            "external_url": read_address(self.external_url.data or "") if is_elsewhere else None,
            **({} if self.is_public else self._places()),
            "opens_at": self._moment("opens", self.draft.opens_at),
            "closes_at": self._moment("closes", self.draft.closes_at),
            "max_companions": int(self.companions.data or 0),
        }

    def _places(self) -> dict[str, Any]:
        has_two_ways = "has_two_ways" in self and bool(self.has_two_ways.data)
        return {
            "capacity": number_of(self.capacity.data),
            "has_two_ways": has_two_ways,
            "online_capacity": number_of(self.online_capacity.data) if has_two_ways else None,
        }

    def _moment(self, name: str, before: datetime | None) -> datetime | None:
        """The hour that it had stays where the day stays: midnight is what a page can say, a sheet can say more."""
        typed = day_of(self[name].data)
        if typed is None or self[name].data == self[name].object_data:
            return None if typed is None else before
        day = typed + DAY if name == "closes" else typed
        return datetime.combine(day, time(), tzinfo=clock.zone()).astimezone(UTC)

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        return {
            "registration_type": draft.registration_type,
            "external_url": draft.external_url or "",
            "capacity": "" if draft.capacity is None else str(draft.capacity),
            "has_two_ways": draft.has_two_ways,
            "online_capacity": "" if draft.online_capacity is None else str(draft.online_capacity),
            "opens": write_day(draft.opens_at),
            "closes": "" if draft.closes_at is None else write_day(last_moment(draft.closes_at)),
            "companions": str(draft.max_companions or ""),
        }
