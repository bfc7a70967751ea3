"""A training as it shall be: plain values that a form, an importer or a test fills in and that can be compared."""

from dataclasses import dataclass, fields
from datetime import datetime


@dataclass(frozen=True)
class Text:
    """The words in one language; None where there are none, then the original stands in."""

    language: str
    title: str | None = None
    summary: str | None = None
    description: str | None = None  # Markdown


@dataclass(frozen=True)
class Partner:
    """A co-producing entity with its roles, codes of `partner_roles`."""

    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class VenueDraft:
    """`barri` is a code, or None."""

    name: str
    address: str = ""
    barri: str | None = None


@dataclass(frozen=True)
class SessionDraft:
    """`starts_at` and `ends_at` are aware."""

    starts_at: datetime
    ends_at: datetime
    venue: VenueDraft | None = None
    room: str = ""
    online_url: str | None = None
    internal_notes: str = ""


@dataclass(frozen=True)
class QuestionDraft:
    """`kind` is a `QuestionKind`."""

    kind: str
    text: str
    why: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Draft:
    """Everything of a training that people write. `language` is that of the original text; vocabularies are codes.

    A measure's code carries its plan. `capacity` None is without limit. `sessions` are in the order in which they
    happen.
    """

    texts: tuple[Text, ...]
    language: str
    format: str
    registration_type: str
    sessions: tuple[SessionDraft, ...] = ()
    code: str | None = None
    level: str | None = None
    external_url: str | None = None
    capacity: int | None = None
    online_capacity: int | None = None
    has_two_ways: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    max_companions: int = 0
    is_grant_funded: bool = False
    trainers: tuple[str, ...] = ()
    internal_notes: str = ""
    topics: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    questions: tuple[QuestionDraft, ...] = ()
    is_cancelled: bool = False

    @property
    def title(self) -> str:
        """In the original language, else in any; empty when there is none."""
        titles = {text.language: text.title for text in self.texts if text.title}
        return titles.get(self.language) or next(iter(titles.values()), "")


@dataclass(frozen=True)
class Change:
    """`field` is a field of `Draft`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Saved:
    """What saving did. A new training has no changes."""

    training_id: int
    public_id: str
    slug: str
    is_new: bool
    changes: tuple[Change, ...]


def changes_between(before: Draft, after: Draft) -> tuple[Change, ...]:
    """Field by field, in the order of `Draft`.

    >>> one = Draft(texts=(Text("ca", "Hort"),), language="ca", format="in_person", registration_type="open")
    >>> changes_between(one, one)
    ()
    >>> two = Draft(texts=one.texts, language="ca", format="in_person", registration_type="open", capacity=5)
    >>> changes_between(one, two)
    (Change(field='capacity', before=None, after=5),)
    """
    return tuple(
        Change(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Draft)
        if getattr(before, field.name) != getattr(after, field.name)
    )
