"""Parts of a profile as people type them, for who publishes one step by step and for who changes it later."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.initiatives.rules.drafts import Words
from coopnet.places.queries.wordings import hours_problem, place_problem
from coopnet.places.rules.hours import read_hours, write_hours
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_address
from coopnet.web.forms import Form, clean_text, one_line

LONGEST_NAME = 120
LONGEST_SUMMARY = 200
LONGEST_TEXT = 6_000
LONGEST_LINE = 200
LONGEST_LIST = 2_000
MOST_LINES = 30
LONGEST_LINK = 500
LONGEST_KEPT, MOST_KEPT = 10_000, 60  # of what is typed and may be wrong
TAX_ID = re.compile(r"[A-Z0-9]{8,14}")

TOO_LONG = _l("This is too long.")


class Part(Form):
    """`kept` is what was typed before: field names to lists of texts. It is shown again, or judged (`is_judged`)."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: object, formdata: object) -> MultiDict[str, str] | None:
            return formdata if isinstance(formdata, MultiDict) else super().wrap_formdata(form, formdata)

    def __init__(
        self, *, kept: Mapping[str, Sequence[str]] | None = None, is_judged: bool = False, **more: Any
    ) -> None:
        if kept is not None:
            more["formdata"] = MultiDict({name: list(texts) for name, texts in kept.items()})
        super().__init__(meta={"csrf": not is_judged}, **more)

    def values(self) -> dict[str, Any]:
        """Fields of a `Draft`, of a form that validates."""
        return {}

    @property
    def typed(self) -> dict[str, list[str]]:
        """As it can be kept and shown again."""
        data = self.meta.wrap_formdata(self, None) or MultiDict()
        names = [field.name for field in self if field.name not in {"csrf_token", "form_key"}]
        sent = {name: data.getlist(name)[:MOST_KEPT] for name in names if name in data}
        return {name: [text[:LONGEST_KEPT] for text in texts] for name, texts in sent.items()}

    def say_what_is_wrong(self, kept: Mapping[str, Sequence[str]]) -> None:
        """Of what was typed before, where it is shown again."""
        judged = type(self)(kept=kept, is_judged=True)
        judged.validate()
        for field in judged:
            self[field.name].errors = field.errors


class KeptPart(Part):
    """`seen` is the mark of the part when the form was opened."""

    seen = HiddenField(filters=[one_line])


class Terms(SelectMultipleField):  # type: ignore[misc]
    """Codes of a vocabulary to tick. One of an older edition, which the profile has, can be kept."""

    def __init__(self, label: Any, *, kind: str, prefix_of_code: str = "", **more: Any) -> None:
        super().__init__(label, **more)
        self.kind = kind
        self.prefix_of_code = prefix_of_code
        self.choices: list[SelectChoice] = []
        self.type = "SelectMultipleField"  # as pages draw it

    def offer(self, kept: Sequence[str] = (), *, only: Collection[str] | None = None) -> None:
        spoken = current_language()
        codes = [self.prefix_of_code + term.code for term in vocabulary.list_terms(self.kind, sorted_in=spoken)]
        wanted = [code for code in codes if only is None or code in only]
        self.choices = [
            SelectChoice(code, vocabulary.term_label(self.kind, code.removeprefix(self.prefix_of_code), spoken))
            for code in dict.fromkeys((*wanted, *kept))
        ]

    @property
    def chosen(self) -> tuple[str, ...]:
        """What the profile had, in its order, before what is new."""
        had = [code for code in self.object_data or () if code in (self.data or ())]
        return tuple(dict.fromkeys((*had, *(self.data or ()))))


def one_of(label: Any, **more: Any) -> SelectField:
    return SelectField(label, **more)


def offer(field: SelectField, kind: str, *, kept: str | None = None) -> None:
    """The terms of a vocabulary, after an empty line."""
    spoken = current_language()
    codes = [term.code for term in vocabulary.list_terms(kind, sorted_in=spoken)]
    field.choices = [
        SelectChoice("", _("Choose…")),
        *(
            SelectChoice(code, vocabulary.term_label(kind, code, spoken))
            for code in dict.fromkeys((*codes, *([kept] if kept else [])))
        ),
    ]


def text_line(label: Any, *, most: int = LONGEST_LINE, required: Any = None, hint: Any = "", **kw: Any) -> StringField:
    checks = [DataRequired(required)] if required else []
    return StringField(
        label,
        [*checks, Length(max=most, message=TOO_LONG)],
        description=hint,
        filters=[one_line],
        render_kw={"maxlength": most, "autocomplete": "off", **kw},
    )


def text_lines(label: Any, *, hint: Any = "") -> TextAreaField:
    return TextAreaField(
        label,
        [Length(max=LONGEST_LIST, message=TOO_LONG), few_lines],
        description=hint,
        filters=[clean_text],
        render_kw={"rows": 3, "maxlength": LONGEST_LIST},
    )


def few_lines(_form: object, field: Field) -> None:
    if len(in_lines(field.data)) > MOST_LINES:
        raise ValidationError(_("These are too many lines: %(most)d at most.", most=MOST_LINES))


def in_lines(typed: str | None) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in (typed or "").split("\n"))
    return tuple(dict.fromkeys(part for part in parts if part))


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
        offer(self.kind, "initiative_types", kept=self.kind.object_data)
        offer(self.barri, "barris", kept=self.barri.object_data)

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
