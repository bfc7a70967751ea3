"""What each refusal of the board's services says to a person, at a terminal too."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "post_not_found": lambda _values: _("This post is no longer here."),
    "post_cannot": lambda _values: _("As this post stands now, this cannot be done. Look at it again."),
    "reports_closed": lambda _values: _("Somebody else has looked at these notices meanwhile."),
}
