"""Proposals: by id, by one side's link, of a request, of a volunteer; and those that wait for the team."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Party
from coopnet.conversations.queries.finding import MANAGE as MANAGE_TALK
from coopnet.conversations.rules.talk import Side as TalkSide
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.queries.sides import LOOKING
from coopnet.network.rules.matching import Reason, Why
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.proposals import WAITING, Side, State
from coopnet.network.rules.volunteering import VERIFIED

PURPOSES = {Side.ASKER: "proposal-asker", Side.HELPER: "proposal-helper"}
SHOWN = 50

_WHOLE: Select[Proposal] = select(Proposal).options(
    joinedload(Proposal.post), joinedload(Proposal.offer), joinedload(Proposal.volunteer)
)


def find_proposal(public_id: str) -> Proposal | None:
    """With both sides."""
    return db.session.scalars(_WHOLE.where(Proposal.public_id == public_id)).first()


def find_by_link(token: str) -> tuple[Proposal, Side] | None:
    """And whose link it is. None alike for a link that is forged, revoked, cut short, or of nobody."""
    claim = links.read_link(token)
    found = find_proposal(claim.public_id) if claim is not None else None
    if claim is None or found is None:
        return None
    for side, purpose in PURPOSES.items():
        if links.is_genuine(claim, purpose, found.link_version):
            return found, side
    return None


def find_by_conversation(public_id: str) -> Proposal | None:
    """The one that both said yes to, and that stands."""
    wanted = _WHOLE.where(Proposal.conversation == public_id, Proposal.state == State.AGREED.value)
    return db.session.scalars(wanted.order_by(Proposal.id.desc()).limit(1)).first()


def link_of(proposal: Proposal, side: Side) -> str:
    return links.make_link(PURPOSES[side], proposal.public_id, proposal.link_version)


def helper_of(proposal: Proposal) -> Volunteer | Post:
    """The row of who helps; it is loaded."""
    found = proposal.volunteer or proposal.offer
    assert found is not None  # noqa: S101 - the table has one of the two
    return found


def side_of(proposal: Proposal, side: Side) -> Volunteer | Post:
    return proposal.post if side == Side.ASKER else helper_of(proposal)


def contact_of(one: Volunteer | Post) -> Contact:
    return Contact(email=one.email, phone=one.phone, point=one.point if isinstance(one, Post) else None)


def accepted_by(proposal: Proposal) -> frozenset[Side]:
    said = {Side.ASKER: proposal.asker_at, Side.HELPER: proposal.helper_at}
    return frozenset(side for side, at in said.items() if at is not None)


def reasons_of(proposal: Proposal) -> list[Reason]:
    return [Reason(Why(why), tuple(codes)) for why, *codes in proposal.reasons]


def may_read_words(proposal: Proposal) -> bool:
    """Whether who is asked to help sees title and details: what its maker keeps for the team stays with the team."""
    seen = (
        {Audience.EVERYBODY, Audience.VOLUNTEERS, Audience.CERTIFIED} if proposal.volunteer_id else {Audience.EVERYBODY}
    )
    return proposal.post.audience in seen


def is_alive(proposal: Proposal) -> bool:
    """Whether an answer still leads somewhere: the request looks for somebody, and who would help still does."""
    if proposal.post.state not in LOOKING or not proposal.post.name:
        return False
    if proposal.volunteer is not None:
        return proposal.volunteer.state in VERIFIED
    return proposal.offer is not None and proposal.offer.state in LOOKING and proposal.offer.name != ""


def list_of_post(post_id: int) -> Sequence[Proposal]:
    """The newest first."""
    return db.session.scalars(_WHOLE.where(Proposal.post_id == post_id).order_by(Proposal.id.desc()).limit(SHOWN)).all()


def list_of_volunteer(volunteer_id: int) -> Sequence[Proposal]:
    """Those that wait or were agreed, the newest first."""
    wanted = [state.value for state in (*WAITING, State.AGREED)]
    return db.session.scalars(
        _WHOLE.where(Proposal.volunteer_id == volunteer_id, Proposal.state.in_(wanted))
        .order_by(Proposal.id.desc())
        .limit(SHOWN)
    ).all()


def list_standing(state_codes: Sequence[str], *, limit: int = SHOWN) -> Sequence[Proposal]:
    """The longest waiting first."""
    return db.session.scalars(
        _WHOLE.where(Proposal.state.in_(state_codes)).order_by(Proposal.updated_at, Proposal.id).limit(limit)
    ).all()


def talk_link_of(proposal: Proposal, side: Side) -> str | None:
    """What opens their side of the conversation; None where there is none, or it was erased."""
    if proposal.conversation is None:
        return None
    talks = TalkSide.MAKER if side == Side.ASKER else TalkSide.ANSWERER
    party = db.session.scalars(
        select(Party)
        .join(Conversation, Conversation.id == Party.conversation_id)
        .where(Conversation.public_id == proposal.conversation, Party.side == talks.value, Party.name != "")
    ).first()
    return links.make_link(MANAGE_TALK, party.public_id, party.link_version) if party else None
