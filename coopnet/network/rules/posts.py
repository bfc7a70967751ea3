"""What a post says, who may see it, and how long it stands."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coopnet.accounts.rules.people import Contact
from coopnet.vocabulary.rules.slugs import slugify

TITLE_MAX = 100
DETAILS_MAX = 2000
WHEN_MAX = 200
MOST = 999
FORM_KEY = re.compile(r"[\w-]{20,64}", re.ASCII)

# For how long a post is shown before its maker is asked; None: a standing offer.
SHOWN_DAYS = (30, 60, 90)
USUAL_DAYS = 60
ANNOUNCED_DAYS = 7  # before it expires
PROMISED_DAYS = 90  # after its last day, for which what is promised has not ended yet
THANKS_DAYS = 7  # for which what was met stays in the lists
FURTHEST_DAYS = 366  # in which something may be needed


class Kind(StrEnum):
    REQUEST = "request"
    OFFER = "offer"


class Audience(StrEnum):
    """Who may see a request, from the narrowest to the widest."""

    COORDINATORS = "coordinators"
    CERTIFIED = "certified"  # volunteers who may help somebody under age: what VOLUNTEERS means of such a request
    VOLUNTEERS = "volunteers"
    EVERYBODY = "everybody"


USUAL_AUDIENCE = Audience.VOLUNTEERS
# What its maker chooses among.
CHOSEN_AUDIENCES = (Audience.COORDINATORS, Audience.VOLUNTEERS, Audience.EVERYBODY)


class ReportReason(StrEnum):
    MONEY = "money"  # asks for money, a password, a code
    PERSONAL = "personal"  # shows somebody's address or phone, or who they are
    RUDE = "rude"
    UNTRUE = "untrue"
    OTHER = "other"


# One notice is enough: waiting for a second one would let somebody be hurt.
GRAVE = frozenset({ReportReason.MONEY, ReportReason.PERSONAL})
# So many posts at a time, so that nobody puts the board out with notices: with more, notices wait for the team.
HIDDEN_BY_ONE = 3
HIDDEN_BY_MORE = 12


@dataclass(frozen=True)
class Draft:
    """A filled-in form. `barri` None: all of the district. `shown_days` None: as long as its maker likes.

    `initiative_id` is the entity in whose name it is made. `made_by` is the account of who made it for somebody who
    cannot (a helper at the support point `contact.point`), in whose `name` it stands.
    """

    kind: Kind
    category: str
    title: str
    details: str
    name: str
    contact: Contact
    language: str  # of letters
    text_language: str = ""  # of title and details; empty where it is not known
    terms: tuple[str, ...] = ()
    barri: str | None = None
    languages: tuple[str, ...] = ()
    when: str = ""
    times: int = 0
    ways: tuple[str, ...] = ()
    for_minor: bool = False
    quantity: int = 1
    needed_by: date | None = None
    shown_days: int | None = USUAL_DAYS
    audience: Audience = USUAL_AUDIENCE
    wants_digest: bool = False
    initiative_id: int | None = None
    shows_place: bool = False
    made_by: int | None = None
    form_key: str | None = None


class OutcomeKind(StrEnum):
    MADE = "made"
    SAME_FORM = "same_form"
    ALREADY_THERE = "already_there"


@dataclass(frozen=True)
class Outcome:
    """Of writing a post. `ALREADY_THERE` is a result and no refusal: its letter must be committed."""

    kind: OutcomeKind
    public_id: str
    link_version: int


def audience_of(kind: Kind, asked: Audience, *, for_minor: bool = False) -> Audience:
    """An offer is there to be seen; who sees a request is for its maker to say.

    What is for somebody under age is seen by nobody whose certificate the team has not seen.

    >>> audience_of(Kind.OFFER, Audience.COORDINATORS).value, audience_of(Kind.REQUEST, Audience.VOLUNTEERS).value
    ('everybody', 'volunteers')
    >>> [audience_of(Kind.REQUEST, asked, for_minor=True).value for asked in CHOSEN_AUDIENCES]
    ['coordinators', 'certified', 'certified']
    """
    if kind == Kind.OFFER:
        return Audience.EVERYBODY
    return Audience.CERTIFIED if for_minor and asked != Audience.COORDINATORS else asked


def audiences_of(*, is_volunteer: bool, is_coordinator: bool, is_certified: bool = False) -> frozenset[Audience]:
    """What somebody may see. `is_certified` counts for who is a volunteer.

    >>> sorted(audiences_of(is_volunteer=True, is_coordinator=False))
    [<Audience.EVERYBODY: 'everybody'>, <Audience.VOLUNTEERS: 'volunteers'>]
    >>> len(audiences_of(is_volunteer=False, is_coordinator=True))
    4
    >>> len(audiences_of(is_volunteer=True, is_coordinator=False, is_certified=True))
    3
    >>> len(audiences_of(is_volunteer=False, is_coordinator=False, is_certified=True))
    1
    """
    if is_coordinator:
        return frozenset(Audience)
    seen = {Audience.EVERYBODY}
    if is_volunteer:
        seen |= {Audience.VOLUNTEERS, Audience.CERTIFIED} if is_certified else {Audience.VOLUNTEERS}
    return frozenset(seen)


def shown_until(shown_days: int | None, *, today: date) -> date | None:
    """The last day on which it stands.

    >>> shown_until(30, today=date(2026, 11, 30)), shown_until(None, today=date(2026, 11, 30))
    (datetime.date(2026, 12, 30), None)
    """
    return None if shown_days is None else today + timedelta(days=shown_days)


def leaves_on(*, is_done: bool, last_day: date | None, today: date) -> date | None:
    """The day from which it stands in no list; None while nothing ends.

    >>> leaves_on(is_done=True, last_day=None, today=date(2026, 11, 30))
    datetime.date(2026, 12, 7)
    >>> leaves_on(is_done=False, last_day=date(2026, 11, 30), today=date(2026, 11, 30))
    datetime.date(2026, 12, 1)
    >>> leaves_on(is_done=False, last_day=None, today=date(2026, 11, 30)) is None
    True
    """
    if is_done:
        return today + timedelta(days=THANKS_DAYS)
    return None if last_day is None else last_day + timedelta(days=1)


def read_mark(*, state: str, version: int, notice: int | None) -> str:
    """What somebody of the team has read of a post: what they decide is of that and of nothing that came later.

    `notice` is the last one that is open.

    >>> read_mark(state="published", version=2, notice=None)
    'published.2.0'
    """
    return f"{state}.{version}.{notice or 0}"


def hides(reasons: tuple[str, ...], *, enough: int, hidden: int = 0, was_cleared: bool = False) -> bool:
    """Whether notices of different people that nobody has looked at hide a post until the team has decided.

    `enough` is the team's rule (`reports_to_hide` of the district's settings). A grave one counts alone, unless the
    team has found nothing wrong with this post before (`was_cleared`). `hidden`: how many notices hide now.

    >>> hides(("rude",), enough=2), hides(("rude", "other"), enough=2), hides(("money",), enough=2)
    (False, True, True)
    >>> hides(("money",), enough=2, was_cleared=True), hides(("money",), enough=2, hidden=HIDDEN_BY_ONE)
    (False, False)
    >>> hides(("money", "rude"), enough=2, hidden=3), hides(("money", "rude"), enough=2, hidden=12)
    (True, False)
    """
    is_grave = any(reason in GRAVE for reason in reasons)
    counts_alone = is_grave and not was_cleared and hidden < HIDDEN_BY_ONE
    return counts_alone or (len(reasons) >= enough and hidden < HIDDEN_BY_MORE)


def slug_of(*, kind: str, title: str, words: tuple[str, str]) -> str:
    """The words of an address: of a request never its title, which says what somebody lacks.

    >>> slug_of(kind="request", title="Un ordinador per a la Rosa", words=("aparells", "sants"))
    'aparells-sants'
    >>> slug_of(kind="offer", title="Dues tauletes", words=("aparells", "sants"))
    'dues-tauletes'
    >>> slug_of(kind="offer", title="کمپیوٹر", words=("aparells", "sants"))
    'aparells-sants'
    """
    plain = "-".join(words)
    return plain if kind == Kind.REQUEST else slugify(title, otherwise=plain)


def is_form_key(sent: str) -> bool:
    """Whether it is as long and strange as the keys that pages carry.

    >>> is_form_key("5tqGQnYw0Jm6Wf1cQn0k1A"), is_form_key("k")
    (True, False)
    """
    return FORM_KEY.fullmatch(sent) is not None


def read_day(typed: str) -> date | None:
    """As the field of a browser sends it, or as people write it here; None for anything else.

    >>> read_day("2026-12-01"), read_day("1/12/2026"), read_day("31/2/2026"), read_day("demà")
    (datetime.date(2026, 12, 1), datetime.date(2026, 12, 1), None, None)
    """
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed, flags=re.ASCII)
    parts = found.groups() if found else None
    if parts is None:
        found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed, flags=re.ASCII)
        parts = found.groups()[::-1] if found else None
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
