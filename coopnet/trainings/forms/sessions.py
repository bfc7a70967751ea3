"""When and where: a row for each session."""

from datetime import timedelta
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.trainings.forms.moments import (
    day_field,
    day_of,
    end_of,
    hour_field,
    hour_of,
    moment_of,
    write_day,
    write_hour,
)
from coopnet.trainings.rules.drafts import Draft, SessionDraft, VenueDraft
from coopnet.trainings.rules.states import Format
from coopnet.vocabulary.queries import list_choices, list_terms, term_label
from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_address
from coopnet.web.addresses import endonym
from coopnet.web.forms import clean_text, one_line
from coopnet.web.parts import TOO_LONG, KeptPart, offer, one_of, text_line

MOST_WEEKS = 30
LONGEST_SAID = 1_000
WEEK = timedelta(days=7)
COLUMNS = ("day", "from", "to", "venue", "address", "barri", "room", "link")


class SessionsPart(KeptPart):
    """A row without a day is none. `draft` is the training as it stands, whose notes on a session stay."""

    rows, first, empty, most = 0, "day", 1, 60
    draft: Draft
    languages: tuple[str, ...] = ()

    told = HiddenField(filters=[one_line])
    format = SelectField(_l("In person or online"))
    weeks = StringField(
        _l("Repeat the last session, so many weeks more"),
        filters=[one_line],
        description=_l("On the same day of the week, at the same hour and place."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": 3},
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        spoken = current_language()
        self.format.choices = [
            SelectChoice(term.code, term_label("formats", term.code, spoken)) for term in list_terms("formats")
        ]
        for number in range(self.rows):
            offer(self[f"barri_{number}"], list_choices("barris"))

    def validate_weeks(self, field: StringField) -> None:
        if field.data and not (field.data.isascii() and field.data.isdigit() and int(field.data) <= MOST_WEEKS):
            raise ValidationError(_("Write a number from %(least)d to %(most)d.", least=0, most=MOST_WEEKS))

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = bool(super().validate(extra_validators))
        for number in range(self.rows):
            is_right = self._is_whole(number) and is_right
        return is_right

    def _is_whole(self, number: int) -> bool:
        """A session needs its day and its hours; a link must be one."""
        day, begins, ends, link = (self[f"{name}_{number}"] for name in ("day", "from", "to", "link"))
        said = [self[f"{name}_{number}"].data for name in COLUMNS if name != "barri"]
        wrong = [field for field in (day, begins, ends) if any(said) and not field.data]
        for field in wrong:
            field.errors = [*field.errors, _("This is missing.")]
        if link.data and _link_of(link.data) is None:
            link.errors = [*link.errors, _("“%(value)s” is not the address of a page.", value=link.data)]
            return False
        return not wrong

    @property
    def said(self) -> dict[str, str]:
        """What the team adds for who is told, by language."""
        return {each: str(self[f"said_{each}"].data or "") for each in self.languages}

    def values(self) -> dict[str, Any]:
        found = [self._session(number) for number in range(self.rows) if self[f"day_{number}"].data]
        for _week in range(int(self.weeks.data or 0) if found else 0):
            found.append(_a_week_later(found[-1]))
        return {"format": self.format.data, "sessions": tuple(sorted(found, key=lambda each: each.starts_at))}

    def _session(self, number: int) -> SessionDraft:
        day, begins, ends = (
            day_of(self[f"day_{number}"].data),
            hour_of(self[f"from_{number}"].data),
            hour_of(self[f"to_{number}"].data),
        )
        if day is None or begins is None or ends is None:
            raise ValueError("a form that validates has them")
        # Where all take part online, nobody must be sent anywhere.
        is_online = self.format.data == Format.ONLINE
        venue = "" if is_online else self[f"venue_{number}"].data
        return SessionDraft(
            starts_at=moment_of(day, begins),
            ends_at=end_of(day, begins, ends),
            venue=VenueDraft(venue, self[f"address_{number}"].data or "", self[f"barri_{number}"].data or None)
            if venue
            else None,
            room="" if is_online else self[f"room_{number}"].data or "",
            online_url=_link_of(self[f"link_{number}"].data),
            internal_notes=self.draft.sessions[number].internal_notes if number < len(self.draft.sessions) else "",
        )

    @staticmethod
    def count(draft: Draft) -> int:
        return len(draft.sessions)

    @staticmethod
    def read(draft: Draft) -> dict[str, Any]:
        found: dict[str, Any] = {"format": draft.format}
        for number, each in enumerate(draft.sessions):
            venue = each.venue or VenueDraft("")
            found |= {
                f"day_{number}": write_day(each.starts_at),
                f"from_{number}": write_hour(each.starts_at),
                f"to_{number}": write_hour(each.ends_at),
                f"venue_{number}": venue.name,
                f"address_{number}": venue.address,
                f"barri_{number}": venue.barri or "",
                f"room_{number}": each.room,
                f"link_{number}": each.online_url or "",
            }
        return found

    @staticmethod
    def fields(number: int) -> dict[str, Any]:
        return {
            f"day_{number}": day_field(_l("Day")),
            f"from_{number}": hour_field(_l("From")),
            f"to_{number}": hour_field(_l("To")),
            f"venue_{number}": text_line(_l("Venue"), list="venues"),
            f"address_{number}": text_line(_l("Address"), hint=_l("Only if the venue is new here.")),
            f"barri_{number}": one_of(_l("Neighbourhood")),
            f"room_{number}": text_line(_l("Room")),
            f"link_{number}": text_line(
                _l("Link to take part online"),
                most=500,
                hint=_l("Only who has a place gets it, before it begins."),
                inputmode="url",
            ),
        }


def said_field(language: str) -> TextAreaField:
    return TextAreaField(
        _("What to tell them (%(name)s)", name=endonym(language)),
        [Length(max=LONGEST_SAID, message=TOO_LONG)],
        filters=[clean_text],
        render_kw={"rows": 3, "maxlength": LONGEST_SAID, "lang": language},
    )


def _link_of(typed: str | None) -> str | None:
    try:
        return read_address(typed or "")
    except CellProblem:
        return None


def _a_week_later(one: SessionDraft) -> SessionDraft:
    """At the same hour of the wall clocks of here, also where they are put forward or back meanwhile."""
    from_day, to_day = day_of(write_day(one.starts_at)), day_of(write_day(one.ends_at))
    begins, ends = hour_of(write_hour(one.starts_at)), hour_of(write_hour(one.ends_at))
    if from_day is None or to_day is None or begins is None or ends is None:
        raise ValueError("what was written a moment before can be read")
    return SessionDraft(
        moment_of(from_day + WEEK, begins), moment_of(to_day + WEEK, ends), one.venue, one.room, one.online_url
    )
