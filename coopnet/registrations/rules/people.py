"""Who is the same person, and how one is reached: the same in every room."""

import hashlib
from collections.abc import Sequence

from coopnet.accounts.rules.people import NAME_MAX, Contact, is_name, person_key, plain_name

__all__ = [
    "LONG_ANSWER_MAX",
    "NAME_MAX",
    "NOTE_MAX",
    "SHORT_ANSWER_MAX",
    "Contact",
    "is_name",
    "mark_of",
    "person_key",
    "plain_name",
]

NOTE_MAX = 1000
SHORT_ANSWER_MAX = 200
LONG_ANSWER_MAX = 2000


def mark_of(contact: Contact, language: str, companions: Sequence[str], beside: Sequence[str] = ()) -> str:
    """Of what is changed of a registration: the same for as long as nothing of it has changed.

    `beside` is what a support point asks more.

    >>> one = mark_of(Contact(email="a@b.org"), "ca", ["Joan", "Laia"])
    >>> one == mark_of(Contact(email="a@b.org", point="carrillet"), "ca", ("Joan", "Laia"))
    True
    >>> one == mark_of(Contact(email="a@b.org"), "ca", ["Joan Laia"])
    False
    >>> one == mark_of(Contact(email="a@b.org"), "ca", ["Joan", "Laia"], ["visit", ""])
    False
    """
    told = (contact.email, contact.phone, language, *companions, *([list(beside)] if beside else []))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
