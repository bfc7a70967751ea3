"""For `desk.home`: today's sessions, for who marks there who comes."""

from collections.abc import Sequence

from coopnet.foundation import clock
from coopnet.foundation.i18n import format_hours
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.registrations.queries.attendance import MARK, list_around


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """Those that are not over."""
    if not viewer.can(MARK):
        return {}
    now = clock.now()
    return {
        "door": [
            Waiting(
                text=_("At the door: %(title)s", title=one.title),
                count=1,
                oldest_at=one.starts_at,
                endpoint="registrations_desk.door_list",
                values={"slug": one.slug, "number": str(one.number)},
                due_at=one.ends_at,
                is_pressing=True,
                note=format_hours(one.starts_at, one.ends_at),
            )
            for one in list_around(viewer, now, is_counted=False)
            if not one.is_off and one.ends_at > now
        ]
    }
