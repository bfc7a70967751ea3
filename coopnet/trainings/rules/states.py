"""What a training can be, and what that lets a person do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FEW_PLACES = 5
THINK_MINUTES = 5  # in which what people will be told can be taken back


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Format(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Way(StrEnum):
    """How a party takes part, and so which places it takes."""

    IN_PERSON = "in_person"
    ONLINE = "online"


class RegistrationType(StrEnum):
    OPEN = "open"
    APPROVAL = "approval"
    NONE = "none"
    EXTERNAL = "external"


class QuestionKind(StrEnum):
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    ONE_CHOICE = "one_choice"
    MANY_CHOICES = "many_choices"
    YES_NO = "yes_no"


class TagKind(StrEnum):
    """Which vocabulary a tag's code belongs to."""

    TOPIC = "topic"
    MEASURE = "measure"
    AUDIENCE = "audience"
    LANGUAGE = "language"
    ACCESS = "access"


class Door(StrEnum):
    """Whether a person can register now, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    STARTED = "started"
    CANCELLED = "cancelled"
    NOT_NEEDED = "not_needed"
    ELSEWHERE = "elsewhere"
    HIDDEN = "hidden"


def door(  # noqa: PLR0911 - one answer after another is how it reads
    *,
    status: str,
    registration_type: str,
    opens_at: datetime | None,
    closes_at: datetime | None,
    starts_at: datetime | None,
    now: datetime,
) -> Door:
    """Registration is open from `opens_at` until just before `closes_at`, and never once the first session began.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> hour = timedelta(hours=1)
    >>> def at(now, **changed):
    ...     usual = {"status": "published", "registration_type": "open", "opens_at": noon, "closes_at": noon + hour,
    ...              "starts_at": noon + 2 * hour}
    ...     return door(**(usual | changed), now=now).value
    >>> at(noon - hour), at(noon), at(noon + hour), at(noon + 2 * hour)
    ('not_yet', 'open', 'closed', 'started')
    >>> at(noon, status="cancelled"), at(noon, status="draft"), at(noon, registration_type="none")
    ('cancelled', 'hidden', 'not_needed')
    >>> at(noon, registration_type="external"), at(noon, opens_at=None, closes_at=None, starts_at=None)
    ('elsewhere', 'open')
    """
    if status == Status.DRAFT:
        return Door.HIDDEN
    if status == Status.CANCELLED:
        return Door.CANCELLED
    if starts_at is not None and now >= starts_at:
        return Door.STARTED
    if registration_type == RegistrationType.NONE:
        return Door.NOT_NEEDED
    if opens_at is not None and now < opens_at:
        return Door.NOT_YET
    if closes_at is not None and now >= closes_at:
        return Door.CLOSED
    return Door.ELSEWHERE if registration_type == RegistrationType.EXTERNAL else Door.OPEN


def last_moment(closes_at: datetime, starts_at: datetime | None = None) -> datetime:
    """The last at which one can register: what closes at midnight is open until the day before it.

    >>> from datetime import UTC
    >>> midnight = datetime(2027, 1, 16, tzinfo=UTC)
    >>> last_moment(midnight).day, last_moment(midnight, midnight.replace(day=12, hour=18)).day
    (15, 12)
    """
    ends = closes_at if starts_at is None else min(closes_at, starts_at)
    return ends - timedelta(seconds=1)


def is_over(ends_at: datetime | None, now: datetime) -> bool:
    """Once its last session has ended; without a session, never.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> is_over(noon, noon), is_over(noon, noon.replace(hour=11)), is_over(None, noon)
    (True, False, False)
    """
    return ends_at is not None and ends_at <= now


def places_left(capacity: int | None, taken: int) -> int | None:
    """None where there is no limit; 0 when full or over-full.

    >>> places_left(10, 8), places_left(10, 12), places_left(None, 99)
    (2, 0, None)
    """
    return None if capacity is None else max(0, capacity - taken)


def total_left(
    *, capacity: int | None, taken: int, online_capacity: int | None, online_taken: int, has_two_ways: bool
) -> int | None:
    """Over all ways.

    >>> total_left(capacity=10, taken=9, online_capacity=20, online_taken=25, has_two_ways=True)
    1
    >>> total_left(capacity=10, taken=9, online_capacity=None, online_taken=0, has_two_ways=False)
    1
    >>> total_left(capacity=10, taken=9, online_capacity=None, online_taken=4, has_two_ways=True) is None
    True
    """
    left = places_left(capacity, taken)
    if not has_two_ways or left is None:
        return left
    online = places_left(online_capacity, online_taken)
    return None if online is None else left + online


class Places(StrEnum):
    """What a card says of the places: only a few are counted, so most registrations change no list."""

    UNLIMITED = "unlimited"
    SOME = "some"
    FEW = "few"
    FULL = "full"


def places_label(left: int | None) -> Places:
    """
    >>> [places_label(left).value for left in (None, 6, 5, 0)]
    ['unlimited', 'some', 'few', 'full']
    """
    if left is None:
        return Places.UNLIMITED
    if left == 0:
        return Places.FULL
    return Places.FEW if left <= FEW_PLACES else Places.SOME


@dataclass(frozen=True)
class TrainingPublished:
    training_id: int
    at: datetime
    actor: str


@dataclass(frozen=True)
class TrainingCancelled:
    """With `is_thought_over` people hear of it only once it can no longer be taken back."""

    training_id: int
    at: datetime
    actor: str
    is_thought_over: bool = False


@dataclass(frozen=True)
class PlacesChanged:
    """A capacity was raised or lowered, or the start moved: whoever owns the queue looks at it again."""

    training_id: int
    at: datetime
    actor: str
