from typing import Any

from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import Length

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.rules.drafts import Text
from coopnet.web.forms import clean_text
from coopnet.web.parts import TOO_LONG, KeptPart, text_line

LONGEST_TITLE = 150
LONGEST_SUMMARY = 300
LONGEST_TEXT = 10_000


class TextPart(KeptPart):
    """In `language`; only the original must have a title."""

    language = ""
    is_original = False

    title = text_line(_l("Title"), most=LONGEST_TITLE)
    summary = text_line(_l("In one line"), most=LONGEST_SUMMARY, hint=_l("What one takes home from it."))
    description = TextAreaField(
        _l("What it is about"),
        [Length(max=LONGEST_TEXT, message=TOO_LONG)],
        description=_l("You can write **bold**, lists and links in Markdown."),
        filters=[clean_text],
        render_kw={"rows": 10, "maxlength": LONGEST_TEXT},
    )

    def validate_title(self, field: Field) -> None:
        if self.is_original and not field.data:
            raise ValidationError(_("Write a title: people choose by it."))

    def values(self) -> dict[str, Any]:
        return {
            "text": Text(
                self.language, self.title.data or None, self.summary.data or None, self.description.data or None
            )
        }

    @staticmethod
    def read(text: Text) -> dict[str, Any]:
        return {"title": text.title or "", "summary": text.summary or "", "description": text.description or ""}
