"""What each refusal of the board's services says to a person, at a terminal too."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "flood_gone": lambda _values: _("Nothing of them is here any more."),
    "post_not_found": lambda _values: _("This post is no longer here."),
    "post_cannot": lambda _values: _("As this post stands now, this cannot be done. Look at it again."),
    "post_edited": lambda _values: _(
        "This post was changed meanwhile, in another window or by somebody else. Look at what it says now and save"
        " again."
    ),
    "post_twice": lambda _values: _("There is another post of the same person that says the same."),
    "post_changed": lambda _values: _(
        "Meanwhile somebody has changed this post or decided about it. Nothing was done: look at it as it stands now."
    ),
    "proposal_not_found": lambda _values: _("This proposal is no longer here."),
    "proposal_changed": lambda _values: _(
        "Meanwhile somebody has answered or decided. Nothing was done: look at it as it stands now."
    ),
    "proposal_over": lambda _values: _("This is no longer open: nobody waits for your answer."),
    "proposal_cannot": lambda _values: _("This request looks for nobody any more."),
    "proposal_no_helper": lambda _values: _("Whoever you chose is no longer here."),
    "proposal_does_not_fit": lambda _values: _("Something has changed: the two no longer fit. Look at it again."),
    "proposal_twice": lambda _values: _("These two were proposed to each other before."),
    "asked_today": lambda _values: _(
        "One of the two was asked today already. Nobody is asked twice a day: try tomorrow."
    ),
    "hours_cannot": lambda _values: _("You can write down time for somebody with whom you both said yes."),
    "hours_before": lambda _values: _("Write a day on which both of you had said yes already."),
    "hours_day": lambda _values: _("Write a day of the last two months, not one to come."),
    "hours_too_many": lambda _values: _("That is more than twelve hours on one day. Look at the minutes again."),
    "hours_not_found": lambda _values: _("This is no longer here."),
    "volunteer_not_found": lambda _values: _("This volunteer is no longer here."),
    "volunteer_cannot": lambda _values: _("As things stand now, this cannot be done. Look at it again."),
    "volunteer_changed": lambda _values: _(
        "Meanwhile they or somebody of the team have changed something here. Nothing was done: look at it as it stands"
        " now."
    ),
    "volunteer_not_ready": lambda _values: _(
        "First write down that the agreement is signed and which training was done."
    ),
    "day_in_future": lambda _values: _("This day is still to come. Write the day on which it was."),
    "certificate_days": lambda _values: _(
        "Look at both days: it ends after the day on which you saw it, and within three years."
    ),
    "help_day": lambda _values: _("Write a day of the last week, today at the latest."),
    "help_too_many": lambda _values: _("That is a lot for one day. Look at the list: is something there twice?"),
    "reports_closed": lambda _values: _("Somebody else has looked at these notices meanwhile."),
}
