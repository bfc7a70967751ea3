"""Who makes it: the entities with what each does, and the people who give it."""

from typing import Any

from wtforms import BooleanField, TextAreaField
from wtforms.validators import Length

from coopnet.foundation import district
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.rules.drafts import Draft, Partner
from coopnet.vocabulary.queries import list_choices
from coopnet.web.forms import clean_text
from coopnet.web.parts import TOO_LONG, KeptPart, Ticks, in_lines, text_line, text_lines

LONGEST_NOTES = 2_000


class TeamPart(KeptPart):
    rows, first, empty, most = 0, "name", 1, 12
    draft: Draft

    trainers = text_lines(_l("Who gives it"), hint=_l("One person a line, as they are to be named on the page."))
    measures = Ticks(_l("Which measures of the plan does it serve?"))
    is_grant_funded = BooleanField(_l("A grant pays for it"))
    internal_notes = TextAreaField(
        _l("Notes of the team"),
        [Length(max=LONGEST_NOTES, message=TOO_LONG)],
        description=_l("Nobody else reads them."),
        filters=[clean_text],
        render_kw={"rows": 3, "maxlength": LONGEST_NOTES},
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        plan = district.current().plan_code
        self.measures.offer([(f"{plan}:{code}", label) for code, label in list_choices("measures")])
        roles = list_choices("partner_roles")
        for number in range(self.rows):
            self[f"roles_{number}"].offer(roles)

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        for number in range(self.rows):
            name = self[f"name_{number}"]
            if self[f"roles_{number}"].data and not name.data:
                name.errors = [*name.errors, _("Write which entity does this.")]
                is_right = False
        return is_right

    def values(self) -> dict[str, Any]:
        rows = [(self[f"name_{number}"].data, self[f"roles_{number}"].chosen) for number in range(self.rows)]
        return {
            "partners": tuple(Partner(name, roles) for name, roles in rows if name),
            "trainers": in_lines(self.trainers.data),
            "measures": self.measures.chosen,
            "is_grant_funded": bool(self.is_grant_funded.data),
            "internal_notes": self.internal_notes.data or "",
        }

    @staticmethod
    def count(draft: Draft) -> int:
        return len(draft.partners)

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        found: dict[str, Any] = {
            "trainers": "\n".join(draft.trainers),
            "measures": draft.measures,
            "is_grant_funded": draft.is_grant_funded,
            "internal_notes": draft.internal_notes,
        }
        for number, each in enumerate(draft.partners):
            found |= {f"name_{number}": each.name, f"roles_{number}": each.roles}
        return found

    @staticmethod
    def fields(number: int) -> dict[str, Any]:
        return {
            f"name_{number}": text_line(_l("Entity"), list="entities"),
            f"roles_{number}": Ticks(_l("What it does")),
        }
