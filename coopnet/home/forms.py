from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.web.forms import Form, clean_text, one_line

LOOK = "look"  # name of the button that shows what was typed
LONGEST_TITLE = 150
LONGEST_BODY = 30_000
TOO_LONG = _l("This is too long.")


class GuideForm(Form):
    """`seen` is when the text that the person saw was written; empty for the one that came with coopnet."""

    title = StringField(
        _l("Title"),
        filters=[one_line],
        validators=[DataRequired(_l("The title is missing.")), Length(max=LONGEST_TITLE, message=TOO_LONG)],
    )
    body = TextAreaField(
        _l("Text"),
        description=_l(
            "A heading begins with ##, a point of a list with -; **bold**; [words](https://example.org) make a link."
        ),
        filters=[clean_text],
        validators=[DataRequired(_l("The text is missing.")), Length(max=LONGEST_BODY, message=TOO_LONG)],
        render_kw={"rows": 24},
    )
    seen = HiddenField(filters=[one_line])

    @property
    def is_only_looked_at(self) -> bool:
        """The button that shows the text and saves nothing."""
        return LOOK in (self.meta.wrap_formdata(self, None) or {})
