"""Parts of a profile as people type them, for who publishes one step by step and for who changes it later."""

import re
from typing import Any

from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.initiatives.rules.drafts import Words
from coopnet.places.queries.wordings import hours_problem, place_problem
from coopnet.places.rules.hours import read_hours, write_hours
from coopnet.vocabulary.queries import list_choices
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_address
from coopnet.web.forms import clean_text, one_line
from coopnet.web.parts import LONGEST_LINE, TOO_LONG, Part, in_lines, offer, one_of, text_line, text_lines

LONGEST_NAME = 120
LONGEST_SUMMARY = 200
LONGEST_TEXT = 6_000
LONGEST_LINK = 500
TAX_ID = re.compile(r"[A-Z0-9]{8,14}")


def check_hours(_form: object, field: Field) -> None:
    if problem := hours_problem(field.data or ""):
        raise ValidationError(problem)


def normal_hours(typed: str | None) -> str:
    return write_hours(read_hours(typed or ""))


def check_address(_form: object, field: Field) -> None:
    for line in in_lines(field.data):
        try:
            read_address(line)
        except CellProblem as problem:
            raise ValidationError(_("“%(value)s” is not the address of a page.", value=line)) from problem


def web_address(typed: str | None) -> str | None:
    return read_address(typed or "")


def check_point(_form: object, field: Field) -> None:
    if field.data and (problem := place_problem(field.data)):
        raise ValidationError(problem)


def point_field() -> StringField:
    return StringField(
        _l("Its point on the map"),
        [Length(max=LONGEST_LINK, message=TOO_LONG), check_point],
        description=_l(
            "So that it is on our map. Find it on any map, hold your finger on it, and copy here the two numbers or the"
            " link. For example: 41.37018, 2.13688"
        ),
        filters=[one_line],
        render_kw={"maxlength": LONGEST_LINK, "autocomplete": "off", "spellcheck": "false"},
    )


def hours_field() -> StringField:
    return StringField(
        _l("Opening hours"),
        [Length(max=LONGEST_LINE, message=TOO_LONG), check_hours],
        description=_l("If there are any. For example: dl-dv 10:00-14:00; ds 10-13"),
        filters=[one_line],
        render_kw={"maxlength": LONGEST_LINE, "autocomplete": "off"},
    )


class NamePart(Part):
    """What it is called and what it is: the first thing that one says."""

    name = text_line(_l("What is it called?"), most=LONGEST_NAME, required=_l("Write its name."))
    kind = one_of(_l("What is it?"))
    barri = one_of(_l("In which neighbourhood?"))
    tax_id = text_line(
        _l("Tax number (NIF)"),
        most=20,
        hint=_l("Only to see whether it is here already. It is never shown."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        offer(self.kind, list_choices("initiative_types"))
        offer(self.barri, list_choices("barris"))

    def validate_tax_id(self, field: Field) -> None:
        if field.data and not TAX_ID.fullmatch(normal_tax_id(field.data) or ""):
            raise ValidationError(_("This tax number does not look right. It should be like F12345678."))

    def values(self) -> dict[str, Any]:
        return {
            "name": self.name.data,
            "kind": self.kind.data or None,
            "barri": self.barri.data or None,
            "tax_id": normal_tax_id(self.tax_id.data),
        }


def normal_tax_id(typed: str | None) -> str | None:
    """As tax offices write it.

    >>> normal_tax_id("f-1234 5678")
    'F12345678'
    """
    return re.sub(r"[\s.\-]", "", typed or "").upper() or None


class WordsPart(Part):
    """In one language. Lists have a line for each thing."""

    summary = text_line(_l("In one line"), most=LONGEST_SUMMARY, hint=_l("As you would tell a neighbour."))
    description = TextAreaField(
        _l("What it does"),
        [Length(max=LONGEST_TEXT, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"rows": 6, "maxlength": LONGEST_TEXT},
    )
    services = text_lines(_l("Services and products"), hint=_l("One a line."))
    offers = text_lines(_l("What it offers to others"), hint=_l("One a line. For example: a room for meetings."))
    needs = text_lines(_l("What it needs"), hint=_l("One a line. For example: hands for the vegetable garden."))

    def words(self, language: str) -> Words:
        lists = {name: in_lines(self[name].data) for name in ("services", "offers", "needs")}
        return Words(language, self.summary.data or None, self.description.data or None, **lists)

    @staticmethod
    def read(words: Words) -> dict[str, Any]:
        """What the form shows of words that are there."""
        return {
            "summary": words.summary or "",
            "description": words.description or "",
            **{name: "\n".join(getattr(words, name)) for name in ("services", "offers", "needs")},
        }
