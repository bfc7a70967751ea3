"""What each refusal at the desk says to a person."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "not_found": lambda _values: _("This message did not fail, or it is no longer kept."),
    "already_sent": lambda _values: _("This message has left in the meantime."),
    "erased": lambda _values: _("Nobody knows any more to whom this message was: it cannot be sent again."),
    "person_gone": lambda _values: _("This account is no longer here."),
    "role_not_yours": lambda _values: _("Your own role does not let you give or take this one."),
}
