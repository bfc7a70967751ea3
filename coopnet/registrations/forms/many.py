"""One act for many people, and what is written to them in each of their languages."""

import hashlib
from collections.abc import Sequence
from typing import Any, cast

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.registrations.rules.many import SUBJECT_MAX, TEXT_MAX
from coopnet.web.addresses import endonym
from coopnet.web.forms import Form, clean_text, one_line

_LONG = Length(max=TEXT_MAX, message=_l("This text is too long."))
_LONG_SUBJECT = Length(max=SUBJECT_MAX, message=_l("This text is too long."))


class ManyForm(Form):
    """`chosen` are the public ids, `act` what is done to them; `seen` is the mark of what was shown last."""

    act = HiddenField(filters=[one_line])
    chosen = HiddenField(filters=[one_line])
    seen = HiddenField(filters=[one_line])
    languages: tuple[str, ...] = ()

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """By language; of a form that validates."""
        return {
            each: {"subject": str(self[f"subject_{each}"].data), "text": str(self[f"text_{each}"].data)}
            for each in self.languages
        }

    @property
    def mark(self) -> str:
        told = (self.act.data, self.chosen.data, self.texts)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def make_write_form(languages: Sequence[str], **kept: Any) -> ManyForm:
    """With a subject and a text for each language that somebody of them reads."""
    fields: dict[str, Any] = {"languages": tuple(languages)}
    for each in languages:
        named = {"name": endonym(each)}
        fields[f"subject_{each}"] = StringField(
            _("Subject (%(name)s)", **named),
            filters=[one_line],
            validators=[DataRequired(_l("Write the subject.")), _LONG_SUBJECT],
            render_kw={"maxlength": SUBJECT_MAX, "autocomplete": "off", "lang": each},
        )
        fields[f"text_{each}"] = TextAreaField(
            _("Text (%(name)s)", **named),
            filters=[clean_text],
            validators=[DataRequired(_l("Write the text.")), _LONG],
            render_kw={"maxlength": TEXT_MAX, "rows": 8, "autocomplete": "off", "lang": each},
        )
    return cast("type[ManyForm]", type("WriteForm", (ManyForm,), fields))(data=kept)
