"""The words of kinds, states, audiences and reasons, in the language being spoken."""

from coopnet.foundation.i18n import gettext as _
from coopnet.network.rules.posts import Audience, Kind, ReportReason
from coopnet.network.rules.proposals import Seen
from coopnet.network.rules.proposals import State as ProposalState
from coopnet.network.rules.states import State
from coopnet.network.rules.volunteering import State as VolunteerState


def kind_in_words(kind: str) -> str:
    return _("Request") if kind == Kind.REQUEST else _("Offer")


def state_in_words(state: str) -> str:
    """As a label, for its maker and the team."""
    return {
        State.PENDING: _("Waits for the team"),
        State.OPEN: _("On the board"),
        State.TALKING: _("Somebody is talking about it"),
        State.PROMISED: _("Promised"),
        State.DONE: _("Done"),
        State.PARTLY_DONE: _("Partly done"),
        State.WITHDRAWN: _("Taken away"),
        State.EXPIRED: _("Its time is over"),
        State.HIDDEN: _("Hidden until the team has decided"),
        State.REJECTED: _("Not accepted"),
    }[State(state)]


def audience_in_words(audience: str) -> str:
    return {
        Audience.EVERYBODY: _("Everybody"),
        Audience.CERTIFIED: _("Verified volunteers who may help children, and the people who coordinate the network"),
        Audience.VOLUNTEERS: _("Verified volunteers, and the people who coordinate the network"),
        Audience.COORDINATORS: _("Only the people who coordinate the network"),
    }[Audience(audience)]


def reason_in_words(reason: str) -> str:
    """Of a notice that something is wrong."""
    return {
        ReportReason.MONEY: _("It asks for money, a password or a code"),
        ReportReason.PERSONAL: _("It shows somebody's address, phone or name"),
        ReportReason.RUDE: _("It offends or frightens"),
        ReportReason.UNTRUE: _("It is not true, or sells something"),
        ReportReason.OTHER: _("Something else"),
    }[ReportReason(reason)]


def volunteer_state_in_words(state: str) -> str:
    return {
        VolunteerState.PENDING: _("We will call or write to you"),
        VolunteerState.ACTIVE: _("You can help"),
        VolunteerState.PAUSED: _("On pause"),
        VolunteerState.LEFT: _("You have left"),
        VolunteerState.DECLINED: _("Not for now"),
    }[VolunteerState(state)]


def proposal_state_in_words(state: str) -> str:
    """For the team."""
    return {
        ProposalState.PROPOSED: _("Both are asked"),
        ProposalState.HALF: _("One has said yes"),
        ProposalState.AGREED: _("Both have said yes"),
        ProposalState.DECLINED: _("Not now"),
        ProposalState.EXPIRED: _("Nobody answered in time"),
        ProposalState.WITHDRAWN: _("Taken back"),
    }[ProposalState(state)]


def seen_in_words(seen: Seen, *, is_helper: bool) -> str:
    """For one of the two: who said no, and whether anybody did, is not in it."""
    return {
        Seen.TO_ANSWER: _("Would you help?") if is_helper else _("Is this all right for you?"),
        Seen.ANSWERED: _("You have said yes: we wait for the other side"),
        Seen.AGREED: _("You have both said yes"),
        Seen.NOT_NOW: _("You have said: not now"),
        Seen.OVER: _("It is not needed this time") if is_helper else _("It has come to nothing this time"),
    }[seen]
