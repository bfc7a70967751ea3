"""Which profiles may be the one that somebody is about to publish."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.initiatives.rules.drafts import Draft, Place
from coopnet.initiatives.rules.likeness import NEAR_NAME, Looks, may_be_same
from coopnet.initiatives.rules.names import core
from coopnet.initiatives.rules.states import READABLE, Status

MOST = 5
COMPARED = 40  # of the names that are nearest


@dataclass(frozen=True)
class Alike:
    """What anybody may see of it."""

    name: str
    slug: str
    barri: str | None
    status: str


def list_alike(draft: Draft, *, but: int | None = None, is_team: bool = False) -> list[Alike]:
    """The likeliest first. The public is shown what it may read, by no hidden address; the team all."""
    key = match_key(draft.name)
    if not key:
        return []
    rows = db.session.execute(
        select(Initiative.id, Initiative.name_key).where(
            Initiative.slug.is_not(None),
            Initiative.status.in_(READABLE) if not is_team else Initiative.status != Status.MERGED,
        )
    ).all()
    names = {row.id: row.name_key for row in rows if row.id != but}
    near = process.extract(key, names, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_NAME, limit=COMPARED)
    alike = {id_: max(score, _of_cores(key, name)) for name, score, id_ in near}
    mine = _looks_of(draft)
    found = sorted(_read(list(alike), is_team=is_team), key=lambda pair: -alike[pair[0].id])
    return [
        Alike(row.name, row.slug or "", row.barri, row.status)
        for row, each in found
        if any(may_be_same(one, other, alike=alike[row.id]) for one in mine for other in each)
    ][:MOST]


def _of_cores(one: str, other: str) -> float:
    """How alike two folded names are, of 100, without the legal form that one of them may leave out."""
    return fuzz.token_sort_ratio(" ".join(core(one)), " ".join(core(other)))


def _looks_of(draft: Draft) -> list[Looks]:
    return [_look(draft.tax_id, place) for place in draft.places] or [Looks(draft.tax_id)]


def _look(tax_id: str | None, place: Place | InitiativePlace) -> Looks:
    point = None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
    return Looks(tax_id, match_key(place.address), place.barri, point)


def _read(ids: list[int], *, is_team: bool) -> list[tuple[Initiative, list[Looks]]]:
    rows = db.session.scalars(select(Initiative).where(Initiative.id.in_(ids))).all()
    by_initiative: dict[int, list[InitiativePlace]] = {}
    for place in db.session.scalars(select(InitiativePlace).where(InitiativePlace.initiative_id.in_(ids))):
        by_initiative.setdefault(place.initiative_id, []).append(place)
    found = []
    for row in rows:
        is_shown = is_team or not row.shows_only_barri
        looks = [_look(row.tax_id, place) for place in by_initiative.get(row.id, []) if is_shown]
        found.append((row, looks or [Looks(row.tax_id)]))
    return found
