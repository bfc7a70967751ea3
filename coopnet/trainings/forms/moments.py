"""Days and hours as people write them, on the wall clocks of here."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wtforms import Field, StringField, ValidationError

from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_day, read_time
from coopnet.web.forms import one_line

LONGEST = 30


def day_field(label: Any, **more: Any) -> StringField:
    kw = {"type": "date", "maxlength": LONGEST, "autocomplete": "off"}
    return StringField(label, [_check_day], filters=[one_line], render_kw=kw, **more)


def hour_field(label: Any, **more: Any) -> StringField:
    kw = {"type": "time", "maxlength": LONGEST, "autocomplete": "off"}
    return StringField(label, [_check_hour], filters=[one_line], render_kw=kw, **more)


def day_of(typed: str | None) -> date | None:
    """In any of the ways in which a spreadsheet may have it; None for what is none, or nothing."""
    try:
        return read_day(typed or "")
    except CellProblem:
        return None


def hour_of(typed: str | None) -> time | None:
    try:
        return read_time(typed or "")
    except CellProblem:
        return None


def moment_of(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.zone()).astimezone(UTC)


def end_of(day: date, begins: time, ends: time) -> datetime:
    """What ends before it began ends on the next day."""
    return moment_of(day + timedelta(days=1) if ends <= begins else day, ends)


def write_day(moment: datetime | None) -> str:
    """As the field takes it."""
    return "" if moment is None else clock.to_local(moment).date().isoformat()


def write_hour(moment: datetime | None) -> str:
    return "" if moment is None else f"{clock.to_local(moment):%H:%M}"


def _check_day(_form: object, field: Field) -> None:
    if field.data and day_of(field.data) is None:
        raise ValidationError(_("Write the day like this: 14/1/2027."))


def _check_hour(_form: object, field: Field) -> None:
    if field.data and hour_of(field.data) is None:
        raise ValidationError(_("Write the hour like this: 18:30."))
