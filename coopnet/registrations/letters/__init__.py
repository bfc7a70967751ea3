"""Letters of a registration: `queueing` puts them in the outbox with their cause, the worker asks `wording`."""

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
    training_cancelled,
    training_moved,
    way_changed,
)
from coopnet.registrations.letters.wording import WORDINGS

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
    "training_cancelled",
    "training_moved",
    "way_changed",
]
