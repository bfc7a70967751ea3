"""The profile that a page of its keepers is about."""

from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.queries.standing import Standing, find_kept
from coopnet.web import guards, moved


def find(slug: str) -> tuple[Standing, Viewer]:
    """404 for one that is not there, or not theirs; an address that it had leads to it."""
    viewer = guards.get_viewer()
    one = find_kept(slug, viewer) or guards.refuse()
    if one.slug != slug:
        moved.lead_to(one.slug)
    return one, viewer
