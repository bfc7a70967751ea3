from coopnet.accounts.rules.shelves import Item, Shelf
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer


def panel(viewer: Viewer) -> dict[str, object]:
    """For `accounts.home`: the way to the desk, for staff."""
    if not (viewer.is_staff and viewer.can("desk.open")):
        return {}
    return {"desk": Shelf(title=_("Desk"), empty="", entries=(Item(_("What waits for me"), "desk.index"),))}
