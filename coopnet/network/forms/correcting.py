"""The form by which the maker of a post changes what it says."""

from datetime import date
from typing import Any

from wtforms import Field, HiddenField

from coopnet.network.forms.said import ALL_DISTRICT, STANDING, SaidForm
from coopnet.network.models import Post
from coopnet.network.rules.posts import Audience, Kind, read_day
from coopnet.network.rules.times import codes_of
from coopnet.web.forms import one_line

NO_VERSION = 0
DIGITS = 6


class ChangePostForm(SaidForm):
    """`seen` is the version that was opened."""

    seen = HiddenField(filters=[one_line])
    kind: str = Kind.REQUEST.value
    kept_day: date | None = None

    @property
    def is_offer(self) -> bool:
        return self.kind == Kind.OFFER

    @property
    def version(self) -> int:
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS else NO_VERSION

    def validate_needed_by(self, field: Field) -> None:
        """A day that is over may stay where it is."""
        if not field.data or self.kept_day is None or read_day(field.data) != self.kept_day:
            super().validate_needed_by(field)

    def _usual(self, name: str, value: str) -> None:
        """What the post says stands there."""
        if self.is_submitted():
            super()._usual(name, value)


def make_change_form(post: Post, *, today: date) -> ChangePostForm:
    form = ChangePostForm(today=today, data=_data_of(post))
    form.kind, form.kept_day = post.kind, post.needed_by
    return form


def _data_of(post: Post) -> dict[str, Any]:
    return {
        "seen": str(post.version),
        "category": post.category,
        "title": post.title,
        "details": post.details,
        "text_language": post.text_language,
        "barri": post.barri or ALL_DISTRICT,
        "audience": Audience.VOLUNTEERS.value if post.audience == Audience.CERTIFIED else post.audience,
        "for_minor": post.for_minor,
        "shown": STANDING if post.shown_days is None else str(post.shown_days),
        "terms": post.terms,
        "quantity": str(post.quantity),
        "when": post.when,
        "times": codes_of(post.times),
        "ways": post.ways,
        "needed_by": post.needed_by.isoformat() if post.needed_by else "",
        "languages": post.languages,
    }
