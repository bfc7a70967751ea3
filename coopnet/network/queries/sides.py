"""Volunteers, offers and requests as matching sees them."""

from collections.abc import Iterable
from datetime import date

from coopnet.network.models import Post, Volunteer
from coopnet.network.queries.words import BARRIS, neighbours_of
from coopnet.network.rules.matching import Helper, Need
from coopnet.network.rules.posts import Kind
from coopnet.network.rules.states import State as PostState
from coopnet.network.rules.volunteering import State, is_certified
from coopnet.vocabulary.queries import find_term, list_terms

SKILLS = "volunteer_skills"
# Where a post stands that still looks for, or still offers.
LOOKING = (PostState.OPEN.value, PostState.TALKING.value, PostState.PARTLY_DONE.value)


def need_of(post: Post) -> Need:
    return Need(
        category=post.category,
        barri=post.barri,
        neighbours=frozenset(neighbours_of(post.barri)),
        languages=tuple(post.languages),
        times=post.times,
        ways=frozenset(post.ways),
        terms=frozenset(post.terms),
        for_minor=post.for_minor,
        contacts=contacts_of(post),
    )


def helper_of_volunteer(volunteer: Volunteer, *, today: date, busy: int = 0, category: str | None = None) -> Helper:
    """`busy` is with how many they are already; `category` is what they are looked at for."""
    barris = frozenset(volunteer.barris)
    return Helper(
        categories=categories_of(volunteer.skills),
        # Who comes to each of them comes to all of the district.
        barris=frozenset() if len(barris) == len(list_terms(BARRIS)) else barris,
        languages=frozenset(volunteer.languages),
        times=volunteer.times,
        ways=frozenset(volunteer.ways),
        skills=tuple(code for code in volunteer.skills if category in _categories(code)),
        free=volunteer.at_once - busy,
        is_open=volunteer.state == State.ACTIVE,
        is_certified=is_certified(volunteer.certificate_until, today=today),
        contacts=contacts_of(volunteer),
    )


def helper_of_offer(post: Post, *, busy: int = 0) -> Helper:
    """An offer has no certificate: what is for somebody under age is for volunteers whose the team has seen."""
    return Helper(
        categories=frozenset({post.category}),
        barris=frozenset({post.barri}) if post.barri else frozenset(),
        languages=frozenset(post.languages),
        times=post.times,
        ways=frozenset(post.ways),
        terms=frozenset(post.terms),
        free=post.quantity - busy,
        is_open=post.kind == Kind.OFFER and post.state in LOOKING,
        contacts=contacts_of(post),
    )


def contacts_of(one: Post | Volunteer) -> frozenset[str]:
    """By what somebody is known as the same: also their account."""
    return join_contacts(one.email, one.phone, one.account_id)


def join_contacts(email: str | None, phone: str | None, account_id: int | None) -> frozenset[str]:
    account = f"account:{account_id}" if account_id is not None else None
    return frozenset(each for each in (email, phone, account) if each)


def categories_of(skills: Iterable[str]) -> frozenset[str]:
    """Of posts: what somebody can help with who can do these."""
    return frozenset(category for code in skills for category in _categories(code))


def _categories(skill: str) -> tuple[str, ...]:
    term = find_term(SKILLS, skill)
    return tuple(term.extra.get("categories", ())) if term else ()
