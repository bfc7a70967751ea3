"""What a sheet leaves as it is: what people have changed in a profile since, and what is hidden there."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from coopnet.initiatives.rules.differences import Difference, Leaf, differences, put_back
from coopnet.initiatives.rules.drafts import Contact, Draft, as_json, from_json
from coopnet.initiatives.rules.histories import FORGOTTEN

HIDDEN, OWN, TEAM = "hidden", "own", "team"
# Fields of a draft to the column of a sheet that is named, where they are called otherwise.
COLUMN = {
    "shows_only_barri": "shown",
    "is_contractable": "contractable",
    "stated": "qualifications",
    "places": "address",
}


@dataclass(frozen=True)
class Touch:
    """Who changed a part, other than a sheet, and when. `is_own`: its own people; else the team, or a merge."""

    at: datetime
    is_own: bool


@dataclass(frozen=True)
class Left:
    """`why` is one of the three above; `at` is None for what is hidden."""

    difference: Difference
    why: str
    at: datetime | None = None


def touched_in(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[Leaf]:
    """The parts that a row of the history changed; of values that are no longer kept, the whole field.

    >>> touched_in({"year": 1990, "forgotten": ["contacts"]}, {"year": 1991}) == {Leaf("year"), Leaf("contacts")}
    True
    """
    forgotten = {Leaf(name) for kept in (before, after) for name in kept.get(FORGOTTEN, ())}
    return forgotten | {each.leaf for each in differences(before, after)}


def hold(draft: Draft, before: Draft, touched: Mapping[Leaf, Touch]) -> tuple[Draft, tuple[Left, ...]]:
    """The draft of a sheet without what it may not change in the profile as it stands (`before`), and what that was.

    A day of confirmation never goes backwards, which is not worth a word: the later one counts.

    >>> from datetime import UTC
    >>> one = Draft("Hort", (), "ca", year=1990, confirmed_on="2026-11-21")
    >>> keeper = {Leaf("year"): Touch(datetime(2026, 11, 21, tzinfo=UTC), is_own=True)}
    >>> held, left = hold(Draft("Hort", (), "ca", year=1980, confirmed_on="2024-03-20"), one, keeper)
    >>> held == one, [(each.difference.leaf.field, each.why) for each in left]
    (True, [('year', 'own')])
    """
    old, new = as_json(before), as_json(draft)
    left, back = [], []
    for each in differences(old, new):
        touch = touched.get(each.leaf)
        if each.leaf.field == "confirmed_on":
            back += [each] if (each.before or "") > (each.after or "") else []
        elif touch is not None:
            left.append(Left(each, OWN if touch.is_own else TEAM, touch.at))
        elif each.leaf.field == "shows_only_barri" and _hides_where(before):
            left.append(Left(each, HIDDEN))
    back += [each.difference for each in left]
    if back:
        held = from_json(put_back(new, back))
        changed = {each.leaf.field for each in differences(old, as_json(held))}
        draft = replace(before, **{name: getattr(held, name) for name in changed})
    for way in _shown_by(draft, before.contacts):
        hidden = replace(way, is_public=False)
        draft = replace(draft, contacts=tuple(hidden if each == way else each for each in draft.contacts))
        left.append(Left(Difference(Leaf("contacts"), [asdict(hidden)], [asdict(way)]), HIDDEN))
    return draft, tuple(left)


def column_of(left: Left) -> str:
    """The column of the sheet that says otherwise."""
    leaf, before, after = left.difference.leaf, left.difference.before, left.difference.after
    if leaf.part is not None:
        return f"{leaf.part}_{leaf.language}"
    if leaf.field == "contacts":
        return "email" if _of_kind(before, "email") != _of_kind(after, "email") else "phone"
    return COLUMN.get(leaf.field, leaf.field)


def _hides_where(before: Draft) -> bool:
    return before.shows_only_barri and any(place.address or place.latitude is not None for place in before.places)


def _shown_by(draft: Draft, before: Iterable[Contact]) -> list[Contact]:
    hidden = {(way.kind, way.value) for way in before if not way.is_public}
    return [way for way in draft.contacts if way.is_public and (way.kind, way.value) in hidden]


def _of_kind(ways: Any, kind: str) -> list[Any]:
    return [way for way in ways if way["kind"] == kind]
