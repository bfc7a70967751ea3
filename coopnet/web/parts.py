"""Forms that are filled in part by part, kept as they were typed, and what their fields share."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.web.forms import Form, clean_text, one_line

LONGEST_LINE = 200
LONGEST_LIST = 2_000
MOST_LINES = 30
LONGEST_KEPT, MOST_KEPT = 10_000, 60  # of what is typed and may be wrong

TOO_LONG = _l("This is too long.")

Choices = Sequence[tuple[str, str]]  # codes and what people read


class Part(Form):
    """`kept` is what was typed before: field names to lists of texts. It is shown again, or judged (`is_judged`)."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: object, formdata: object) -> MultiDict[str, str] | None:
            return formdata if isinstance(formdata, MultiDict) else super().wrap_formdata(form, formdata)

    def __init__(
        self, *, kept: Mapping[str, Sequence[str]] | None = None, is_judged: bool = False, **more: Any
    ) -> None:
        self._data = more.get("data")
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
        judged = type(self)(kept=kept, is_judged=True, data=self._data)
        judged.validate()
        for field in judged:
            self[field.name].errors = field.errors


class KeptPart(Part):
    """`seen` is the mark of the part when the form was opened."""

    seen = HiddenField(filters=[one_line])


class Ticks(SelectMultipleField):  # type: ignore[misc]
    """Codes to tick. One of an older edition, which the thing has, can be kept."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, **more)
        self.choices: list[SelectChoice] = []
        self.type = "SelectMultipleField"  # as pages draw it

    def offer(self, choices: Choices) -> None:
        offered = dict(choices)
        had = {code: code for code in self.object_data or () if code not in offered}
        self.choices = [SelectChoice(code, label) for code, label in (offered | had).items()]

    @property
    def chosen(self) -> tuple[str, ...]:
        """What it had, in its order, before what is new."""
        had = [code for code in self.object_data or () if code in (self.data or ())]
        return tuple(dict.fromkeys((*had, *(self.data or ()))))


def one_of(label: Any, **more: Any) -> SelectField:
    return SelectField(label, **more)


def offer(field: SelectField, choices: Choices) -> None:
    """After an empty line; with what it has, also where nobody offers that any more."""
    offered = dict(choices)
    if field.object_data:
        offered.setdefault(field.object_data, field.object_data)
    field.choices = [SelectChoice("", _("Choose…")), *(SelectChoice(code, label) for code, label in offered.items())]


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
