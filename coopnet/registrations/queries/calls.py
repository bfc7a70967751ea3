"""What support points have still to tell, for the desk's front page: a helper's own, and for who coordinates all."""

from collections.abc import Sequence

from coopnet.foundation import clock, told
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.points import HELP, list_points_of, name_points


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """Each point one line. Who coordinates sees those that are late."""
    now = clock.now()
    if viewer.can(HELP):
        names = {one.public_id: one.name for one in list_points_of(viewer)}
        found = told.list_backlogs(now, list(names))
        return {"calls": [_line(one, names[one.point]) for one in found]}
    if not viewer.can(COORDINATE):
        return {}
    late = [one for one in told.list_backlogs(now) if one.overdue]
    names = name_points() if late else {}
    return {"calls": [_late(one, names.get(one.point, "")) for one in late]}


def _line(one: told.Backlog, name: str) -> Waiting:
    text = ngettext(
        "%(num)d message to tell somebody: %(point)s",
        "%(num)d messages to tell somebody: %(point)s",
        one.count,
        point=name,
    )
    return Waiting(
        text, one.count, one.oldest_at, "registrations_desk.calls", {"point": one.point}, due_at=one.oldest_due_at
    )


def _late(one: told.Backlog, name: str) -> Waiting:
    text = ngettext(
        "%(num)d message that somebody should know by now: %(point)s",
        "%(num)d messages that somebody should know by now: %(point)s",
        one.overdue,
        point=name,
    )
    return Waiting(text, one.overdue, one.oldest_at, "registrations_desk.team", due_at=one.oldest_due_at)
