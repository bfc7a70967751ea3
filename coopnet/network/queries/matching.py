"""Who may help whom: whatever may help in a category is read once for each state of it, and ranked as sets.

Kept for one generation of board and helpers and one day, by category. The bit of a helper is their place, and the first
places are of those who help fewest and were asked longest ago: of those who fit alike they come first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, case, func, or_, select, true
from sqlalchemy.orm import joinedload

from coopnet.accounts.models import Account
from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.generations import BOARD, HELPERS
from coopnet.foundation.kept import Kept
from coopnet.initiatives.rules.choosing import make_set, members
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.queries.blocking import list_blocked_with
from coopnet.network.queries.sides import (
    LOOKING,
    contacts_of,
    helper_of_offer,
    helper_of_volunteer,
    join_contacts,
    need_of,
)
from coopnet.network.rules.matching import Helper, Need, Reason, points, rank, reasons, tokens_of
from coopnet.network.rules.posts import Kind
from coopnet.network.rules.proposals import STANDING
from coopnet.network.rules.states import ENDED
from coopnet.network.rules.volunteering import State, is_certified

MOST_CATEGORIES = 16
MOST_OF_ONE = 20  # offers of one person that are looked past
PAGE_SIZE = 10


@dataclass(frozen=True)
class Ref:
    is_volunteer: bool
    id: int
    contacts: frozenset[str]


@dataclass(frozen=True)
class Helpers:
    """Those of one category who are open, free and were not asked today."""

    refs: list[Ref]
    by_token: dict[str, int]


@dataclass(frozen=True)
class Match:
    """Somebody for a request: a volunteer or an offer, and why."""

    points: int
    reasons: list[Reason]
    volunteer: Volunteer | None = None
    offer: Post | None = None

    @property
    def word(self) -> str:
        """What names them in a form."""
        return f"v:{self.volunteer.public_id}" if self.volunteer else f"o:{self.offer.public_id if self.offer else ''}"


@dataclass(frozen=True)
class Use:
    """How much of a helper's time is taken, and when they were last asked."""

    busy: int = 0
    asked_on: date | None = None


Order = tuple[int, date, bool, int]
Candidate = tuple[Ref, str, list[str], int]  # whom, for which category, in which sets, how many they help

_KEPT: Kept[Helpers] = Kept("matching", BOARD, HELPERS, most=MOST_CATEGORIES)


# What of somebody's time is taken: proposals that stand, of requests that have not ended.
_USES = (
    select(
        Proposal.volunteer_id,
        Proposal.offer_id,
        func.sum(case((and_(Proposal.state.in_(STANDING), Post.state.not_in(ENDED)), 1), else_=0)).label("busy"),
        func.max(Proposal.asked_on).label("asked_on"),
    )
    .join(Post, Post.id == Proposal.post_id)
    .group_by(Proposal.volunteer_id, Proposal.offer_id)
)


_V, _P, _A = (model.__table__.c for model in (Volunteer, Post, Account))
_VOLUNTEERS = (
    select(_V.id, _V.email, _V.phone, _V.account_id, _V.facets, _V.at_once, _V.certificate_until)
    .select_from(Volunteer.__table__.outerjoin(Account.__table__, _A.id == _V.account_id))
    .where(_V.state == State.ACTIVE.value, _A.blocked_at.is_(None))
)
_OFFERS = (
    select(
        *(_P.id, _P.category, _P.barri, _P.languages, _P.times, _P.ways, _P.terms, _P.quantity),
        *(_P.email, _P.phone, _P.account_id),
    )
    .select_from(Post.__table__.outerjoin(Account.__table__, _A.id == _P.account_id))
    .where(
        _P.kind == Kind.OFFER.value,
        _P.state.in_(LOOKING),
        _P.is_listed == true(),
        or_(_P.leaves_on.is_(None), _P.leaves_on > bindparam("today")),
        _P.category.in_(bindparam("categories", expanding=True)),
        _A.blocked_at.is_(None),
    )
)
EMPTY = frozenset[str]()


def list_waiting(*, page: int, size: int = PAGE_SIZE) -> tuple[Sequence[Post], bool]:
    """Requests that look for somebody: who has found fewest first, then for whom fewest were proposed, then who waits
    longest. Whether there are more.
    """
    found = db.session.scalars(
        select(Post)
        .options(joinedload(Post.initiative))
        .where(Post.kind == Kind.REQUEST.value, Post.state.in_(LOOKING), Post.name != "")
        .order_by(Post.helped, Post.tried, Post.published_at, Post.id)
        .offset((page - 1) * size)
        .limit(size + 1)
    ).all()
    return found[:size], len(found) > size


def list_matches(posts: Sequence[Post], *, now: datetime, most: int) -> dict[int, list[Match]]:
    """By the key of each request: the best first, none of those who were proposed to it before."""
    today = clock.to_local(now).date()
    before, generation = _proposed([post.id for post in posts])
    kept = read_helpers({post.category for post in posts}, today, generation=generation)
    blocked = list_blocked_with({contact for post in posts for contact in contacts_of(post)})
    chosen = {}
    for post in posts:
        need = need_of(post)
        kept_out = need.contacts.union(*(blocked.get(contact, frozenset()) for contact in need.contacts))
        chosen[post.id] = _choose(need, kept[post.category], before.get(post.id, frozenset()), kept_out, most)
    volunteers, offers = _load([ref for refs in chosen.values() for ref in refs])
    found: dict[int, list[Match]] = {}
    for post in posts:
        need, found[post.id] = need_of(post), []
        for ref in chosen[post.id]:
            volunteer, offer = (volunteers.get(ref.id), None) if ref.is_volunteer else (None, offers.get(ref.id))
            if volunteer is not None:
                why = reasons(need, helper_of_volunteer(volunteer, today=today, category=post.category))
            elif offer is not None:
                why = reasons(need, helper_of_offer(offer))
            else:
                continue
            found[post.id].append(Match(points(why), why, volunteer, offer))
    return found


def read_helpers(categories: Iterable[str], today: date, *, generation: int) -> dict[str, Helpers]:
    """With three questions at most, whatever the number of categories."""
    keys = sorted((category, today) for category in categories)
    kept = _KEPT.get_many(
        keys, lambda missing: _read([category for category, _day in missing], today), generation=generation
    )
    return {category: helpers for (category, _day), helpers in kept.items()}


def use_of(*, volunteer_id: int | None = None, offer_id: int | None = None) -> Use:
    """As it stands in this transaction."""
    row = db.session.execute(
        _USES.where(Proposal.volunteer_id == volunteer_id if volunteer_id else Proposal.offer_id == offer_id)
    ).first()
    return Use(row.busy, row.asked_on) if row else Use()


def _choose(
    need: Need, helpers: Helpers, before: frozenset[tuple[bool, int]], kept_out: frozenset[str], most: int
) -> list[Ref]:
    """`before` were proposed already; `kept_out` are the contacts of who asks and of whom they do not want."""
    found: list[Ref] = []
    everybody = (1 << len(helpers.refs)) - 1
    for _points, places in rank(need, everybody, helpers.by_token):
        for place in members(places, limit=most + len(before) + len(kept_out) * MOST_OF_ONE):
            ref = helpers.refs[place]
            if (ref.is_volunteer, ref.id) in before or not kept_out.isdisjoint(ref.contacts):
                continue
            found.append(ref)
            if len(found) == most:
                return found
    return found


def _proposed(post_ids: Sequence[int]) -> tuple[dict[int, frozenset[tuple[bool, int]]], int]:
    """By request, whom it was proposed to; and the generation in which that was so."""
    rows = db.session.execute(
        select(_KEPT.generation, Post.id, Proposal.volunteer_id, Proposal.offer_id)
        .outerjoin(Proposal, Proposal.post_id == Post.id)
        .where(Post.id.in_(post_ids))
    )
    found: dict[int, set[tuple[bool, int]]] = {}
    generation = 0
    for generation, post_id, volunteer_id, offer_id in rows:  # noqa: B007 - the same in each row
        number = volunteer_id or offer_id
        if number is not None:
            found.setdefault(post_id, set()).add((volunteer_id is not None, number))
    return {post_id: frozenset(refs) for post_id, refs in found.items()}, generation


def _load(refs: Sequence[Ref]) -> tuple[dict[int, Volunteer], dict[int, Post]]:
    volunteers = {ref.id for ref in refs if ref.is_volunteer}
    offers = {ref.id for ref in refs if not ref.is_volunteer}
    return (
        {one.id: one for one in db.session.scalars(select(Volunteer).where(Volunteer.id.in_(volunteers)))},
        {one.id: one for one in db.session.scalars(select(Post).where(Post.id.in_(offers)))},
    )


def _read(categories: list[str], today: date) -> dict[tuple[str, date], Helpers]:
    """Sorted so that of those who fit alike the first are those who help fewest and were asked longest ago."""
    uses = {(row.volunteer_id is not None, row.volunteer_id or row.offer_id): row for row in db.session.execute(_USES)}
    found: dict[str, list[tuple[Order, Ref, list[str]]]] = {each: [] for each in categories}
    for ref, category, tokens, room in [*_volunteers(categories, today), *_offers(categories, today)]:
        use = uses.get((ref.is_volunteer, ref.id))
        busy, asked_on = (use.busy, use.asked_on) if use else (0, date.min)
        if busy < room and asked_on != today:
            found[category].append(((busy, asked_on, not ref.is_volunteer, ref.id), ref, tokens))
    return {(category, today): _as_sets(sorted(rows, key=lambda row: row[0])) for category, rows in found.items()}


def _as_sets(rows: Sequence[tuple[Order, Ref, list[str]]]) -> Helpers:
    places: dict[str, list[int]] = {}
    for place, (_key, _ref, tokens) in enumerate(rows):
        for token in tokens:
            places.setdefault(token, []).append(place)
    size = len(rows)
    return Helpers(
        [ref for _key, ref, _tokens in rows], {token: make_set(each, size) for token, each in places.items()}
    )


def _volunteers(categories: list[str], today: date) -> Iterable[Candidate]:
    wanted = {f"c:{category}": category for category in categories}
    rows = db.session.execute(_VOLUNTEERS.where(or_(*(_V.facets.contains(f" {token} ") for token in wanted))))
    for number, email, phone, account_id, facets, at_once, until in rows:
        tokens = facets.split()
        if is_certified(until, today=today):
            tokens.append("m:yes")
        ref = Ref(True, number, join_contacts(email, phone, account_id))
        for token in tokens:
            if token in wanted:
                yield ref, wanted[token], tokens, at_once


def _offers(categories: list[str], today: date) -> Iterable[Candidate]:
    rows = db.session.execute(_OFFERS, {"today": today, "categories": categories})
    for number, category, barri, languages, times, ways, terms, quantity, email, phone, account_id in rows:
        ref = Ref(False, number, join_contacts(email, phone, account_id))
        offer = Helper(
            categories=frozenset((category,)),
            barris=frozenset((barri,)) if barri else EMPTY,
            languages=frozenset(languages),
            times=times,
            ways=frozenset(ways) if ways else EMPTY,
            terms=frozenset(terms),
        )
        yield ref, category, tokens_of(offer), quantity
