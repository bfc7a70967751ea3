"""Who is who: found by contact or name, with the roles that they hold and have held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account, AccountSession, RoleGrant
from coopnet.accounts.queries.accounts import find_account, find_by_address, main_address
from coopnet.accounts.queries.sessions import list_sessions
from coopnet.accounts.rules.contacts import Address, told_apart
from coopnet.accounts.rules.roles import STAFF
from coopnet.desk.queries.subjects import Subject, find_names
from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import fold

MOST = 300  # of a district's staff, and of the roles of one person
SHOWN = 30  # of those who share a name


@dataclass(frozen=True)
class Person:
    public_id: str
    name: str
    contact: str  # hidden, with a mark that tells people apart; empty where none is proved
    is_blocked: bool
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A role with its dates; `of` names what it is for, or is its public id where it has no name any more."""

    public_id: str
    role: str
    of: str | None
    granted_by: str
    granted_at: datetime
    ended_by: str | None
    ended_at: datetime | None


@dataclass(frozen=True)
class Profile:
    """`signed_in_at`: the last time, None when nothing is remembered of it; `seen_at` to the hour."""

    person: Person
    standing: Sequence[Held]
    ended: Sequence[Held]
    sessions: int
    signed_in_at: datetime | None
    seen_at: datetime
    blocked_at: datetime | None


def list_staff() -> list[Person]:
    """By name; those without one last."""
    names = [role.value for role in STAFF]
    keys = select(RoleGrant.account_id).where(RoleGrant.ended_at.is_(None), RoleGrant.role.in_(names))
    found = _people(db.session.scalars(keys.distinct().limit(MOST)).all())
    return sorted(found, key=lambda person: (not person.name, person.name.casefold(), person.contact))


def find_by_contact(address: Address) -> str | None:
    """The public id."""
    found = find_by_address(address)
    return found.public_id if found else None


def list_by_name(typed: str) -> list[Person]:
    """In whose name all the words are, or begin, in any order and without accents; one more than a page shows.

    Every name is read: nothing else knows them without their accents, and few look.
    """
    wanted = fold(typed).split()
    named = db.session.execute(
        select(Account.id, Account.name).where(Account.name != "").order_by(Account.seen_at.desc(), Account.id)
    ).all()
    meant = (key for key, name in named if _has_words(name, wanted))
    return _people(list(islice(meant, SHOWN + 1)))


def find_profile(public_id: str, now: datetime) -> Profile | None:
    account = find_account(public_id)
    if account is None:
        return None
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account.id).order_by(RoleGrant.id.desc()).limit(MOST)
    ).all()
    names = find_names(
        Subject(one.subject_kind, one.subject_id) for one in grants if one.subject_kind and one.subject_id
    )
    held = [_held(one, names) for one in grants]
    standing = [one for one in held if one.ended_at is None]
    return Profile(
        person=_person(account, [one.role for one in standing]),
        standing=standing,
        ended=[one for one in held if one.ended_at is not None],
        sessions=len(list_sessions(account.id, now)),
        signed_in_at=db.session.scalar(
            select(func.max(AccountSession.created_at)).where(AccountSession.account_id == account.id)
        ),
        seen_at=account.seen_at,
        blocked_at=account.blocked_at,
    )


def _has_words(name: str, wanted: Sequence[str]) -> bool:
    words = fold(name).split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _people(keys: Sequence[int]) -> list[Person]:
    """In the order of the keys."""
    grants = db.session.execute(
        select(RoleGrant.account_id, RoleGrant.role)
        .where(RoleGrant.ended_at.is_(None), RoleGrant.account_id.in_(keys))
        .order_by(RoleGrant.id)
    ).all()
    accounts = db.session.scalars(
        select(Account).options(selectinload(Account.contacts)).where(Account.id.in_(keys))
    ).all()
    found = {
        account.id: _person(account, [role for account_key, role in grants if account_key == account.id])
        for account in accounts
    }
    return [found[key] for key in keys]


def _person(account: Account, roles: Iterable[str]) -> Person:
    """Its contacts are loaded."""
    address = main_address(account)
    return Person(
        public_id=account.public_id,
        name=account.name,
        contact=told_apart(address, account.public_id),
        is_blocked=account.blocked_at is not None,
        roles=tuple(dict.fromkeys(roles)),
    )


def _held(one: RoleGrant, names: dict[Subject, str]) -> Held:
    of = names.get(Subject(one.subject_kind or "", one.subject_id or ""), one.subject_id)
    return Held(one.public_id, one.role, of, one.granted_by, one.granted_at, one.ended_by, one.ended_at)
