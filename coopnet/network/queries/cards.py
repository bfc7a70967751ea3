from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, select, true

from coopnet.foundation.db import db
from coopnet.foundation.generations import BOARD, DIRECTORY
from coopnet.foundation.kept import Kept
from coopnet.initiatives.models import Initiative
from coopnet.network.models import Post
from coopnet.network.queries.words import slug_for

MOST_CARDS = 3_000  # in each process, of about 1 kB


@dataclass(frozen=True)
class Entity:
    """In whose name a post is; one that the directory lists."""

    name: str
    slug: str


@dataclass(frozen=True)
class Card:
    """A post as lists show it: nothing of who made it, unless that is an entity. `barri` None: all of the district."""

    id: int
    public_id: str
    kind: str
    category: str
    state: str
    audience: str
    title: str
    text_language: str
    barri: str | None
    terms: tuple[str, ...]
    languages: tuple[str, ...]
    quantity: int
    needed_by: date | None
    entity: Entity | None

    def __hash__(self) -> int:
        """Cheap: each list looks its cards up among those that were drawn before."""
        return self.id

    @property
    def word(self) -> str:
        """What names it in its address; made where it is drawn, which is once."""
        slug = slug_for(kind=self.kind, category=self.category, barri=self.barri, title=self.title)
        return f"{self.public_id}-{slug}"


# A post says whose it is, as the directory has it.
CARDS: Kept[Card] = Kept("board.cards", BOARD, DIRECTORY, most=MOST_CARDS)

_P, _I = Post.__table__.c, Initiative.__table__.c
_CARDS = (
    select(
        _P.id,
        _P.public_id,
        _P.kind,
        _P.category,
        _P.state,
        _P.audience,
        _P.title,
        _P.text_language,
        _P.barri,
        _P.terms,
        _P.languages,
        _P.quantity,
        _P.needed_by,
        _I.name,
        _I.slug,
    )
    .select_from(
        Post.__table__.outerjoin(Initiative.__table__, and_(_I.id == _P.initiative_id, _I.is_listed == true()))
    )
    .where(_P.id.in_(bindparam("ids", expanding=True)))
)


def list_cards(ids: Sequence[int], *, generation: int | None = None) -> list[Card]:
    """In the order of `ids`; one query at most. `generation` is that of `CARDS`, where it is known."""
    if not ids:
        return []
    found = CARDS.get_many(ids, _read_cards, generation=generation)
    return [found[each] for each in ids if each in found]


def _read_cards(ids: list[int]) -> dict[int, Card]:
    found = {}
    for row in db.session.execute(_CARDS, {"ids": ids}):
        number, public_id, kind, category, state, audience, title, spoken, barri, terms, languages, *rest = row
        quantity, needed_by, name, slug = rest
        found[number] = Card(
            id=number,
            public_id=public_id,
            kind=kind,
            category=category,
            state=state,
            audience=audience,
            title=title,
            text_language=spoken,
            barri=barri,
            terms=tuple(terms),
            languages=tuple(languages),
            quantity=quantity,
            needed_by=needed_by,
            entity=Entity(name, slug) if name and slug else None,
        )
    return found
