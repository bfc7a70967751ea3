from coopnet.network.models.posts import Post, PostReport, PostStep
from coopnet.network.models.proposals import AskedDay, Proposal, VolunteerHours
from coopnet.network.models.volunteers import Volunteer, VolunteerConsent

__all__ = [
    "AskedDay",
    "Post",
    "PostReport",
    "PostStep",
    "Proposal",
    "Volunteer",
    "VolunteerConsent",
    "VolunteerHours",
]
