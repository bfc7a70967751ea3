"""Venues and entities of a sheet: what is spelt in two ways, and what is two things under one name."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from coopnet.trainings.rules.drafts import Draft, SessionDraft, VenueDraft
from coopnet.trainings.rules.sheet_columns import name_of
from coopnet.vocabulary.rules.sheet_problems import WARNING, Problem


def doubtful_venues(venues: Iterable[tuple[int, VenueDraft]], key: Callable[[str], str]) -> list[Problem]:
    """One name with two addresses, or one address with two barris, is most often a slip."""
    addresses: dict[str, str] = {}
    barris: dict[tuple[str, str], str] = {}
    found = []
    for row, venue in venues:
        before = addresses.setdefault(key(venue.name), venue.address) if venue.address else ""
        if before and key(before) != key(venue.address):
            found.append(Problem(row, name_of("address"), WARNING, "venue_with_two_addresses", {"before": before}))
        place = (key(venue.name), key(venue.address))
        if venue.barri and barris.setdefault(place, venue.barri) != venue.barri:
            found.append(Problem(row, name_of("barri"), WARNING, "venue_with_two_barris", {"value": venue.name}))
    return found


def with_common_names(drafts: list[tuple[int, Draft]], key: Callable[[str], str]) -> list[tuple[int, Draft]]:
    """Of the spellings of one venue or one entity in a file, the commonest is its name."""
    counted: dict[str, Counter[str]] = {}
    for _, draft in drafts:
        for name in [one.venue.name for one in draft.sessions if one.venue] + [one.name for one in draft.partners]:
            counted.setdefault(key(name), Counter())[name] += 1
    names = {each: spellings.most_common(1)[0][0] for each, spellings in counted.items()}

    def with_name(session: SessionDraft) -> SessionDraft:
        if session.venue is None:
            return session
        return replace(session, venue=replace(session.venue, name=names[key(session.venue.name)]))

    return [
        (
            row,
            replace(
                draft,
                sessions=tuple(with_name(one) for one in draft.sessions),
                partners=tuple(replace(one, name=names[key(one.name)]) for one in draft.partners),
            ),
        )
        for row, draft in drafts
    ]
