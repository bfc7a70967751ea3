"""What happens in the directory that the rooms above hear of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NameJoined:
    """A bare name turned out to be an initiative that has a profile: what was said of it is of that one now.

    The bare name goes when everybody has been heard.
    """

    bare_id: int
    initiative_id: int
