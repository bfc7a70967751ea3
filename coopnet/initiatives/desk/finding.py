"""The profile that a page of the desk is about, if it is the viewer's to keep."""

from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.queries.keepers import KIND
from coopnet.initiatives.queries.standing import Standing, find_by_slug
from coopnet.web import guards


def find(slug: str, permission: str = "initiatives.edit") -> tuple[Standing, Viewer]:
    """404 for one that is not there, or not theirs."""
    one = find_by_slug(slug)
    if one is None:
        guards.refuse()
    return one, guards.check(permission, subject_kind=KIND, subject_id=one.public_id)
