from collections.abc import Collection, Sequence
from typing import Protocol

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    FileField,
    HiddenField,
    RadioField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length

from coopnet.foundation.emails import EMAIL_MAX
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.initiatives.queries.words import reason_in_words
from coopnet.initiatives.rules.gallery import LONGEST_ALT
from coopnet.initiatives.rules.states import ReportReason
from coopnet.web.contacts import check_email
from coopnet.web.forms import Form, clean_text, one_line

LONGEST_NAME = 100
LONGEST_ADDRESS = 300
LONGEST_MESSAGE = 3_000
LONGEST_REPORT = 1_000
LARGEST_DIGITS = 9


TOO_LONG = _l("This is too long.")


def whole_number(typed: object) -> int | None:
    """Of a hidden field, which nobody types; anything else is none."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST_DIGITS else None


class MessageForm(Form):
    name = StringField(
        _l("Your name"),
        [DataRequired(_l("Write your name.")), Length(max=LONGEST_NAME, message=TOO_LONG)],
        filters=[one_line],
        render_kw={"autocomplete": "name", "maxlength": LONGEST_NAME},
    )
    email = EmailField(
        _l("Your e-mail"),
        [DataRequired(_l("Write something here.")), check_email],
        description=_l("So that they can answer you."),
        filters=[one_line],
        render_kw={"autocomplete": "email", "maxlength": EMAIL_MAX, "spellcheck": "false"},
    )
    text = TextAreaField(
        _l("Your message"),
        [DataRequired(_l("Write something here.")), Length(max=LONGEST_MESSAGE, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"maxlength": LONGEST_MESSAGE, "rows": 6},
    )
    agrees = BooleanField(
        _l("I agree to let them see my name and e-mail, so that they can answer me."),
        [DataRequired(_l("Without this they cannot answer you."))],
    )


class ReportForm(Form):
    reason = RadioField(_l("What is wrong?"), render_kw={"required": True}, default=ReportReason.OTHER.value)
    text = TextAreaField(
        _l("Tell us more"),
        [Length(max=LONGEST_REPORT, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"maxlength": LONGEST_REPORT, "rows": 4},
    )

    def __init__(self) -> None:
        super().__init__()
        self.reason.choices = [(reason.value, reason_in_words(reason)) for reason in ReportReason]

    def validate_text(self, field: Field) -> None:
        """That it is something else says nothing by itself."""
        if self.reason.data == ReportReason.OTHER and not field.data:
            raise ValidationError(_("Say in a few words what is wrong, or choose above what it is."))


class UndoForm(Form):
    """`version` is that of the profile which the person saw."""

    version = HiddenField(filters=[whole_number])
    with_later = BooleanField(_l("Take back the later changes of these parts too."))


class Choice(Protocol):
    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> int: ...


class MergeForm(Form):
    """Which of two stays. The versions are those that the person saw."""

    stays = RadioField(_l("Which one stays?"), [DataRequired(_l("Choose one of the answers."))])
    fills_gaps = BooleanField(_l("Fill from the other one what the one that stays leaves empty."), default=True)
    version_of_one = HiddenField(filters=[whole_number])
    version_of_other = HiddenField(filters=[whole_number])

    def __init__(self, pair: Sequence[Choice], *, can_stay: Collection[str]) -> None:
        super().__init__(version_of_one=pair[0].version, version_of_other=pair[1].version)
        self.stays.choices = [(each.slug, each.name) for each in pair if each.slug in can_stay]


class PictureForm(Form):
    """The file itself is read by the view: what is typed into a file's field is no file."""

    file = FileField(
        _l("Another picture in its place"),
        description=_l("JPEG, PNG or WebP, up to 20 MB. Where and when it was taken is removed."),
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )
    alt = StringField(
        _l("What can be seen"),
        [Length(max=LONGEST_ALT, message=TOO_LONG)],
        description=_l("For people who do not see it, in a few words: “Five people plant tomatoes in raised beds”."),
        filters=[one_line],
        render_kw={"maxlength": LONGEST_ALT},
    )
    is_decorative = BooleanField(_l("It only decorates: nothing is lost without it."))

    @property
    def words(self) -> str:
        """Empty for what only decorates."""
        return "" if self.is_decorative.data else str(self.alt.data or "")

    def validate_alt(self, field: Field) -> None:
        if not field.data and not self.is_decorative.data:
            raise ValidationError(_("Say in a few words what can be seen, or tick that it only decorates."))


class NewPictureForm(PictureForm):
    role = RadioField(_l("What is it?"), render_kw={"required": True}, default="picture")

    def __init__(self) -> None:
        super().__init__()
        self.file.label.text = _("Picture")
        self.role.choices = [
            ("picture", _("A picture of what it does, its place or its people")),
            ("logo", _("Its logo")),
        ]


class LabelForm(Form):
    who = StringField(
        _l("The entity's name"),
        [DataRequired(_l("Write something here.")), Length(max=LONGEST_ADDRESS, message=TOO_LONG)],
        description=_l("As it stands on its profile; you can also paste the address of its page."),
        filters=[one_line],
        render_kw={"maxlength": LONGEST_ADDRESS},
    )
