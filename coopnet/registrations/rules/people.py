"""Who is the same person, and how one is reached: the same in every room."""

from coopnet.accounts.rules.people import NAME_MAX, Contact, is_name, person_key, plain_name

__all__ = [
    "LONG_ANSWER_MAX",
    "NAME_MAX",
    "NOTE_MAX",
    "SHORT_ANSWER_MAX",
    "Contact",
    "is_name",
    "person_key",
    "plain_name",
]

NOTE_MAX = 1000
SHORT_ANSWER_MAX = 200
LONG_ANSWER_MAX = 2000
