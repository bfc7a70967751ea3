"""How many places a training has."""

from typing import Any

from wtforms import Field, HiddenField, StringField, ValidationError

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.i18n import lazy_pgettext
from coopnet.web.forms import Form, one_line

MOST = 100_000
_KW = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 9}


def check_number(_form: object, field: Field) -> None:
    if field.data and read_places(field.data) is None:
        raise ValidationError(_("Write a whole number, or nothing where there is no limit."))


def read_places(typed: str) -> int | None:
    """With the digits of any script; None for what is no number of places."""
    return int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST)) and int(typed) <= MOST else None


class PlacesForm(Form):
    """`seen` is the mark of the forecast on the page."""

    capacity = StringField(
        lazy_pgettext("to be had", "Places"), filters=[one_line], validators=[check_number], render_kw=_KW
    )
    online_capacity = StringField(_l("Places online"), filters=[one_line], validators=[check_number], render_kw=_KW)
    seen = HiddenField(filters=[one_line])

    def __init__(self, *args: Any, has_two_ways: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_two_ways:
            del self.online_capacity

    @property
    def places(self) -> tuple[int | None, int | None]:
        """Of a form that validates: in all or in the room, and online; None without a limit."""
        online = self.online_capacity.data if "online_capacity" in self else ""
        return read_places(self.capacity.data or ""), read_places(online or "")
