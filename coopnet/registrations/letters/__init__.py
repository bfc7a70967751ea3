"""Letters of a registration: `queueing` puts them in the outbox with their cause, the worker asks `wording`."""

from coopnet.registrations.letters import kinds
from coopnet.registrations.letters.links import word_links
from coopnet.registrations.letters.queueing import (
    again,
    approved,
    asked,
    cancelled,
    contact_changed,
    declined,
    moved_away,
    note,
    party_changed,
    place_given,
    reason_for,
    training_cancelled,
    training_moved,
    way_changed,
)
from coopnet.registrations.letters.wording import WORDINGS as _WORDINGS

WORDINGS = {**_WORDINGS, kinds.LINKS: word_links}

__all__ = [
    "WORDINGS",
    "again",
    "approved",
    "asked",
    "cancelled",
    "contact_changed",
    "declined",
    "moved_away",
    "note",
    "party_changed",
    "place_given",
    "reason_for",
    "training_cancelled",
    "training_moved",
    "way_changed",
]
