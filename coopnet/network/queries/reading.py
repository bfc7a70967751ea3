"""What somebody of the team has read of a volunteer or a proposal: they decide of that, and of nothing later."""

from coopnet.network.models import Proposal, Volunteer


def mark_of(one: Volunteer | Proposal) -> str:
    return one.updated_at.isoformat()
