"""What each refusal of the programme's services says at a terminal."""

from collections.abc import Callable

from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _

WORDS: dict[str, Callable[[], str]] = {
    "training_not_found": lambda: _("There is no training at this address."),
    "training_cancelled": lambda: _("This training has been cancelled."),
    "training_over": lambda: _("This training is over: it took place, and cannot be called off any more."),
    "changed_meanwhile": lambda: _(
        "Somebody has saved the same trainings at the same moment, so nothing of this file has been saved. Try again."
    ),
    "no_sessions": lambda: _("It has no session yet."),
    "title_missing": lambda: _("It has no title yet."),
}


def in_words(refusal: RuleBroken) -> str:
    return WORDS[refusal.code]()
