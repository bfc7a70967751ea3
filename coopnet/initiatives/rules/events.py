"""What happens in the directory that the rooms above hear of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NameJoined:
    """A bare name turned out to be an initiative that has a profile: what was said of it is of that one now.

    The bare name goes when everybody has been heard.
    """

    bare_id: int
    initiative_id: int


@dataclass(frozen=True)
class InitiativesMerged:
    """Whatever names `gone_id` shall name `kept_id`. Published before either is changed, under the locks of both."""

    kept_id: int
    gone_id: int
    at: datetime
    actor: str
