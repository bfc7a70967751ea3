"""Parts of a profile that have rows: places, and ways to reach it."""

from typing import Any

from wtforms import BooleanField, Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from coopnet.foundation.emails import EMAIL_MAX, is_email, normal_email
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import normal_phone, shown_phone
from coopnet.initiatives.forms.parts import check_address, hours_field, normal_hours, point_field, web_address
from coopnet.initiatives.rules.drafts import Contact, Draft, Place
from coopnet.places.rules.coordinates import read_point, write_point
from coopnet.vocabulary.queries import list_choices
from coopnet.web.forms import one_line
from coopnet.web.parts import LONGEST_LINE, TOO_LONG, KeptPart, Ticks, in_lines, offer, one_of, text_line

MOST_ROWS = 10


class PlacesPart(KeptPart):
    shows_only_barri = BooleanField(_l("Do not show the address: only the neighbourhood"))
    rows = 0

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        for number in range(self.rows):
            offer(self[f"barri_{number}"], list_choices("barris"))
            self[f"access_{number}"].offer(list_choices("venue_access"))

    def values(self) -> dict[str, Any]:
        found = [self._place(number) for number in range(self.rows)]
        places = tuple(place for place in found if place != Place(barri=place.barri))
        return {"places": places, "shows_only_barri": bool(self.shows_only_barri.data)}

    def _place(self, number: int) -> Place:
        north, east = read_point(self[f"point_{number}"].data or "") or (None, None)
        return Place(
            name=self[f"name_{number}"].data or "",
            address=self[f"address_{number}"].data or "",
            barri=self[f"barri_{number}"].data or None,
            latitude=north,
            longitude=east,
            hours=normal_hours(self[f"hours_{number}"].data),
            access=self[f"access_{number}"].chosen,
        )

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        found: dict[str, Any] = {"shows_only_barri": draft.shows_only_barri}
        for number, place in enumerate(draft.places):
            found |= {
                f"{name}_{number}": getattr(place, name) for name in ("name", "address", "barri", "hours", "access")
            }
            found[f"point_{number}"] = write_point(place.latitude, place.longitude)
        return found

    @staticmethod
    def fields(number: int) -> dict[str, Any]:
        return {
            f"name_{number}": text_line(_l("What is this place called?")),
            f"address_{number}": text_line(_l("Address")),
            f"barri_{number}": one_of(_l("Neighbourhood")),
            f"hours_{number}": hours_field(),
            f"access_{number}": Ticks(_l("Access")),
            f"point_{number}": point_field(),
        }


class ContactsPart(KeptPart):
    url = text_line(_l("Website"), inputmode="url")
    links = TextAreaField(
        _l("Other links"),
        [Length(max=LONGEST_LINE * MOST_ROWS, message=TOO_LONG), check_address],
        description=_l("One a line."),
        render_kw={"rows": 3},
    )
    rows = 0

    def validate_url(self, field: Field) -> None:
        check_address(self, field)

    def values(self) -> dict[str, Any]:
        ways: dict[tuple[str, str], Contact] = {}
        for number in range(self.rows):
            typed = self[f"way_{number}"].data
            if typed:
                kind = "email" if "@" in typed else "phone"
                value = normal_email(typed) if kind == "email" else normal_phone(typed) or ""
                ways.setdefault((kind, value), Contact(kind, value, is_public=bool(self[f"is_public_{number}"].data)))
        links = [web_address(line) for line in in_lines(self.links.data)]
        return {
            "contacts": tuple(ways.values()),
            "url": web_address(self.url.data),
            "links": tuple(link for link in links if link),
        }

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        found: dict[str, Any] = {"url": draft.url or "", "links": "\n".join(draft.links)}
        for number, way in enumerate(draft.contacts):
            found[f"way_{number}"] = shown_phone(way.value) if way.kind == "phone" else way.value
            found[f"is_public_{number}"] = way.is_public
        return found

    @staticmethod
    def fields(number: int) -> dict[str, Any]:
        return {
            f"way_{number}": StringField(
                _l("E-mail or phone"),
                [_check_way],
                filters=[one_line],
                render_kw={"maxlength": EMAIL_MAX, "autocomplete": "off", "spellcheck": "false"},
            ),
            f"is_public_{number}": BooleanField(_l("Show it to everybody")),
        }


def _check_way(_form: object, field: Field) -> None:
    typed = field.data
    if typed and not (is_email(typed) if "@" in typed else normal_phone(typed)):
        raise ValidationError(_("This is neither an e-mail address nor a phone number."))
