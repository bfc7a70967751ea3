"""What conversations show of posts, and posts of conversations."""

from coopnet.accounts.rules.shelves import Item
from coopnet.conversations.queries.finding import HELP, Seat
from coopnet.conversations.rules.talk import Side as TalkSide
from coopnet.foundation import clock
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.network.queries.finding import KEEPING, find_plain, is_on_board, link_of, word_of
from coopnet.network.queries.proposals import find_by_conversation
from coopnet.network.queries.proposals import link_of as link_of_proposal
from coopnet.network.queries.volunteers import link_of as link_of_volunteer
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.proposals import Side
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
    if seat.me.side == TalkSide.MAKER and not seat.is_point:
        token = link_of(post) if seat.is_oneself else link_of(post, purpose=KEEPING)
        found.append(Item(_("Say what has become of it"), "network.own", {"token": token}))
    if seat.is_oneself:
        found += _of_proposal(seat)
    return {"links": found}


def _of_proposal(seat: Seat) -> list[Item]:
    """Where it began by a proposal that stands: a way out for both, and for a volunteer to their hours and page."""
    proposal = find_by_conversation(seat.conversation.public_id)
    if proposal is None:
        return []
    side = Side.ASKER if seat.me.side == TalkSide.MAKER else Side.HELPER
    found = [Item(_("I cannot after all"), "network.step_back", {"token": link_of_proposal(proposal, side)})]
    if side == Side.HELPER and proposal.volunteer is not None:
        token = link_of_volunteer(proposal.volunteer)
        found.append(Item(_("Write down my time"), "network.log_hours", {"token": token}))
        found.append(Item(_("Your page as a volunteer"), "network.volunteer", {"token": token}))
    return found


def points_of(viewer: Viewer | None) -> tuple[tuple[str, str], ...]:
    """Public id and name of the support points at which the viewer may write for somebody."""
    if viewer is None or not viewer.can(HELP):
        return ()
    return tuple(
        (point.public_id, point.name)
        for point in list_points()
        if viewer.can(HELP, subject_kind="point", subject_id=point.public_id)
    )
