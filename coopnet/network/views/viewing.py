"""Who looks at the board, and what they may see of it."""

from coopnet.foundation import clock
from coopnet.network.queries.volunteers import is_certified_account
from coopnet.network.rules.posts import Audience, audiences_of
from coopnet.web import guards

EVERYBODY = frozenset({Audience.EVERYBODY})


def audiences_of_viewer() -> frozenset[Audience]:
    """What everybody may see, for whoever has not signed in; it asks nobody then."""
    viewer = guards.find_viewer()
    if viewer is None:
        return EVERYBODY
    is_volunteer, is_coordinator = viewer.can("network.help"), viewer.can("network.coordinate")
    today = clock.to_local(clock.now()).date()
    return audiences_of(
        is_volunteer=is_volunteer,
        is_coordinator=is_coordinator,
        is_certified=is_volunteer and not is_coordinator and is_certified_account(viewer.key, today=today),
    )
