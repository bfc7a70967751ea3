"""What each refusal of the directory's services says at a terminal."""

from collections.abc import Callable

from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[], str]] = {
    "initiative_not_found": lambda: _("There is no initiative at this address."),
    "name_missing": lambda: _("It has no name yet."),
    "name_taken": lambda: _("There is another initiative of this name."),
    "edited_meanwhile": lambda: _("Somebody else has changed this profile meanwhile. Look at it again."),
    "nothing_to_undo": lambda: _("There is no such change to take back."),
    "cannot_be_written": lambda: _("It has no address to write to."),
    "label_not_found": lambda: _("There is no such label."),
}


def in_words(refusal: RuleBroken) -> str:
    return REFUSALS[refusal.code]()
