"""Who may help whom, how well they fit, and why.

First what must hold: one thing of it that does not, and nobody is proposed (`hindrances`). Then what makes a good
match, each with its points (`POINTS`), which are the reasons that people read (`reasons`). `rank` does both for
thousands at once: whole numbers are sets, and the bit of a helper is its place, so that of those who fit alike the
first places come first. What it finds is what asking each helper one by one would find.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from coopnet.network.rules.times import codes_of

IN_PERSON, BY_PHONE = "in_person", "by_phone"
WAYS = (IN_PERSON, BY_PHONE)
MOST_SAID = 2  # of one reason: two languages, two afternoons


class Hindrance(StrEnum):
    """What keeps somebody from being proposed, in the order in which it is looked at."""

    PAUSED = "paused"  # they pause, or their offer is not open
    BLOCKED = "blocked"  # the team keeps them out
    SELF = "self"  # the same person
    SUBJECT = "subject"  # they can or have something else
    CERTIFICATE = "certificate"  # it is for somebody under age
    LANGUAGE = "language"  # the request names some, and they speak none of them
    WAY = "way"  # one only in person, the other only by phone
    PLACE = "place"  # they would have to meet, and live far apart
    TERMS = "terms"  # both say on which, and they have none in common
    FULL = "full"  # they help as many as they can


class Why(StrEnum):
    """Reasons, in the order in which they are said."""

    LANGUAGE = "language"
    HERE = "here"  # the same neighbourhood
    BESIDE = "beside"  # the neighbourhood next to it
    ANYWHERE = "anywhere"  # they come to all of the district
    AFAR = "afar"  # by phone
    TIME = "time"
    SKILL = "skill"
    TERMS = "terms"
    CERTIFICATE = "certificate"


# What each is worth. A skill and a certificate are conditions: they are said, and raise nobody above another.
POINTS = {
    Why.HERE: 4,
    Why.LANGUAGE: 3,
    Why.TIME: 3,
    Why.BESIDE: 2,
    Why.ANYWHERE: 2,
    Why.TERMS: 2,
    Why.AFAR: 1,
}


@dataclass(frozen=True)
class Need:
    """A request. What it does not say stands empty: any language, any time (0), any way, any terms.

    `neighbours` are the barris beside its own.
    """

    category: str
    barri: str | None
    neighbours: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    times: int = 0
    ways: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    for_minor: bool = False
    contacts: frozenset[str] = frozenset()  # who asks


@dataclass(frozen=True)
class Helper:
    """A volunteer or an offer. No barris: all of the district. No ways: in person. `free`: how many more they help."""

    categories: frozenset[str]
    barris: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    times: int = 0
    ways: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    skills: tuple[str, ...] = ()  # those for this request
    free: int = 1
    is_open: bool = True
    is_blocked: bool = False
    is_certified: bool = False
    contacts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """`codes` are languages, times or terms that both have, or the helper's barris or skills."""

    why: Why
    codes: tuple[str, ...] = ()


def can_meet(need: Need, helper: Helper) -> bool:
    """Whether both would.

    >>> can_meet(Need("device", "18"), Helper(frozenset())), can_meet(Need("device", "18", ways=frozenset({BY_PHONE})),
    ...     Helper(frozenset()))
    (True, False)
    """
    return (not need.ways or IN_PERSON in need.ways) and (not helper.ways or IN_PERSON in helper.ways)


def can_call(need: Need, helper: Helper) -> bool:
    """Whether both would help each other by phone.

    >>> can_call(Need("device", "18"), Helper(frozenset(), ways=frozenset({BY_PHONE})))
    True
    """
    return (not need.ways or BY_PHONE in need.ways) and BY_PHONE in helper.ways


def hindrances(need: Need, helper: Helper) -> list[Hindrance]:
    """All of them; none where they may be proposed.

    >>> asks = Need("digital_support", "18", frozenset({"15", "16"}), languages=("ur",))
    >>> helper = Helper(frozenset({"digital_support"}), barris=frozenset({"16"}), languages=frozenset({"ur", "es"}))
    >>> hindrances(asks, helper)
    []
    >>> far = Helper(frozenset({"repair"}), barris=frozenset({"11"}), languages=frozenset({"ca"}), free=0)
    >>> [each.value for each in hindrances(asks, far)]
    ['subject', 'language', 'place', 'full']
    """
    meet, call = can_meet(need, helper), can_call(need, helper)
    found = {
        Hindrance.PAUSED: not helper.is_open,
        Hindrance.BLOCKED: helper.is_blocked,
        Hindrance.SELF: bool(need.contacts & helper.contacts),
        Hindrance.SUBJECT: need.category not in helper.categories,
        Hindrance.CERTIFICATE: need.for_minor and not helper.is_certified,
        Hindrance.LANGUAGE: bool(need.languages and helper.languages) and helper.languages.isdisjoint(need.languages),
        Hindrance.WAY: not meet and not call,
        Hindrance.PLACE: meet and not call and _near(need, helper) is None,
        Hindrance.TERMS: bool(need.terms and helper.terms) and need.terms.isdisjoint(helper.terms),
        Hindrance.FULL: helper.free < 1,
    }
    return [hindrance for hindrance, holds in found.items() if holds]


def reasons(need: Need, helper: Helper) -> list[Reason]:
    """Why they fit, of those who do, in the order in which it is said.

    >>> asks = Need("digital_support", "18", frozenset({"16"}), languages=("ur", "es"), times=0b11, for_minor=True)
    >>> helper = Helper(frozenset({"digital_support"}), frozenset({"16"}), frozenset({"ur"}), times=0b10,
    ...     skills=("phone",), is_certified=True)
    >>> [(each.why.value, *each.codes) for each in reasons(asks, helper)]
    [('language', 'ur'), ('beside', '16'), ('time', '0-1'), ('skill', 'phone'), ('certificate',)]
    """
    found = []
    spoken = tuple(each for each in need.languages if each in helper.languages)
    if spoken:
        found.append(Reason(Why.LANGUAGE, spoken[:MOST_SAID]))
    near = _near(need, helper) if can_meet(need, helper) else None
    found.append(near or Reason(Why.AFAR))
    shared = codes_of(need.times & helper.times)
    if shared:
        found.append(Reason(Why.TIME, shared[:MOST_SAID]))
    if helper.skills:
        found.append(Reason(Why.SKILL, helper.skills[:MOST_SAID]))
    terms = tuple(sorted(need.terms & helper.terms))
    if terms:
        found.append(Reason(Why.TERMS, terms[:MOST_SAID]))
    if need.for_minor:
        found.append(Reason(Why.CERTIFICATE))
    return found


def points(found: list[Reason]) -> int:
    """How well they fit, of their reasons.

    >>> points([Reason(Why.LANGUAGE), Reason(Why.HERE), Reason(Why.SKILL)])
    7
    """
    return sum(POINTS.get(each.why, 0) for each in found)


def tokens_of(helper: Helper) -> list[str]:
    """The sets that a helper is in; `*` where they did not say, or serve everywhere.

    >>> tokens_of(Helper(frozenset({"device"}), languages=frozenset({"ur"}), times=0b10, is_certified=True))
    ['c:device', 'b:*', 'l:ur', 'y:in_person', 't:*', 'w:0-1', 'm:yes']
    """
    return [
        *_each("c", helper.categories),
        *_each("b", helper.barris or {"*"}),
        *_each("l", helper.languages or {"*"}),
        *_each("y", helper.ways or {IN_PERSON}),
        *_each("t", helper.terms or {"*"}),
        *(f"w:{code}" for code in codes_of(helper.times)),
        *(["m:yes"] if helper.is_certified else []),
    ]


def rank(need: Need, everybody: int, by_token: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Points, and the set of those who have them: the best first, nobody twice, nobody who may not.

    `everybody` are those who are open and free; of the same person only the page knows (`contacts`).

    >>> helpers = [Helper(frozenset({"device"}), frozenset({barri})) for barri in ("11", "18", "16", "18")]
    >>> sets = {}
    >>> for place, helper in enumerate(helpers):
    ...     for token in tokens_of(helper):
    ...         sets[token] = sets.get(token, 0) | 1 << place
    >>> [(points, bin(places)) for points, places in rank(Need("device", "18", frozenset({"16"})), 0b1111, sets)]
    [(4, '0b1010'), (2, '0b100')]
    """
    found = everybody & by_token.get(f"c:{need.category}", 0)
    if need.for_minor:
        found &= by_token.get("m:yes", 0)
    if need.languages:
        spoken = _any(by_token, "l", need.languages)
        found &= spoken | by_token.get("l:*", 0)
    if need.terms:
        agreed = _any(by_token, "t", need.terms)
        found &= agreed | by_token.get("t:*", 0)
    extras = (
        (POINTS[Why.LANGUAGE], spoken if need.languages else 0),
        (POINTS[Why.TIME], _any(by_token, "w", codes_of(need.times))),
        (POINTS[Why.TERMS], agreed if need.terms else 0),
    )
    tiers: dict[int, int] = {}
    for place_points, here in _places(need, by_token):
        for chosen in product((True, False), repeat=len(extras)):
            places, total = found & here, place_points
            for has_it, (worth, who) in zip(chosen, extras, strict=True):
                places &= who if has_it else ~who
                total += worth if has_it else 0
            if places:
                tiers[total] = tiers.get(total, 0) | places
    yield from sorted(tiers.items(), reverse=True)


def _near(need: Need, helper: Helper) -> Reason | None:
    """How near they are, if they can meet at all."""
    if need.barri in helper.barris and need.barri is not None:
        return Reason(Why.HERE, (need.barri,))
    if not helper.barris or need.barri is None:
        return Reason(Why.ANYWHERE)
    beside = tuple(sorted(need.neighbours & helper.barris))
    return Reason(Why.BESIDE, beside[:1]) if beside else None


def _places(need: Need, by_token: Mapping[str, int]) -> list[tuple[int, int]]:
    """Points and who is so near; nobody is in two of them."""
    in_person = by_token.get(f"y:{IN_PERSON}", 0) if not need.ways or IN_PERSON in need.ways else 0
    by_phone = by_token.get(f"y:{BY_PHONE}", 0) if not need.ways or BY_PHONE in need.ways else 0
    here = by_token.get(f"b:{need.barri}", 0) & in_person
    anywhere = (in_person if need.barri is None else by_token.get("b:*", 0) & in_person) & ~here
    beside = _any(by_token, "b", need.neighbours) & in_person & ~here & ~anywhere
    afar = by_phone & ~here & ~anywhere & ~beside
    return [
        (POINTS[Why.HERE], here),
        (POINTS[Why.ANYWHERE], anywhere),
        (POINTS[Why.BESIDE], beside),
        (POINTS[Why.AFAR], afar),
    ]


def _any(by_token: Mapping[str, int], letter: str, codes: tuple[str, ...] | frozenset[str]) -> int:
    found = 0
    for code in codes:
        found |= by_token.get(f"{letter}:{code}", 0)
    return found


def _each(letter: str, codes: frozenset[str] | set[str]) -> list[str]:
    return [f"{letter}:{code}" for code in sorted(codes)]
