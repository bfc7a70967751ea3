"""Where a registration stands, in one line; pages and lists say the same."""

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.rules.states import State


def answer_of(state: str) -> str:
    """The one line that a person came to read."""
    return {
        State.PENDING: _("We have your request"),
        State.CONFIRMED: _("You have a place"),
        State.WAITING: _("You are on the waiting list"),
        State.OFFERED: _("We offer you a place"),
        State.DECLINED: _("We cannot offer you a place"),
        State.EXPIRED: _("The offer has ended"),
        State.CANCELLED: _("Your registration is cancelled"),
        State.REMOVED: _("This registration has been removed"),
        State.ATTENDED: _("You came"),
        State.ABSENT: _("You did not come"),
    }[State(state)]
