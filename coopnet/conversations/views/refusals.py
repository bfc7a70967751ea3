"""What each refusal of this room's services says to a person."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "answer_own": lambda _values: _("You have written this yourself: there is nobody else to talk to."),
    "conversation_not_found": lambda _values: _("This conversation is no longer here."),
    "conversation_closed": lambda _values: _("This conversation is closed: nothing more can be written in it."),
    "conversation_blocked": lambda _values: _("This conversation is closed: nothing more can be written in it."),
    "evidence_gone": lambda _values: _("Nothing is kept of it any more."),
    "form_sent": lambda _values: _(
        "You had sent this page before, with other words, and those were taken. To send these too, press again."
    ),
    "message_decided": lambda _values: _("The team has decided about this message meanwhile."),
    "message_empty": lambda _values: _("Write the message."),
    "message_too_long": lambda values: _("Write at most %(most)d characters.", most=values["most"]),
}
