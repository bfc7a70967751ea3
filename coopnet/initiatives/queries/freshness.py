"""Whose profile is due to be asked about, who its people are, and what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from coopnet.accounts.queries.holders import list_holders
from coopnet.accounts.rules.roles import Role
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeAsk, InitiativeContact
from coopnet.initiatives.rules.freshness import ASK_AFTER, FOLD_AFTER, LINKS_LAST, MARK_AFTER, REMIND_AFTER, Step
from coopnet.initiatives.rules.states import Status

PURPOSE = "initiative-ask"
VERSION = 1  # a link ends with its row, and where its address is no longer theirs

_SURE_AT = func.coalesce(Initiative.confirmed_at, Initiative.published_at, type_=Initiative.confirmed_at.type)
_IS_PUBLIC = Initiative.status == Status.PUBLISHED.value


def is_due(step: Step, now: datetime) -> ColumnElement[bool]:
    """As `rules.freshness.next_step` decides, for the whole directory."""
    return {
        Step.ASK: and_(_IS_PUBLIC, Initiative.asked_at.is_(None), now - ASK_AFTER >= _SURE_AT),
        Step.REMIND: and_(_IS_PUBLIC, Initiative.reminded_at.is_(None), Initiative.asked_at <= now - REMIND_AFTER),
        Step.MARK: and_(_IS_PUBLIC, Initiative.reminded_at <= now - MARK_AFTER),
        Step.FOLD: and_(Initiative.status == Status.STALE.value, Initiative.stale_at <= now - FOLD_AFTER),
    }[step]


def list_due(step: Step, *, now: datetime, limit: int) -> Sequence[int]:
    return db.session.scalars(select(Initiative.id).where(is_due(step, now)).order_by(Initiative.id).limit(limit)).all()


def is_old_ask(now: datetime) -> ColumnElement[bool]:
    return InitiativeAsk.asked_at <= now - LINKS_LAST


@dataclass(frozen=True)
class Person:
    """Who is asked: an editor, or whoever reads its own address (`account_id` None)."""

    address: str
    account_id: int | None
    language: str


def list_people(initiative: Initiative) -> list[Person]:
    """Its editors who can be reached by e-mail; where there are none, its own address. Its contacts are loaded."""
    holders = list_holders((Role.OWNER, Role.EDITOR), subject_kind="initiative", subject_id=initiative.public_id)
    editors = [
        Person(one.address.value, one.account_key, one.language) for one in holders if one.address.kind == "email"
    ]
    own = find_own_address(initiative.id)
    return editors or ([Person(own, None, initiative.language)] if own else [])


def find_own_address(initiative_id: int) -> str | None:
    """The e-mail to which messages are relayed."""
    return db.session.scalars(
        select(InitiativeContact.value)
        .where(InitiativeContact.initiative_id == initiative_id, InitiativeContact.kind == "email")
        .order_by(InitiativeContact.is_public, InitiativeContact.position)
    ).first()


@dataclass(frozen=True)
class Asked:
    """A letter's question as its links find it. `is_open`: it may still be answered by them."""

    public_id: str
    initiative_id: int
    account_id: int | None
    name: str
    slug: str
    status: str
    confirmed_at: datetime | None
    is_open: bool
    answer: str | None


def link_of(public_id: str) -> str:
    return links.make_link(PURPOSE, public_id, VERSION)


def find_by_link(token: str, *, now: datetime) -> Asked | None:
    """None alike for a link that is forged, cut short, of nobody, or over."""
    claim = links.read_link(token)
    if claim is None or not links.is_genuine(claim, PURPOSE, VERSION):
        return None
    return find_asked(claim.public_id, now=now)


def find_asked(public_id: str, *, now: datetime) -> Asked | None:
    row = db.session.execute(
        select(InitiativeAsk, Initiative)
        .join(Initiative, Initiative.id == InitiativeAsk.initiative_id)
        .where(InitiativeAsk.public_id == public_id, InitiativeAsk.asked_at > now - LINKS_LAST)
    ).one_or_none()
    if row is None:
        return None
    ask, initiative = row
    return Asked(
        public_id=ask.public_id,
        initiative_id=initiative.id,
        account_id=ask.account_id,
        name=initiative.name,
        slug=initiative.slug or "",
        status=initiative.status,
        confirmed_at=initiative.confirmed_at,
        is_open=ask.ended_at is None and is_theirs(ask, initiative),
        answer=ask.answer,
    )


def find_ask_address(public_id: str) -> str | None:
    return db.session.scalar(select(InitiativeAsk.recipient).where(InitiativeAsk.public_id == public_id))


def is_theirs(ask: InitiativeAsk, initiative: Initiative) -> bool:
    """Whether who was asked is still one of its people, at the same address."""
    if ask.account_id is not None:
        people = list_people(initiative)
        return any((each.account_id, each.address) == (ask.account_id, ask.recipient) for each in people)
    return ask.recipient is not None and find_own_address(initiative.id) == ask.recipient
