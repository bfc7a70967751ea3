"""Which profiles may be the one that somebody is about to publish: by name, by tax number, by place."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, and_, false, or_, select

from coopnet.foundation import text_index
from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.initiatives.queries.listing import KIND
from coopnet.initiatives.rules.drafts import Draft, Place
from coopnet.initiatives.rules.likeness import NEAR_METRES, NEAR_NAME, STRENGTH, Looks, Why, why_same
from coopnet.initiatives.rules.names import core, plain_key
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.initiatives.rules.streets import has_number, place_key, words_of
from coopnet.places.queries import list_located

MOST = 5
COMPARED = 40  # of the names that are nearest, and of those at one place
HIDDEN_READ = 2_000  # places that nobody but the team may find
DEGREE = 111_000  # metres of latitude


@dataclass(frozen=True)
class Alike:
    """What anybody may see of it, and why it is here. The public is told of the name where it was the tax number."""

    name: str
    slug: str
    barri: str | None
    status: str
    why: Why


def list_alike(draft: Draft, *, but: int | None = None, is_team: bool = False) -> list[Alike]:
    """The likeliest first. The public is shown what it may read, by no hidden address; the team all."""
    key = match_key(draft.name)
    if not key:
        return []
    may_see = Initiative.status.in_(READABLE) if not is_team else Initiative.status != Status.MERGED
    rows = db.session.execute(
        select(Initiative.id, Initiative.name_key).where(Initiative.slug.is_not(None), may_see)
    ).all()
    names = {row.id: plain_key(row.name_key) for row in rows if row.id != but}
    near = process.extract(key, names, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_NAME, limit=COMPARED)
    mine = _with_known_points(_looks_of(draft))
    there = _list_there(mine, is_team=is_team) & names.keys()
    if is_team and draft.tax_id:
        twins = db.session.scalars(select(Initiative.id).where(Initiative.tax_id == draft.tax_id).limit(COMPARED))
        there |= set(twins) & names.keys()
    alike = {id_: _alike(key, names[id_]) for id_ in {*there, *(id_ for _name, _score, id_ in near)}}
    found = []
    for row, each in _read(alike, is_team=is_team):
        whys = [why_same(one, other, alike=alike[row.id], knows_all=is_team) for one in mine for other in each]
        strong = min((STRENGTH.index(why) for why in whys if why is not None), default=None)
        if strong is not None:
            why = Why.NAME if STRENGTH[strong] == Why.TAX_ID and not is_team else STRENGTH[strong]
            found.append((strong, -alike[row.id], Alike(row.name, row.slug or "", row.barri, row.status, why)))
    return [one for _strong, _alike, one in sorted(found, key=lambda each: each[:2])][:MOST]


def _alike(key: str, other: str) -> float:
    """How alike two folded names are, of 100, with and without the legal form that one of them may leave out."""
    return max(fuzz.token_sort_ratio(key, other), fuzz.token_sort_ratio(" ".join(core(key)), " ".join(core(other))))


def _looks_of(draft: Draft) -> list[Looks]:
    return [_look(draft.tax_id, place) for place in draft.places] or [Looks(draft.tax_id)]


def _look(tax_id: str | None, place: Place | InitiativePlace) -> Looks:
    point = None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)
    return Looks(tax_id, place_key(match_key(place.address)), point)


def _with_known_points(looks: Sequence[Looks]) -> list[Looks]:
    """Where somebody has told before where an address is, it is known of this one too."""
    if all(look.point is not None or not has_number(look.address) for look in looks):
        return list(looks)
    known = {place_key(match_key(address)): (north, east) for address, north, east in list_located()}
    for place in _places_of(_list_public_at(look.address for look in looks if look.point is None)):
        told = _look(None, place)
        if told.point is not None:
            known.setdefault(told.address, told.point)
    return [replace(look, point=look.point or known.get(look.address)) for look in looks]


def find_point(address: str) -> tuple[float, float] | None:
    """Latitude and longitude, where a venue or a public profile has told them of this very address."""
    [look] = _with_known_points([Looks(address=place_key(match_key(address)))])
    return look.point


def _list_there(looks: Sequence[Looks], *, is_team: bool) -> set[int]:
    """Profiles that may be at these places; compared one by one afterwards."""
    found = _list_public_at(look.address for look in looks)
    is_shown = Initiative.shows_only_barri.is_(False)
    near = select(InitiativePlace.initiative_id).join(Initiative, Initiative.id == InitiativePlace.initiative_id)
    around = or_(false(), *(_around(*look.point) for look in looks if look.point is not None))
    found |= set(db.session.scalars((near if is_team else near.where(is_shown)).where(around).limit(COMPARED)))
    keys = {look.address for look in looks if has_number(look.address)}
    if is_team and keys:
        kept_back = or_(~is_shown, Initiative.status.in_([Status.DRAFT, Status.PENDING]))
        places = select(InitiativePlace.initiative_id, InitiativePlace.address).join(
            Initiative, Initiative.id == InitiativePlace.initiative_id
        )
        hidden = db.session.execute(
            places.where(kept_back, InitiativePlace.address != "")
            .order_by(InitiativePlace.id.desc())
            .limit(HIDDEN_READ)
        )
        found |= {row.initiative_id for row in hidden if place_key(match_key(row.address)) in keys}
    return found


def _list_public_at(keys: Iterable[str]) -> set[int]:
    """By the words that a search finds: what is not shown is not among them."""
    found: set[int] = set()
    for key in {key for key in keys if has_number(key)}:
        found |= set(text_index.search(KIND, words_of(key), limit=COMPARED))
    return found


def _around(north: float, east: float) -> ColumnElement[bool]:
    """A square: who is in its corners is measured afterwards."""
    high = NEAR_METRES / DEGREE
    wide = high / cos(radians(north))
    return and_(
        InitiativePlace.latitude.between(north - high, north + high),
        InitiativePlace.longitude.between(east - wide, east + wide),
    )


def _places_of(ids: Collection[int]) -> Sequence[InitiativePlace]:
    """Those that everybody may see."""
    asked = select(InitiativePlace).join(Initiative, Initiative.id == InitiativePlace.initiative_id)
    return db.session.scalars(asked.where(Initiative.id.in_(ids), Initiative.shows_only_barri.is_(False))).all()


def _read(ids: Collection[int], *, is_team: bool) -> list[tuple[Initiative, list[Looks]]]:
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
