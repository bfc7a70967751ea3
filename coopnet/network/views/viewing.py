"""Who looks at the board, and what they may see of it."""

from coopnet.network.rules.posts import Audience, audiences_of
from coopnet.web import guards

EVERYBODY = frozenset({Audience.EVERYBODY})


def audiences_of_viewer() -> frozenset[Audience]:
    """What everybody may see, for whoever has not signed in; it asks nobody then."""
    viewer = guards.find_viewer()
    if viewer is None:
        return EVERYBODY
    return audiences_of(is_volunteer=viewer.can("network.help"), is_coordinator=viewer.can("network.coordinate"))
