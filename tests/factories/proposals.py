"""Who is proposed to whom, through the services and committed."""

from datetime import datetime
from functools import partial
from typing import Any

from coopnet.foundation.db import db, in_transaction
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.queries.proposals import find_proposal, link_of
from coopnet.network.rules.proposals import Side
from coopnet.network.service import proposing
from tests.factories.posts import NOW, TEAM, published


def asks(**changed: Any) -> Post:
    """Somebody in Sants asks for help with their phone, in Urdu or Spanish."""
    usual: dict[str, Any] = {"category": "digital_support", "languages": ("ur", "es")}
    return published(**(usual | changed))


def word_of(helper: Volunteer | Post) -> str:
    return f"{'v' if isinstance(helper, Volunteer) else 'o'}:{helper.public_id}"


def proposed(post: Post, helper: Volunteer | Post, *, now: datetime = NOW) -> Proposal:
    work = partial(proposing.propose, post.public_id, word_of(helper), actor=TEAM, now=now)
    return get(in_transaction(work))


def say_yes(proposal: Proposal, *sides: Side, now: datetime = NOW) -> Proposal:
    public_id = proposal.public_id
    for side in sides or tuple(Side):
        in_transaction(partial(proposing.accept, public_id, side, now=now))
    return get(public_id)


def get(public_id: str) -> Proposal:
    db.session.rollback()
    db.session.expire_all()
    found = find_proposal(public_id)
    assert found is not None
    return found


def page_of(proposal: Proposal, side: Side) -> str:
    return f"/ca/xarxa/proposta/{link_of(proposal, side)}/"
