"""A volunteer ends, by themself or by the team: what was begun for them by a proposal ends in the same moment."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.queries.listing import list_answered_by
from coopnet.conversations.service import telling
from coopnet.foundation.db import db
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.queries.sides import LOOKING
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.proposals import STANDING, Side, State
from coopnet.network.rules.states import State as PostState
from coopnet.network.rules.volunteering import Act
from coopnet.network.service import proposing
from coopnet.network.service.moving import SUBJECT_KIND, SYSTEM
from coopnet.network.service.standing import stand


def leave(public_id: str, act: Act, *, actor: str, now: datetime, seen: str | None = None) -> bool:
    """`act` is one that ends. Who was to be helped by them is told, and looked for anew.

    False where they have left already; raises as `standing.stand`.
    """
    let_go(public_id, now=now)
    is_done = stand(public_id, act, actor=actor, now=now, seen=seen)
    let_go(public_id, now=now)  # what was proposed at that very moment, before their row was locked
    return is_done


def let_go(public_id: str, *, now: datetime) -> None:
    """Proposals first and the volunteer after them, in the order in which an answer locks them."""
    theirs = select(Proposal).join(Volunteer, Volunteer.id == Proposal.volunteer_id)
    theirs = theirs.where(Volunteer.public_id == public_id)
    promised = Post.state.in_((*LOOKING, PostState.PROMISED.value))
    standing = (
        theirs.join(Post, Post.id == Proposal.post_id)
        .where(Proposal.state.in_(STANDING), (Proposal.state != State.AGREED.value) | promised)
        .with_only_columns(Proposal.public_id)
        .order_by(Proposal.id)
    )
    for one in db.session.scalars(standing).all():
        proposing.withdraw(one, now=now, actor=SYSTEM, side=Side.HELPER)
    talks = db.session.scalars(theirs.with_only_columns(Proposal.conversation).order_by(Proposal.id)).all()
    telling.close_these([*(talk for talk in talks if talk), *_answered(public_id)], now=now)


def _answered(public_id: str) -> Sequence[str]:
    """Conversations that they began about what only who may help sees."""
    one = db.session.scalars(select(Volunteer).where(Volunteer.public_id == public_id)).first()
    if one is None or not (one.email or one.phone):
        return ()
    not_for_all = select(Post.public_id).where(Post.audience != Audience.EVERYBODY.value)
    return list_answered_by(Contact(email=one.email, phone=one.phone), SUBJECT_KIND, not_for_all)
