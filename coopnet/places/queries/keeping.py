"""What of the support points waits for who coordinates the network."""

from collections.abc import Sequence
from datetime import date, timedelta

from coopnet.foundation import clock
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.places.queries.points import Point, list_points

COORDINATE = "network.coordinate"
CONFIRMED_FOR = timedelta(days=183)
SOON = timedelta(days=60)


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`."""
    found = list_unconfirmed() if viewer.can(COORDINATE) else []
    if not found:
        return {}
    text = ngettext(
        "%(num)d support point that nobody has confirmed for half a year",
        "%(num)d support points that nobody has confirmed for half a year",
        len(found),
    )
    oldest = min(point.confirmed_at or point.updated_at for point in found)
    return {"points": [Waiting(text=text, count=len(found), oldest_at=oldest, endpoint="places_desk.index")]}


def list_unconfirmed() -> list[Point]:
    """Those that people see, and those that nobody has filled in yet."""
    limit = clock.now() - CONFIRMED_FOR
    return [
        point
        for point in list_points()
        if point.confirmed_at is None or (point.is_shown and point.confirmed_at <= limit)
    ]


def is_running_out(known: date | None, today: date) -> bool:
    """Whether the holidays that we know of end soon."""
    return known is not None and known - today < SOON
