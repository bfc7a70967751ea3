"""The profile that a page of the desk is about, if it is the viewer's to keep."""

from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.queries.standing import Standing, find_kept
from coopnet.web import guards, moved


def find(slug: str, permission: str = "initiatives.edit") -> tuple[Standing, Viewer]:
    """404 for one that is not there, or not theirs; an address that it had leads to it."""
    viewer = guards.get_viewer()
    one = find_kept(slug, viewer, permission) or guards.refuse()
    if one.slug != slug:
        moved.lead_to(one.slug)
    return one, viewer
