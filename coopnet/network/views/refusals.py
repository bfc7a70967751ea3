"""What each refusal of the board's services says to a person, at a terminal too."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "post_not_found": lambda _values: _("This post is no longer here."),
    "post_cannot": lambda _values: _("As this post stands now, this cannot be done. Look at it again."),
    "volunteer_not_found": lambda _values: _("This volunteer is no longer here."),
    "volunteer_cannot": lambda _values: _("As things stand now, this cannot be done. Look at it again."),
    "volunteer_not_ready": lambda _values: _(
        "First write down that the agreement is signed and which training was done."
    ),
    "day_in_future": lambda _values: _("This day is still to come. Write the day on which it was."),
    "certificate_days": lambda _values: _(
        "Look at both days: it ends after the day on which you saw it, and within three years."
    ),
    "reports_closed": lambda _values: _("Somebody else has looked at these notices meanwhile."),
}
