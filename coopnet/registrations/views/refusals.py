"""What each refusal of the service says to a person."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import format_moment, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings.rules.states import Way


def _not_open(values: dict[str, Any]) -> str:
    opens_at = values.get("opens_at")
    if values.get("door") == "not_yet" and opens_at is not None:
        return _("Registration opens on %(moment)s.", moment=format_moment(opens_at))
    words = {
        "not_yet": _("Registration is not open yet."),
        "started": _("This training is over.") if values.get("is_over") else _("This training has already started."),
        "cancelled": _("This training has been cancelled."),
        "not_needed": _("You do not need to register: just come."),
        "elsewhere": _("Registration for this training is done elsewhere."),
    }
    return words.get(str(values.get("door")), _("Registration for this training is closed."))


def _companions(values: dict[str, Any]) -> str:
    most = int(values["most"])
    if most == 0:
        return _("In this training each person registers separately.")
    return ngettext("You can bring %(num)d person at most.", "You can bring %(num)d people at most.", most)


def _party(values: dict[str, Any]) -> str:
    most = int(values["capacity"])
    if values.get("way") == Way.IN_PERSON:
        return ngettext(
            "In person there is %(num)d place in all: there are more of you.",
            "In person there are %(num)d places in all: there are more of you.",
            most,
        )
    if values.get("way") == Way.ONLINE:
        return ngettext(
            "Online there is %(num)d place in all: there are more of you.",
            "Online there are %(num)d places in all: there are more of you.",
            most,
        )
    return ngettext(
        "This training has %(num)d place in all: there are more of you.",
        "This training has %(num)d places in all: there are more of you.",
        most,
    )


def _no_place(values: dict[str, Any]) -> str:
    if int(values["people"]) == 1:
        return _("No place is free any more: nobody else can be let in.")
    return _("There are not places for all of them: nobody was let in.")


REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "training_not_found": lambda _values: _("This training is no longer here."),
    "registration_not_found": lambda _values: _("This registration is no longer here."),
    "registration_not_open": _not_open,
    "registration_ended": lambda _values: _("This registration has ended, so nothing of it can be changed."),
    "changed_meanwhile": lambda _values: _(
        "This registration was changed while you had this page open. Look at what it says now and save again."
    ),
    "kept_for_the_grant": lambda _values: _(
        "A grant pays this training and it has begun: by law we must keep the list of who had a place. Write to us or"
        " call us, and we look into it."
    ),
    "told_already": lambda _values: _("People have been told already: it cannot be taken back any more."),
    "not_called_off": lambda _values: _("It takes place: there is nothing to take back."),
    "training_started": lambda _values: _("The training has already started. To change something, call us."),
    "training_cancelled": lambda _values: _("This training has been cancelled."),
    "too_late_to_approve": lambda _values: _("The training has already started: nobody can be let in any more."),
    "too_many_companions": _companions,
    "party_too_big": _party,
    "training_over": lambda _values: _("This training is over: it took place, and cannot be called off any more."),
    "no_sessions": lambda _values: _("It has no session yet."),
    "forecast_changed": lambda _values: _(
        "Meanwhile somebody has registered or cancelled: what would happen now is another thing. Look at it and press"
        " again."
    ),
    "way_unknown": lambda _values: _("Choose how you will take part."),
    "no_places_for_companions": lambda _values: _(
        "There are not enough free places for everybody now. Your place is still yours; nothing has changed."
    ),
    "no_places_in_way": lambda values: (
        _("There is not enough room online any more. Nothing has changed.")
        if values.get("way") == Way.ONLINE
        else _("There is not enough room in person any more. Nothing has changed.")
    ),
    "already_there": lambda _values: _("Somebody with this name and this contact is registered there already."),
    "already_registered": lambda _values: _("We could not make this change. Call us and we will sort it out."),
    "not_pending": lambda _values: _("This registration does not wait for an answer."),
    "session_not_found": lambda _values: _("This session is no longer here."),
    "not_waiting": lambda _values: _("Somebody else has let them in already, or they do not wait any more."),
    "waiting_first": lambda _values: _("First ask who is on the waiting list, and tick that nobody of them is here."),
    "name_on_the_list": lambda _values: _(
        "Somebody with this name has registered. Look for them on the list; if it is another person, add something that"
        " tells them apart, like a second surname."
    ),
    "no_place_at_the_door": _no_place,
    "door_closed": lambda _values: _("Who came to this session cannot be marked now."),
    "cannot_move": lambda _values: _("This cannot be done with this registration now."),
}
