"""What whoever registers is asked."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.rules.drafts import Draft, QuestionDraft
from coopnet.trainings.rules.states import QuestionKind
from coopnet.web.parts import KeptPart, in_lines, text_line, text_lines

CHOICES = {QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICES}
LEAST_CHOICES = 2


def list_kinds() -> list[tuple[str, str]]:
    return [
        (QuestionKind.SHORT_TEXT, _("A line of text")),
        (QuestionKind.LONG_TEXT, _("A longer text")),
        (QuestionKind.NUMBER, _("A number")),
        (QuestionKind.YES_NO, _("Yes or no")),
        (QuestionKind.ONE_CHOICE, _("One of several answers")),
        (QuestionKind.MANY_CHOICES, _("Any of several answers")),
    ]


class QuestionsPart(KeptPart):
    """A row without a text is none. Each question says what it is for, since it asks people for something of theirs."""

    rows, first, empty, most = 0, "text", 1, 10
    draft: Draft

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        for number in range(self.rows):
            self[f"kind_{number}"].choices = [SelectChoice(code, label) for code, label in list_kinds()]

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        seen: set[tuple[str, str]] = set()
        for number in range(self.rows):
            text, kind = self[f"text_{number}"], self[f"kind_{number}"].data
            options, why = self[f"options_{number}"], self[f"why_{number}"]
            if not text.data:
                continue
            if kind in CHOICES and len(in_lines(options.data)) < LEAST_CHOICES:
                options.errors, is_right = [*options.errors, _("Write the answers, at least two, one a line.")], False
            if not why.data:
                why.errors, is_right = [*why.errors, _("Say what it is for.")], False
            if (kind, text.data) in seen:
                text.errors, is_right = [*text.errors, _("This question is here twice.")], False
            seen.add((kind, text.data))
        return is_right

    def values(self) -> dict[str, Any]:
        found = []
        for number in range(self.rows):
            text, kind = self[f"text_{number}"].data, self[f"kind_{number}"].data
            if text:
                options = in_lines(self[f"options_{number}"].data) if kind in CHOICES else ()
                is_required = bool(self[f"required_{number}"].data)
                found.append(QuestionDraft(kind, text, self[f"why_{number}"].data or "", options, is_required))
        return {"questions": tuple(found)}

    @staticmethod
    def count(draft: Draft) -> int:
        return len(draft.questions)

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, each in enumerate(draft.questions):
            found |= {
                f"text_{number}": each.text,
                f"kind_{number}": each.kind,
                f"why_{number}": each.why,
                f"options_{number}": "\n".join(each.options),
                f"required_{number}": each.is_required,
            }
        return found

    @staticmethod
    def fields(number: int) -> dict[str, Any]:
        return {
            f"text_{number}": text_line(_l("Question")),
            f"kind_{number}": SelectField(_l("Kind of answer")),
            f"why_{number}": text_line(_l("What is it for?"), hint=_l("Whoever is asked reads it.")),
            f"options_{number}": text_lines(_l("Answers to choose from"), hint=_l("One a line.")),
            f"required_{number}": BooleanField(_l("One has to answer it")),
        }
