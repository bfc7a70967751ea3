"""Venues and entities under the names that they have: another spelling of one is no other one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives import service as initiatives
from coopnet.initiatives.models import Initiative
from coopnet.places import service as places
from coopnet.places.models import Venue
from coopnet.trainings.rules.drafts import Draft, Partner, SessionDraft, VenueDraft


@dataclass
class _Known:
    """A venue, there already or to be made."""

    name: str
    address: str
    address_key: str
    barri: str | None


class Names:
    """What `places` and `initiatives` would find or add for these drafts, one after the other. Nothing is written."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        drafts = list(drafts)
        sessions = [session for draft in drafts for session in draft.sessions]
        self._venues = _read_venues({match_key(session.venue.name) for session in sessions if session.venue})
        self._entities = initiatives.find_names(one.name for draft in drafts for one in draft.partners)
        self._found = {venue: self._find(venue) for venue in dict.fromkeys(session.venue for session in sessions)}

    def known(self, draft: Draft) -> Draft:
        return replace(
            draft,
            sessions=tuple(self._known_session(session) for session in draft.sessions),
            partners=self._known_partners(draft.partners),
        )

    def _known_session(self, session: SessionDraft) -> SessionDraft:
        """As its venue will be once all drafts have been read: a later one may know the barri."""
        found = self._found[session.venue]
        return replace(session, venue=VenueDraft(found.name, found.address, found.barri) if found else None)

    def _known_partners(self, partners: Iterable[Partner]) -> tuple[Partner, ...]:
        """An entity that was named in two ways is one, with the roles of both."""
        found: dict[str, Partner] = {}
        for partner in partners:
            name = self._entities.setdefault(match_key(partner.name), partner.name)
            roles = found.get(name, Partner(name)).roles
            found[name] = Partner(name, tuple(dict.fromkeys([*roles, *partner.roles])))
        return tuple(found.values())

    def _find(self, wanted: VenueDraft | None) -> _Known | None:
        """By the rule of `places.find_or_add_venue`."""
        if wanted is None:
            return None
        same_name, key = self._venues[match_key(wanted.name)], match_key(wanted.address)
        there = [venue for venue in same_name if not wanted.address or venue.address_key == key]
        found = next((venue for venue in there if wanted.barri in {None, venue.barri}), None)
        if found is not None:
            return found
        found = next((venue for venue in there if venue.barri is None), None)
        if found is None:
            address = wanted.address or (there[0].address if there else "")
            found = _Known(wanted.name, address, match_key(address), wanted.barri)
            same_name.append(found)
        found.barri = wanted.barri
        return found


def _read_venues(keys: set[str]) -> dict[str, list[_Known]]:
    found: dict[str, list[_Known]] = defaultdict(list)
    asked = select(Venue.name_key, Venue.name, Venue.address, Venue.address_key, Venue.barri).order_by(Venue.id)
    for key, name, address, address_key, barri in db.session.execute(asked.where(Venue.name_key.in_(keys))):
        found[key].append(_Known(name, address, address_key, barri))
    return found


class Rows:
    """The rows behind the names of drafts that `Names` has seen; made where they are new. Within one transaction."""

    def __init__(self) -> None:
        self._venues: dict[VenueDraft, Venue] = {}
        self._entities: dict[str, Initiative] = {}

    def venue(self, wanted: VenueDraft | None) -> Venue | None:
        if wanted is None:
            return None
        if wanted not in self._venues:
            self._venues[wanted] = places.find_or_add_venue(wanted.name, address=wanted.address, barri=wanted.barri)
        return self._venues[wanted]

    def initiative(self, name: str) -> Initiative:
        if name not in self._entities:
            self._entities[name] = initiatives.find_or_add(name)
        return self._entities[name]
