"""Why a training is called off, in each language that somebody reads, and what people could go to instead."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import format_day
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.queries import Card
from coopnet.web.addresses import endonym
from coopnet.web.forms import Form, clean_text, one_line

REASON_MAX = 1_000
MOST_SUGGESTED = 3


class CancelForm(Form):
    """`seen` is the mark of what was shown last."""

    seen = HiddenField(filters=[one_line])
    languages: tuple[str, ...] = ()

    @property
    def reason(self) -> dict[str, str]:
        """By language; of a form that validates."""
        return {each: str(self[f"reason_{each}"].data) for each in self.languages}

    @property
    def suggested(self) -> list[str]:
        chosen = [self[f"instead_{number}"].data for number in range(MOST_SUGGESTED) if f"instead_{number}" in self]
        return list(dict.fromkeys(each for each in chosen if each))

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr((self.reason, self.suggested)).encode()).hexdigest()[:16]


def make_cancel_form(languages: Sequence[str], offered: Sequence[Card]) -> CancelForm:
    """`offered` are the trainings that can be suggested."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for each in languages:
        fields[f"reason_{each}"] = TextAreaField(
            _("Why (%(name)s)", name=endonym(each)),
            filters=[clean_text],
            validators=[
                DataRequired(_l("Write why: people had counted on it.")),
                Length(max=REASON_MAX, message=_l("This text is too long.")),
            ],
            render_kw={"maxlength": REASON_MAX, "rows": 3, "autocomplete": "off", "lang": each},
        )
    choices = [SelectChoice("", _("Nothing")), *(SelectChoice(card.public_id, _called(card)) for card in offered)]
    for number in range(MOST_SUGGESTED if offered else 0):
        fields[f"instead_{number}"] = SelectField(_("Suggestion %(number)d", number=number + 1), choices=choices)
    return cast("type[CancelForm]", type("LanguagesForm", (CancelForm,), fields))()


def _called(card: Card) -> str:
    return f"{card.title.text} ({format_day(card.starts_at)})" if card.starts_at else card.title.text
