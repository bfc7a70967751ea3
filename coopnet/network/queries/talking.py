"""What conversations show of posts, and posts of conversations."""

from coopnet.accounts.rules.shelves import Item
from coopnet.conversations.queries.finding import HELP, Seat
from coopnet.conversations.rules.talk import Side
from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.network.queries.finding import KEEPING, find_plain, is_on_board, link_of, word_of
from coopnet.network.rules.posts import Audience
from coopnet.places.queries import list_points

SUBJECT_KIND = "post"


def panel(seat: Seat) -> dict[str, object]:
    """For `conversations.show`: the ways to the post; who keeps its entity has one of their own to its maker's page."""
    if seat.conversation.subject_kind != SUBJECT_KIND:
        return {}
    post = find_plain(seat.conversation.subject_id)
    if post is None or not post.name:
        return {}
    found = []
    if is_on_board(post, today=clock.to_local(clock.now()).date()) and post.audience == Audience.EVERYBODY:
        found.append(Item(_("See the post"), "network.show", {"word": word_of(post)}))
    if seat.me.side == Side.MAKER and not seat.is_point:
        token = link_of(post) if seat.is_oneself else link_of(post, purpose=KEEPING)
        found.append(Item(_("Say what has become of it"), "network.own", {"token": token}))
    return {"links": found}


def points_of(viewer: Viewer | None) -> tuple[tuple[str, str], ...]:
    """Public id and name of the support points at which the viewer may write for somebody."""
    if viewer is None or not viewer.can(HELP):
        return ()
    return tuple(
        (point.public_id, point.name)
        for point in list_points()
        if viewer.can(HELP, subject_kind="point", subject_id=point.public_id)
    )
