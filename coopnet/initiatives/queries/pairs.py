"""All profiles, two by two where it is worth it: which pairs may be one initiative twice."""

from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.initiatives.rules.likeness import NEAR_NAME, Looks, Why
from coopnet.initiatives.rules.names import core, have_same_numbers, plain_key
from coopnet.initiatives.rules.pairs import handles_of, meeting, why_pair
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.rules.streets import has_number, place_key


@dataclass(frozen=True)
class Found:
    """`one` is the smaller id; `alike` says how near the names are, of 100."""

    one: int
    other: int
    why: Why
    alike: int


def find_pairs(*, most: int) -> list[Found]:
    """By name and place, the likeliest first; a tax id that is the same is seen without it.

    Two questions. What is compared grows with the profiles, not with their pairs: only those that share a rare word,
    the beginning of the name or an address.
    """
    rows = db.session.execute(
        select(Initiative.id, Initiative.name_key, Initiative.tax_id).where(
            Initiative.slug.is_not(None), Initiative.status != Status.MERGED
        )
    ).all()
    names = {row.id: core(plain_key(row.name_key)) for row in rows}
    texts = {each: " ".join(sorted(words)) for each, words in names.items()}
    tax_ids = {row.id: row.tax_id for row in rows}
    looks = _read_looks()
    addresses = {
        each: {look.address for look in looks[each] if has_number(look.address)} for each in names if each in looks
    }
    candidates = meeting({each: handles_of(words) for each, words in names.items()}) | meeting(addresses)
    found = []
    for one, other in candidates:
        if tax_ids[one] and tax_ids[one] == tax_ids[other]:
            continue
        # Words are sorted in both already.
        alike = fuzz.ratio(texts[one], texts[other], score_cutoff=NEAR_NAME)
        if alike and have_same_numbers(names[one], names[other]):
            why = why_pair(looks.get(one, ()), looks.get(other, ()), alike=alike)
            if why is not None:
                found.append(Found(one, other, why, round(alike)))
    return sorted(found, key=lambda each: (-each.alike, each.one, each.other))[:most]


def _read_looks() -> dict[int, list[Looks]]:
    """Hidden ones too: only the team is told."""
    looks: dict[int, list[Looks]] = defaultdict(list)
    asked = select(
        InitiativePlace.initiative_id, InitiativePlace.address, InitiativePlace.latitude, InitiativePlace.longitude
    )
    for row in db.session.execute(asked):
        point = None if row.latitude is None or row.longitude is None else (row.latitude, row.longitude)
        looks[row.initiative_id].append(Looks(address=place_key(match_key(row.address)), point=point))
    return looks
