"""The short form by which somebody publishes an initiative: three steps, and what each makes of a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, EmailField, Field, TelField, TextAreaField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.emails import EMAIL_MAX, normal_email
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.foundation.phones import PHONE_MAX, normal_phone
from coopnet.initiatives.forms.parts import (
    LONGEST_SUMMARY,
    NamePart,
    WordsPart,
    check_address,
    hours_field,
    normal_hours,
    point_field,
    web_address,
)
from coopnet.initiatives.queries.likeness import find_point
from coopnet.initiatives.rules.drafts import Contact, Draft, Place
from coopnet.places.rules.coordinates import read_point
from coopnet.vocabulary.queries import list_choices
from coopnet.web.contacts import check_email, check_phone
from coopnet.web.forms import Form, clean_text, one_line
from coopnet.web.parts import TOO_LONG, Part, Ticks, text_line

LONGEST_REASON = 1_000
Kept = Mapping[str, Mapping[str, Sequence[str]]]  # by step, then by field


class DoesPart(WordsPart):
    summary = text_line(
        _l("In one line"),
        most=LONGEST_SUMMARY,
        required=_l("Say in one line what it does."),
        hint=_l("As you would tell a neighbour."),
    )
    sectors = Ticks(_l("Sectors"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.sectors.offer(list_choices("sectors"))

    def values(self) -> dict[str, Any]:
        return {"sectors": self.sectors.chosen}


class ReachPart(Part):
    """One place, one e-mail, one phone; more of them are added later."""

    address = text_line(_l("Address"), hint=_l("Street and number, if there is a place to go to."))
    shows_only_barri = BooleanField(_l("Do not show the address: only the neighbourhood"))
    point = point_field()
    hours = hours_field()
    email = EmailField(
        _l("Its e-mail"),
        [check_email],
        description=_l("Nobody sees it unless you tick the box: people write to it through a form."),
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )
    email_is_public = BooleanField(_l("Show the e-mail"))
    phone = TelField(
        _l("Its phone"),
        [check_phone],
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": PHONE_MAX},
    )
    phone_is_public = BooleanField(_l("Show the phone"))
    url = text_line(_l("Website"), hint=_l("If there is one."), inputmode="url")

    def validate_url(self, field: Field) -> None:
        check_address(self, field)

    def values(self) -> dict[str, Any]:
        ways = []
        if self.email.data:
            ways.append(Contact("email", normal_email(self.email.data), is_public=bool(self.email_is_public.data)))
        phone = normal_phone(self.phone.data) if self.phone.data else None
        if phone:
            ways.append(Contact("phone", phone, is_public=bool(self.phone_is_public.data)))
        north, east = read_point(self.point.data or "") or (None, None)
        place = Place(
            address=self.address.data or "", latitude=north, longitude=east, hours=normal_hours(self.hours.data)
        )
        return {
            "places": () if place == Place() else (place,),
            "shows_only_barri": bool(self.shows_only_barri.data),
            "contacts": tuple(ways),
            "url": web_address(self.url.data),
        }


STEPS: dict[str, type[Part]] = {"nom": NamePart, "que-fa": DoesPart, "on": ReachPart}


def first_step_wrong(kept: Kept) -> str | None:
    """The step that is missing or not right; None where all are."""
    return next((step for step, form in zip(STEPS, judge(kept), strict=True) if form.errors), None)


def read_draft(kept: Kept, *, language: str) -> Draft:
    """Of steps that are all right."""
    name, does, reach = judge(kept)
    values = {**name.values(), **does.values(), **reach.values()}
    known = not values["shows_only_barri"]
    values["places"] = tuple(
        replace(_located(place) if known else place, barri=values["barri"]) for place in values["places"]
    )
    assert isinstance(does, DoesPart)  # noqa: S101 - by its place in STEPS
    return Draft(words=(does.words(language),), language=language, **values)


def _located(place: Place) -> Place:
    """Where others have told where this address is, it is on the map without a word."""
    point = find_point(place.address) if place.latitude is None else None
    return place if point is None else replace(place, latitude=point[0], longitude=point[1])


def judge(kept: Kept) -> list[Part]:
    """The form of each step, with its errors."""
    forms = [form(kept=kept.get(step, {}), is_judged=True) for step, form in STEPS.items()]
    for form in forms:
        form.validate()
    return forms


class LinkForm(Form):
    """Where the link to go on is sent."""

    email = EmailField(
        _l("Your e-mail"),
        [DataRequired(_l("Write your e-mail.")), check_email],
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )


class ReasonForm(Form):
    """Why the team returns or refuses."""

    text = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Say why: they will read it.")), Length(max=LONGEST_REASON, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )


class ClaimForm(Form):
    """Why somebody says that a profile is theirs."""

    text = TextAreaField(
        _l("What do you do there, and how can we check it?"),
        [DataRequired(_l("Say what you do there.")), Length(max=LONGEST_REASON, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )


class InviteForm(Form):
    email = EmailField(
        _l("Their e-mail"),
        [DataRequired(_l("Write their e-mail.")), check_email],
        filters=[one_line],
        render_kw={"autocomplete": "off", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )
