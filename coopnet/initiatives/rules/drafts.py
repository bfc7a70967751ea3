"""A profile as it shall be: plain values that a form, an importer or a test fills in and that can be compared."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Words:
    """In one language; what is missing is said in the original language."""

    language: str
    summary: str | None = None
    description: str | None = None  # Markdown
    services: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """`hours` as `rules.hours.write_hours` writes them; `barri` is a code, `access` codes of `venue_access`."""

    name: str = ""
    address: str = ""
    barri: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    hours: str = ""
    access: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contact:
    """`kind` is email or phone (as `foundation.phones` writes it)."""

    kind: str
    value: str
    is_public: bool = False


@dataclass(frozen=True)
class Draft:
    """Everything that people write of themselves. Vocabularies are codes; a measure's code carries its plan.

    `stated` are the qualifications that only their owner may give: here the entity only says that it has them.
    `confirmed_on` is an ISO day, None where nobody has said that all is right.
    """

    name: str
    words: tuple[Words, ...]
    language: str
    code: str | None = None
    kind: str | None = None
    legal_form: str | None = None
    tax_id: str | None = None
    barri: str | None = None
    shows_only_barri: bool = False
    year: int | None = None
    size: int | None = None
    is_contractable: bool = False
    url: str | None = None
    links: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    contacts: tuple[Contact, ...] = ()
    confirmed_on: str | None = None


@dataclass(frozen=True)
class Change:
    """`field` is a field of `Draft`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Saved:
    """What saving did. A new profile has no changes."""

    initiative_id: int
    public_id: str
    slug: str
    version: int
    is_new: bool
    changes: tuple[Change, ...]


def changes_between(before: Draft, after: Draft) -> tuple[Change, ...]:
    """Field by field, in the order of `Draft`.

    >>> one = Draft("Hort", (), "ca")
    >>> changes_between(one, one), changes_between(one, Draft("Hort", (), "ca", year=2020))
    ((), (Change(field='year', before=None, after=2020),))
    """
    return tuple(
        Change(field.name, getattr(before, field.name), getattr(after, field.name))
        for field in fields(Draft)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def as_json(draft: Draft) -> dict[str, Any]:
    """As a history keeps it."""
    return asdict(draft)


def from_json(kept: Mapping[str, Any]) -> Draft:
    """
    >>> draft = Draft("Hort", (Words("ca", "Verd", needs=("terra",)),), "ca", places=(Place("Era", access=("x",)),))
    >>> import json
    >>> from_json(json.loads(json.dumps(as_json(draft)))) == draft
    True
    """
    known = {field.name for field in fields(Draft)}
    values = {name: _frozen(value) for name, value in kept.items() if name in known}
    made: dict[str, Any] = {"words": Words, "places": Place, "contacts": Contact}
    for name, make in made.items():
        values[name] = tuple(make(**{k: _frozen(v) for k, v in each.items()}) for each in kept.get(name, ()))
    return Draft(**values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
