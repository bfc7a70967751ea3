"""Two people talk: their sides, what a message can be, and what each is shown of the other."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from coopnet.accounts.rules.people import Contact

TEXT_MAX = 3000
TEAM = "team"  # of `Conversation.ended_by`


class Side(StrEnum):
    MAKER = "maker"  # of what it is about
    ANSWERER = "answerer"


class State(StrEnum):
    OPEN = "open"
    ENDED = "ended"


class MessageState(StrEnum):
    SENT = "sent"
    HELD = "held"  # the team looks at it before the other side does
    RELEASED = "released"
    REFUSED = "refused"


# What the other side can see.
DELIVERED = frozenset({MessageState.SENT, MessageState.RELEASED})


class Note(StrEnum):
    """What the site says of what one side has pressed. With the first two goes what was given."""

    PHONE = "phone"
    EMAIL = "email"
    ENDED = "ended"
    REOPENED = "reopened"
    PROMISED = "promised"
    OPEN_AGAIN = "open_again"
    PARTLY_DONE = "partly_done"
    DONE = "done"
    GONE = "gone"
    AGREED = "agreed"  # both, to what a coordinator proposed


# By which somebody answers: from then on the other side sees their first name. None is a message in words.
NAMING = frozenset({None, Note.PHONE, Note.EMAIL, Note.AGREED})


class Source(StrEnum):
    PAGE = "page"
    MAIL = "mail"
    POINT = "point"  # a helper of a support point wrote it down


class OutcomeKind(StrEnum):
    SENT = "sent"
    HELD = "held"
    SAME = "same"  # it was here already: the same form, or the same letter


@dataclass(frozen=True)
class Outcome:
    """Of writing. `held_for` says why it waits for the team; its sender is told at once."""

    kind: OutcomeKind
    message_id: str  # public
    held_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Who talks. `made_by` is the account of the helper who writes for them at the support point `contact.point`."""

    name: str
    contact: Contact
    language: str  # of letters
    barri: str | None = None
    account_id: int | None = None
    made_by: int | None = None
    entity_id: str | None = None
    entity_name: str = ""


class Begun(StrEnum):
    NEW = "new"
    CONTINUED = "continued"  # the same person had answered before
    SAME_FORM = "same_form"


@dataclass(frozen=True)
class Opened:
    """Of answering; `party_id` and `link_version` make the answerer's link."""

    kind: Begun
    party_id: str
    link_version: int
    message: Outcome


def first_name(name: str) -> str:
    """What the other side is shown of a name: never the surname, and nothing that is no letter.

    >>> first_name("Rosa Vila Puig"), first_name("Vila Puig, Rosa"), first_name("Jean-Luc d'Or")
    ('Rosa', 'Rosa', 'Jean-Luc')
    >>> first_name("Vila,"), first_name("Rosa.premi.example 612345678"), first_name("612 345 Rosa"), first_name(" , ")
    ('Vila', 'Rosa', 'Rosa', '')
    >>> first_name("محمد خان"), first_name("रोज़ा देवी")
    ('محمد', 'रोज़ा')
    """
    before, _comma, after = name.partition(",")
    return _first_letters(after) or _first_letters(before)


def _first_letters(text: str) -> str:
    """The first run of letters and the signs that belong to them."""
    found = ""
    for letter in text:
        is_part = unicodedata.category(letter)[0] in "LM" or (found and letter in "-'’·")
        if not is_part and found:
            break
        found += letter if is_part else ""
    return found.rstrip("-'’·")
