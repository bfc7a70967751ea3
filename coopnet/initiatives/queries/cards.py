from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, select, true

from coopnet.foundation.db import db
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.kept import Kept
from coopnet.initiatives.models import Initiative, InitiativePicture, InitiativeText
from coopnet.initiatives.queries.pictures import SHOWN, Picture, read_picture
from coopnet.initiatives.queries.words import Said, first_said
from coopnet.initiatives.rules.choosing import Facet


@dataclass(frozen=True)
class Card:
    """A profile as lists show it."""

    id: int
    public_id: str
    slug: str
    name: str
    kind: str | None
    barri: str | None
    sectors: tuple[str, ...]
    summary: Said | None
    status: str
    confirmed_at: datetime | None
    logo: Picture | None

    def __hash__(self) -> int:
        """Cheap: each list looks its cards up among those that were drawn before."""
        return self.id

    @property
    def seed(self) -> str:
        """Of its tile: what it is decides, then who."""
        return f"{self.kind or ''}|{self.public_id}"


@dataclass(frozen=True)
class Name:
    id: int
    slug: str
    name: str


MOST_CARDS = 3_000  # in each process, of about 1 kB
MOST_NAMES = 10_000  # of about 300 bytes

_CARDS_KEPT: Kept[Card] = Kept("initiatives.cards", DIRECTORY, most=MOST_CARDS)
_NAMES_KEPT: Kept[Name] = Kept("initiatives.names", DIRECTORY, most=MOST_NAMES)


def list_cards(ids: Sequence[int], *, language: str, generation: int | None = None) -> list[Card]:
    """In the order of `ids`; one query, however many. `generation` is the directory's, where it is known."""
    if not ids:
        return []
    found = _CARDS_KEPT.get_many([(each, language) for each in ids], _read_cards, generation=generation)
    return [found[each, language] for each in ids if (each, language) in found]


def _read_cards(keys: list[tuple[int, str]]) -> dict[tuple[int, str], Card]:
    """Of one language."""
    language = keys[0][1]
    found = {}
    for row in db.session.execute(_CARDS, {"ids": [each for each, _language in keys], "language": language}).all():
        found[row.id, language] = Card(
            id=row.id,
            public_id=row.initiative_public_id,
            slug=row.slug,
            name=row.name,
            kind=row.kind,
            barri=row.barri,
            sectors=tuple(each[2:] for each in row.facets.split() if each.startswith(f"{Facet.SECTOR.value}:")),
            summary=first_said([(row.summary, language), (row.original, row.language)]),
            status=row.status,
            confirmed_at=row.confirmed_at,
            logo=read_picture(row) if row.digest else None,
        )
    return found


def list_names(ids: Sequence[int], *, generation: int | None = None) -> dict[int, Name]:
    """`generation` is the directory's, where it is known."""
    return _NAMES_KEPT.get_many(ids, _read_names, generation=generation) if ids else {}


def _read_names(ids: list[int]) -> dict[int, Name]:
    rows = db.session.execute(_NAMES, {"ids": ids})
    return {row.id: Name(row.id, row.slug, row.name) for row in rows}


_I, _TEXT = Initiative.__table__.c, InitiativeText.__table__
_LOGO = InitiativePicture.__table__
_HERE, _ORIGINAL = _TEXT.alias("here"), _TEXT.alias("first")
_CARDS = (
    select(
        _I.id,
        _I.public_id.label("initiative_public_id"),
        _I.slug,
        _I.name,
        _I.kind,
        _I.barri,
        _I.facets,
        _I.language,
        _I.status,
        _I.confirmed_at,
        _HERE.c.summary,
        _ORIGINAL.c.summary.label("original"),
        *(_LOGO.c[name] for name in SHOWN),
    )
    .select_from(Initiative.__table__)
    .outerjoin(_HERE, and_(_HERE.c.initiative_id == _I.id, _HERE.c.language == bindparam("language")))
    .outerjoin(_ORIGINAL, and_(_ORIGINAL.c.initiative_id == _I.id, _ORIGINAL.c.language == _I.language))
    .outerjoin(_LOGO, and_(_LOGO.c.initiative_id == _I.id, _LOGO.c.is_logo == true()))
    .where(_I.id.in_(bindparam("ids", expanding=True)))
)
_NAMES = select(_I.id, _I.slug, _I.name).where(_I.id.in_(bindparam("ids", expanding=True)))
