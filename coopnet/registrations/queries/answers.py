"""Where a registration stands, in one line; pages and lists say the same."""

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.rules.states import State


def answer_of(state: str, *, is_over: bool = False) -> str:
    """The one line that a person came to read; `is_over` once the training has ended."""
    past = {
        State.PENDING: _("You had asked for a place"),
        State.CONFIRMED: _("You had a place"),
        State.WAITING: _("You were on the waiting list"),
        State.OFFERED: _("We had offered you a place"),
        State.DECLINED: _("We could not offer you a place"),
        State.CANCELLED: _("You had cancelled your registration"),
        State.ATTENDED: _("You came"),
    }
    if is_over and State(state) in past:
        return past[State(state)]
    return {
        State.PENDING: _("We have your request"),
        State.CONFIRMED: _("You have a place"),
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("We offer you a place"),
        State.DECLINED: _("We cannot offer you a place"),
        State.EXPIRED: _("The offer has ended"),
        State.CANCELLED: _("Your registration is cancelled"),
        State.REMOVED: _("This registration has been removed"),
        State.ATTENDED: _("You have a place"),  # in the sessions to come
        State.ABSENT: _("We missed you"),
    }[State(state)]


def answered(value: object) -> str:
    """An answer as its person reads it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    return str(value)
