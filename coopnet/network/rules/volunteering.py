"""A person who offers to help: what they say, where they stand, and what the team has seen of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coopnet.accounts.rules.people import Contact

TEXT_MAX = 1000
TRAINING_MAX = 120
AT_ONCE = (1, 2, 3, 5)  # how many people they help at the same time
USUAL_AT_ONCE = 1
# LO 26/2015, in force since 2016, article 13.5 of LO 1/1996: the certificate says what was so on its day. How long the
# team trusts one is for the team to say, within this.
CERTIFICATE_MOST_DAYS = 3 * 366
CERTIFICATE_WARNED_DAYS = 30
# Of the texts that are shown and kept: raise it when a word of them changes, in any language.
TEXTS_VERSION = "2026-11"


class State(StrEnum):
    PENDING = "pending_review"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"
    DECLINED = "declined"


class Act(StrEnum):
    VERIFY = "verify"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"


class Step(StrEnum):
    """What the team must have seen before somebody is verified."""

    AGREEMENT = "agreement"
    TRAINING = "training"


ENDED = frozenset({State.LEFT, State.DECLINED})
STANDING = frozenset(State) - ENDED
VERIFIED = frozenset({State.ACTIVE, State.PAUSED})

_TABLE = {
    Act.VERIFY: (frozenset({State.PENDING}), State.ACTIVE),
    Act.DECLINE: (frozenset({State.PENDING}), State.DECLINED),
    Act.PAUSE: (frozenset({State.ACTIVE}), State.PAUSED),
    Act.RESUME: (frozenset({State.PAUSED}), State.ACTIVE),
    Act.LEAVE: (STANDING, State.LEFT),
}


def next_state(before: str, act: Act) -> State | None:
    """The same state: nothing is to be done, as when a button is pressed twice. None: it cannot be.

    >>> next_state("pending_review", Act.VERIFY).value, next_state("active", Act.VERIFY).value
    ('active', 'active')
    >>> next_state("left", Act.RESUME) is None
    True
    """
    state = State(before)
    sources, target = _TABLE[act]
    return target if state in sources or state == target else None


@dataclass(frozen=True)
class Shown:
    """A text that a person was shown or agreed to, as they read it."""

    kind: str
    text: str
    language: str
    version: str = TEXTS_VERSION


@dataclass(frozen=True)
class Profile:
    """What they can change themselves. No barris: all of the district. `times` as `rules.times` has them."""

    skills: tuple[str, ...]
    languages: tuple[str, ...]
    barris: tuple[str, ...]
    times: int
    ways: tuple[str, ...]
    at_once: int
    text: str


@dataclass(frozen=True)
class Application:
    name: str
    contact: Contact
    language: str  # of letters
    profile: Profile
    shown: tuple[Shown, ...]
    form_key: str | None = None


class OutcomeKind(StrEnum):
    MADE = "made"
    SAME_FORM = "same_form"
    ALREADY_THERE = "already_there"


@dataclass(frozen=True)
class Outcome:
    """Of offering oneself. `ALREADY_THERE` is a result and no refusal: its letter must be committed."""

    kind: OutcomeKind
    public_id: str
    link_version: int


def missing(*, agreement_on: date | None, training_on: date | None) -> tuple[Step, ...]:
    """What the team has not seen yet.

    >>> [step.value for step in missing(agreement_on=None, training_on=None)]
    ['agreement', 'training']
    >>> missing(agreement_on=date(2026, 11, 1), training_on=date(2026, 11, 2))
    ()
    """
    days = {Step.AGREEMENT: agreement_on, Step.TRAINING: training_on}
    return tuple(step for step, day in days.items() if day is None)


def is_certified(expires_on: date | None, *, today: date) -> bool:
    """Whether they may help somebody under age: until the last day, and by itself no longer.

    >>> day = date(2026, 11, 30)
    >>> is_certified(day, today=day), is_certified(day, today=date(2026, 12, 1)), is_certified(None, today=day)
    (True, False, False)
    """
    return expires_on is not None and expires_on >= today


def ends_soon(expires_on: date | None, *, today: date) -> bool:
    """Whether it is time to say so.

    >>> ends_soon(date(2026, 12, 30), today=date(2026, 11, 30)), ends_soon(date(2026, 12, 31), today=date(2026, 11, 30))
    (True, False)
    """
    return expires_on is not None and today <= expires_on <= today + timedelta(days=CERTIFICATE_WARNED_DAYS)


def is_plausible(seen_on: date, expires_on: date, *, today: date) -> bool:
    """Seen today or before, and good for a time that somebody could have meant.

    >>> today = date(2026, 11, 30)
    >>> is_plausible(today, date(2027, 11, 30), today=today), is_plausible(today, today, today=date(2026, 1, 1))
    (True, False)
    >>> is_plausible(today, date(2036, 1, 1), today=today)
    False
    """
    return seen_on <= today and seen_on < expires_on <= seen_on + timedelta(days=CERTIFICATE_MOST_DAYS)
