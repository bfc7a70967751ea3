from coopnet.network.models.help_given import HelpGiven
from coopnet.network.models.posts import Post, PostReport, PostStep
from coopnet.network.models.proposals import AskedDay, Proposal, VolunteerHours
from coopnet.network.models.volunteers import Volunteer, VolunteerConsent

__all__ = [
    "AskedDay",
    "HelpGiven",
    "Post",
    "PostReport",
    "PostStep",
    "Proposal",
    "Volunteer",
    "VolunteerConsent",
    "VolunteerHours",
]
