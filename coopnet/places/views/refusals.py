"""What each refusal of the services of places says to a person, at a terminal too."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "point_exists": lambda _values: _("There is a point of this name at this place already."),
    "point_not_found": lambda _values: _("This support point is no longer here."),
    "point_changed": lambda _values: _(
        "Somebody else has changed this point meanwhile. Nothing of yours is lost: look at what they wrote, and press"
        " again to put yours in its place."
    ),
}
