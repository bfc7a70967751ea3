"""What changed in a profile, by its smallest parts, and what taking a change back would restore.

Profiles are given as a history keeps them: `rules.drafts.as_json`, or some of its fields.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from coopnet.initiatives.rules.drafts import Draft, Words

FIELDS = tuple(field.name for field in fields(Draft))
PARTS = tuple(field.name for field in fields(Words) if field.name != "language")
OWN = frozenset({"name", "code", "language", "confirmed_on"})  # what a profile never takes from another one
# Longer texts are shown whole, before and after: comparing takes the square of their length.
MOST_WORDS = 1_500
LEAST_KEPT = 0.5  # of the longer text's words: what was written anew is not read between the words of the old

_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Leaf:
    """A field of `Draft`; of its words, one part in one language."""

    field: str
    language: str | None = None
    part: str | None = None


@dataclass(frozen=True)
class Difference:
    leaf: Leaf
    before: Any
    after: Any


@dataclass(frozen=True)
class Restored:
    """`draft` is the whole profile without the change. `later` are the parts that somebody has changed since."""

    draft: dict[str, Any]
    taken: tuple[Difference, ...]  # from what it is now to what it becomes
    later: tuple[Leaf, ...]


@dataclass(frozen=True)
class Piece:
    """Of a text: `sign` is "=" for what stays, "-" for what went, "+" for what came."""

    sign: str
    text: str


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """In the order of `Draft`. Of an empty text and none, nothing differs.

    >>> one = {"name": "Hort", "words": [{"language": "ca", "summary": "Verd"}]}
    >>> two = {"name": "Hort", "words": [*one["words"], {"language": "es", "summary": "Huerto"}]}
    >>> [(each.leaf.language, each.before, each.after) for each in differences(one, two)]
    [('es', None, 'Huerto')]
    """
    old, new = parts_of(before), parts_of(after)
    found = [Difference(leaf, old.get(leaf), new.get(leaf)) for leaf in {**old, **new}]
    changed = [each for each in found if not _is_same(each.before, each.after)]
    return tuple(sorted(changed, key=lambda each: _place(each.leaf)))


def undoable(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What can be taken back: that somebody confirmed the profile is no part of what it says."""
    return tuple(each for each in differences(before, after) if each.leaf.field != "confirmed_on")


def take_back(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Restored:
    """Undoes the change from `before` to `after` in the profile as it is `now`: only the parts that it touched.

    >>> now = {"name": "Hort", "year": 1990, "size": 7}
    >>> restored = take_back(now, {"year": 1980, "size": 5}, {"year": 1985, "size": 7})
    >>> restored.draft["year"], restored.draft["size"], [leaf.field for leaf in restored.later]
    (1980, 5, ['year'])
    """
    parts = parts_of(now)
    later = []
    for each in undoable(before, after):
        is_now = parts.get(each.leaf)
        if not _is_same(is_now, each.after) and not _is_same(is_now, each.before):
            later.append(each.leaf)
        parts[each.leaf] = each.before
    draft = {**_plain(now), **_gather(parts)}
    return Restored(draft, differences(now, draft), tuple(later))


def put_back(now: Mapping[str, Any], taken: Iterable[Difference]) -> dict[str, Any]:
    """The profile with these parts as they were.

    >>> put_back({"year": 1990, "size": 5}, [Difference(Leaf("year"), 1980, 1990)])
    {'year': 1980, 'size': 5}
    """
    return {**_plain(now), **_gather({**parts_of(now), **{each.leaf: each.before for each in taken}})}


def fill_missing(kept: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The kept profile, with the other's parts where it says nothing. Name, code and day of confirmation are its own.

    What the other hides stays hidden: a place that comes from one which shows only its neighbourhood is not shown.

    >>> filled = fill_missing({"name": "Hort", "year": None, "size": 5}, {"name": "L'hort", "year": 1990, "size": 7})
    >>> filled
    {'name': 'Hort', 'year': 1990, 'size': 5}
    """
    mine, theirs = parts_of(kept), parts_of(other)
    taken = {
        leaf: value
        for leaf, value in theirs.items()
        if leaf.field not in OWN and not _is_empty(value) and _is_empty(mine.get(leaf))
    }
    if Leaf("places") in taken and other.get("shows_only_barri"):
        taken[Leaf("shows_only_barri")] = True
    return {**_plain(kept), **_gather({**mine, **taken})}


def compare_texts(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word.

    >>> [(piece.sign, piece.text) for piece in compare_texts("pa amb oli", "pa amb tomàquet")]
    [('=', 'pa amb '), ('-', 'oli'), ('+', 'tomàquet')]
    >>> [(piece.sign, piece.text) for piece in compare_texts("pa amb oli", "vi i pa")]
    [('-', 'pa amb oli'), ('+', 'vi i pa')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return Piece("-", before), Piece("+", after)
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = sum(_count_words(old[a:b]) for kind, a, b, _c, _d in changes if kind == "equal")
    if kept < LEAST_KEPT * max(_count_words(old), _count_words(new)):
        return Piece("-", before), Piece("+", after)
    pieces = []
    for kind, a, b, c, d in changes:
        if kind == "equal":
            pieces.append(Piece("=", "".join(old[a:b])))
            continue
        pieces += [Piece("-", "".join(old[a:b]))] if a < b else []
        pieces += [Piece("+", "".join(new[c:d]))] if c < d else []
    return tuple(pieces)


def _count_words(found: list[str]) -> int:
    return sum(not each.isspace() for each in found)


def parts_of(kept: Mapping[str, Any]) -> dict[Leaf, Any]:
    """Its smallest parts, each with what it says. Only fields of a draft: a history also tells of states and labels."""
    found: dict[Leaf, Any] = {}
    for name, value in _plain(kept).items():
        if name == "words":
            for said in value:
                found |= {Leaf("words", said["language"], part): said.get(part) for part in PARTS}
        elif name in FIELDS:
            found[Leaf(name)] = value
    return found


def _gather(parts: Mapping[Leaf, Any]) -> dict[str, Any]:
    """The other way round. A language in which nothing is said is left out."""
    draft = {leaf.field: value for leaf, value in parts.items() if leaf.part is None}
    said: dict[str, dict[str, Any]] = {}
    for leaf, value in parts.items():
        if leaf.language is not None and leaf.part is not None and not _is_empty(value):
            said.setdefault(leaf.language, {"language": leaf.language})[leaf.part] = value
    if said or any(leaf.field == "words" for leaf in parts):
        draft["words"] = [said[language] for language in sorted(said)]
    return draft


def _plain(value: Any) -> Any:
    """As JSON gives it back."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value


def _is_same(one: Any, other: Any) -> bool:
    return bool(one == other) or (_is_empty(one) and _is_empty(other))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [])


def _place(leaf: Leaf) -> tuple[int, str, int]:
    return FIELDS.index(leaf.field), leaf.language or "", PARTS.index(leaf.part) if leaf.part else 0
