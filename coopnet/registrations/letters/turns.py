"""How near one's turn is, in words: in a letter, and on one's own page."""

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext


def turn_in_words(ahead: int, *, people: int) -> list[str]:
    """To who waits: how many are ahead now, that this can change, and why."""
    lines = [ahead_in_words(ahead)]
    if people > 1:
        lines.append(_("You get in when there are places for all of you; a smaller party may pass you."))
    lines.append(
        _("This changes when somebody cancels or there are more places. If one is for you, we tell you at once.")
    )
    return lines


def ahead_in_words(ahead: int) -> str:
    """How many stand before one now."""
    if ahead == 0:
        return _("Nobody is ahead of you.")
    return ngettext("%(num)d registration is ahead of you.", "%(num)d registrations are ahead of you.", ahead)
