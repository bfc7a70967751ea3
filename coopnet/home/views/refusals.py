"""What each refusal of this room's service says to a person."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "guide_edited_meanwhile": lambda _values: _(
        "Somebody else has changed this text meanwhile. Yours is still here: compare it with theirs before you save."
    ),
}
