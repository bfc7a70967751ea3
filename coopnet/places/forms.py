"""What the desk types of a support point: all of it, or only what is otherwise these days."""

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.foundation import district
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import PHONE_MAX, normal_phone, shown_phone
from coopnet.places.queries import Point
from coopnet.places.queries.wordings import hours_problem, place_problem
from coopnet.places.rules.coordinates import read_point, write_point
from coopnet.places.rules.points import NOTE, WAY, Draft, only_dates
from coopnet.vocabulary import queries as vocabulary
from coopnet.web.addresses import endonym
from coopnet.web.contacts import check_phone
from coopnet.web.forms import Form, clean_text, one_line

LONGEST_LINE = 200
LONGEST_NAME = 120
LONGEST_NOTE, LONGEST_WAY = 400, 200  # the way stands on a sheet of paper with two others
LONGEST_LINK = 500
LONGEST_DATES = 1_000
MOST_DIGITS = 9  # of what a column of the database holds
TOO_LONG = _l("This is too long.")


def _line(label: Any, *checks: Any, most: int = LONGEST_LINE, hint: Any = "") -> StringField:
    return StringField(
        label,
        [*checks, Length(max=most, message=TOO_LONG)],
        description=hint,
        filters=[one_line],
        render_kw={"maxlength": most, "autocomplete": "off"},
    )


def _text(label: Any, *, hint: Any = "", most: int, checks: Iterable[Any] = ()) -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=most, message=TOO_LONG), *checks],
        description=hint,
        filters=[clean_text],
        render_kw={"maxlength": most, "rows": 3, "autocomplete": "off"},
    )


def _check_hours(_form: object, field: Field) -> None:
    if problem := hours_problem(field.data or ""):
        raise ValidationError(problem)


def _check_dates(_form: object, field: Field) -> None:
    _check_hours(_form, field)
    if not only_dates(field.data or ""):
        raise ValidationError(_("Here write only dates, like 24/12 tancat. What is so every week stands in the hours."))


def _check_place(_form: object, field: Field) -> None:
    if field.data and (problem := place_problem(field.data)):
        raise ValidationError(problem)


def _exceptions() -> TextAreaField:
    return _text(
        _l("Days on which it is otherwise"),
        hint=_l("One a line. For example: 24/12-2/1 tancat. Or: 5/1 10-13. On public holidays it is closed anyway."),
        most=LONGEST_DATES,
        checks=[_check_dates],
    )


class TellForm(Form):
    """With `note_<language>` for each language of the site. `seen` is the version that was opened."""

    seen = HiddenField(filters=[one_line])
    exceptions = _exceptions()

    @property
    def notes(self) -> dict[str, str]:
        return {code: str(self[f"note_{code}"].data or "") for code in district.current().languages}

    @property
    def endonyms(self) -> dict[str, str]:
        return {code: endonym(code) for code in district.current().languages}

    @property
    def version(self) -> int:
        """-1, which is nobody's, for what is no number."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else -1


class PointForm(TellForm):
    """With `note_…` and `way_…` for each language of the site."""

    name = _line(
        _l("What is it called?"), DataRequired(_l("Write its name.")), most=LONGEST_NAME,
        hint=_l("As its neighbours call it."),
    )  # fmt: skip
    venue = _line(
        _l("Which building is it in?"),
        most=LONGEST_NAME,
        hint=_l("As trainings there write it. Leave it empty if it is called the same."),
    )
    address = _line(_l("Street and number"))
    barri = SelectField(_l("In which neighbourhood?"))
    place = _line(
        _l("Its point on the map"),
        _check_place,
        most=LONGEST_LINK,
        hint=_l("The two numbers or the link of any map. For example: 41.37018, 2.13688"),
    )
    access = SelectMultipleField(_l("Access to the building"))
    has = SelectMultipleField(_l("What it has"))
    helps_in = SelectMultipleField(_l("Languages of help"))
    hours = _line(
        _l("Opening hours"), _check_hours, hint=_l("For example: dl-dv 10-14, 16-19; ds 10-13; festius tancat")
    )
    phone = TelField(
        _l("Phone that everybody may see"),
        [check_phone],
        filters=[one_line],
        render_kw={"maxlength": PHONE_MAX, "autocomplete": "off"},
    )
    is_shown = BooleanField(_l("Everybody sees it"))

    def draft(self) -> Draft:
        """Of a form that validates."""
        at = read_point(self.place.data) if self.place.data else None
        return Draft(
            name=str(self.name.data),
            venue=str(self.venue.data or self.name.data),
            address=str(self.address.data or ""),
            barri=self.barri.data or None,
            latitude=at[0] if at else None,
            longitude=at[1] if at else None,
            access=tuple(self.access.data or ()),
            has=tuple(self.has.data or ()),
            helps_in=tuple(self.helps_in.data or ()),
            hours=str(self.hours.data or ""),
            exceptions=str(self.exceptions.data or ""),
            phone=normal_phone(self.phone.data) if self.phone.data else None,
            words=tuple((code, note, str(self[f"way_{code}"].data or "")) for code, note in self.notes.items()),
            is_shown=bool(self.is_shown.data),
        )


def tell_form(point: Point, **more: Any) -> TellForm:
    form: TellForm = _with_words(TellForm, (NOTE,))(data=_told(point), **more)
    return form


def point_form(point: Point | None = None, **more: Any) -> PointForm:
    """Filled with what the point says now; an empty one to add a point."""
    known: dict[str, Any] = {"is_shown": True, "seen": "0"}
    if point is not None:
        known = _told(point) | {
            "name": point.name,
            "venue": point.venue,
            "address": point.address,
            "barri": point.barri or "",
            "place": write_point(point.latitude, point.longitude),
            "access": list(point.access),
            "has": list(point.has),
            "helps_in": list(point.helps_in),
            "hours": point.hours,
            "phone": shown_phone(point.phone) if point.phone else "",
            "is_shown": point.is_shown,
        }
    form: PointForm = _with_words(PointForm, (NOTE, WAY))(data=known, **more)
    form.barri.choices = [SelectChoice("", _("Choose…")), *_choices("barris", is_sorted=True)]
    form.access.choices = _choices("venue_access")
    form.has.choices = _choices("support_services")
    form.helps_in.choices = _choices("languages", is_sorted=True)
    return form


def what_differs(form: TellForm, point: Point) -> list[tuple[str, str]]:
    """Label and text of what the point says now and the form does not."""
    current = (point_form if isinstance(form, PointForm) else tell_form)(point, formdata=None)
    return [
        (str(field.label.text), _shown(field) or _("nothing"))
        for field in current
        if field.name in form and field.type not in {"HiddenField", "CSRFTokenField"}
        if (field.data or "") != (form[field.name].data or "")
    ]


def _shown(field: Field) -> str:
    if isinstance(field, BooleanField):
        return _("yes") if field.data else _("no")
    if isinstance(field, (SelectField, SelectMultipleField)):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(str(label) for value, label, *_more in field.iter_choices() if value and value in chosen)
    return "; ".join(str(field.data or "").split("\n"))


def _told(point: Point) -> dict[str, Any]:
    words = {
        f"{name}_{code}": point.words.get(code, {}).get(name, "")
        for code in district.current().languages
        for name in (NOTE, WAY)
    }
    return {"seen": str(point.version), "exceptions": point.exceptions.replace("; ", "\n"), **words}


def _choices(kind: str, *, is_sorted: bool = False) -> list[SelectChoice]:
    spoken = current_language()
    terms = vocabulary.list_terms(kind, sorted_in=spoken if is_sorted else None)
    return [SelectChoice(term.code, vocabulary.term_label(kind, term.code, spoken)) for term in terms]


def _with_words(base: type[Any], names: tuple[str, ...]) -> Any:
    """The form with a field of each name for each language of the site."""
    fields: dict[str, TextAreaField] = {}
    for code in district.current().languages:
        labels = {
            NOTE: _("Note in %(language)s", language=endonym(code)),
            WAY: _("How to get there, in %(language)s", language=endonym(code)),
        }
        hints = {
            NOTE: _("What everybody should know before they come."),
            WAY: _("From the stop, by which door, with a ramp or without."),
        }
        most = {NOTE: LONGEST_NOTE, WAY: LONGEST_WAY}
        fields |= {f"{name}_{code}": _text(labels[name], hint=hints[name], most=most[name]) for name in names}
    return type(base.__name__, (base,), fields)
