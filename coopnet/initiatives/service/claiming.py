"""Somebody says that a profile is theirs: by a letter to its own address, or confirmed by the team."""

from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import Initiative, InitiativeAsk, InitiativeClaim, InitiativeContact
from coopnet.initiatives.queries.freshness import find_asked, is_theirs
from coopnet.initiatives.queries.keepers import KIND, list_keepers
from coopnet.initiatives.rules.keeping import CLAIM_LASTS, ClaimWay, Outcome, is_open
from coopnet.initiatives.rules.states import READABLE, Status
from coopnet.initiatives.service.asks import end_asks
from coopnet.initiatives.service.editing import lock
from coopnet.initiatives.service.sharing import tell_others

CLAIMABLE = READABLE - {Status.CLOSED}


def ask_by_letter(initiative_id: int, *, now: datetime) -> None:
    """To its first address, shown or not. Raises `RuleBroken`: `initiative_not_found`, `cannot_be_written`."""
    initiative = _get_claimable(initiative_id)
    to = db.session.scalar(
        select(InitiativeContact.value)
        .where(InitiativeContact.initiative_id == initiative_id, InitiativeContact.kind == EMAIL)
        .order_by(InitiativeContact.is_public.desc(), InitiativeContact.position)
        .limit(1)
    )
    if to is None:
        raise RuleBroken("cannot_be_written")
    made = _add(initiative, ClaimWay.LETTER, None, "", now)
    letters.put(
        letters.CLAIM,
        Address(EMAIL, to),
        key=made.public_id,
        language=initiative.language,
        subject=("initiative_claim", made.public_id),
        values={"initiative": initiative.public_id, "claim": made.public_id},
        now=now,
    )


def take(public_id: str, *, account_key: int, actor: str, now: datetime) -> str:
    """By the letter's button, once. The profile's slug. Raises `RuleBroken`: `claim_ended`, `session_ended`."""
    claim = _get(public_id, ClaimWay.LETTER)
    if not is_open(created_at=claim.created_at, ended_at=claim.ended_at, lasts=CLAIM_LASTS, now=now):
        raise RuleBroken("claim_ended")
    claim.account_id = account_key
    return _accept(claim, accounts.get(account_key), by=actor, actor=actor, now=now)


def take_by_ask(public_id: str, *, account_key: int, actor: str, now: datetime) -> str:
    """By the yearly letter to its own address, which proves what a claim's letter does; once, while nobody keeps it.

    The profile's slug. Raises `RuleBroken`: `ask_ended`, `has_keeper`, `session_ended`.
    """
    asked = find_asked(public_id, now=now)
    if asked is None:
        raise RuleBroken("ask_ended")
    initiative = lock(asked.initiative_id)
    ask = db.session.scalars(
        select(InitiativeAsk).where(InitiativeAsk.public_id == public_id).execution_options(populate_existing=True)
    ).one()
    is_its_own = ask.account_id is None and ask.ended_at is None and is_theirs(ask, initiative)
    if not is_its_own or initiative.status not in CLAIMABLE:
        raise RuleBroken("ask_ended")
    if list_keepers(initiative.public_id):
        raise RuleBroken("has_keeper")
    end_asks(initiative.id, now=now)
    claim = _add(initiative, ClaimWay.LETTER, account_key, "", now)
    return _accept(claim, accounts.get(account_key), by=actor, actor=actor, now=now)


def ask_team(initiative_id: int, text: str, *, account_key: int, now: datetime) -> None:
    """Again, with other reasons, it is the same claim. Raises `RuleBroken`: `initiative_not_found`, `session_ended`."""
    initiative = _get_claimable(initiative_id)
    accounts.get(account_key)
    waiting = db.session.scalars(
        select(InitiativeClaim).where(
            InitiativeClaim.initiative_id == initiative_id,
            InitiativeClaim.account_id == account_key,
            InitiativeClaim.way == ClaimWay.TEAM,
            InitiativeClaim.ended_at.is_(None),
        )
    ).first()
    if waiting is None:
        _add(initiative, ClaimWay.TEAM, account_key, text, now)
    else:
        waiting.text = text
        db.session.flush()


def confirm(public_id: str, *, actor: str, now: datetime) -> None:
    """Raises `RuleBroken("claim_ended")`, also when who asked has been erased."""
    claim = _get(public_id, ClaimWay.TEAM)
    if claim.ended_at is not None or claim.account_id is None:
        raise RuleBroken("claim_ended")
    account = accounts.get(claim.account_id)
    _accept(claim, account, by=_contact(account), actor=actor, now=now)
    _tell(letters.CLAIM_CONFIRMED, account, claim, reason="", now=now)


def decline(public_id: str, *, reason: str, actor: str, now: datetime) -> None:
    """Raises `RuleBroken`: `claim_ended`, `reason_missing`."""
    claim = _get(public_id, ClaimWay.TEAM)
    if claim.ended_at is not None:
        raise RuleBroken("claim_ended")
    if not reason:
        raise RuleBroken("reason_missing")
    _end(claim, Outcome.DECLINED, actor=actor, now=now)
    claim.reason = reason
    if claim.account_id is not None:
        _tell(letters.CLAIM_DECLINED, accounts.get(claim.account_id), claim, reason=reason, now=now)


def _accept(claim: InitiativeClaim, account: Account, *, by: str, actor: str, now: datetime) -> str:
    initiative = lock(claim.initiative_id)
    _end(claim, Outcome.ACCEPTED, actor=actor, now=now)
    roles.grant(account, Role.OWNER, subject_id=initiative.public_id, actor=actor, now=now)
    tell_others(initiative.public_id, but=account.id, who=by, key=claim.public_id, now=now)
    return initiative.slug or ""


def _end(claim: InitiativeClaim, outcome: Outcome, *, actor: str, now: datetime) -> None:
    claim.ended_at, claim.ended_by, claim.outcome = now, actor, outcome.value
    public_id = db.session.scalars(select(Initiative.public_id).where(Initiative.id == claim.initiative_id)).one()
    audit.record(
        at=now,
        actor=actor,
        action=f"initiative.claim.{outcome.value}",
        subject_kind=KIND,
        subject_id=public_id,
        after={"way": claim.way},
    )
    db.session.flush()


def _add(initiative: Initiative, way: ClaimWay, account_key: int | None, text: str, now: datetime) -> InitiativeClaim:
    made = InitiativeClaim(
        public_id=new_public_id(),
        initiative_id=initiative.id,
        account_id=account_key,
        way=way.value,
        text=text,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _get(public_id: str, way: ClaimWay) -> InitiativeClaim:
    asked = select(InitiativeClaim).where(InitiativeClaim.public_id == public_id, InitiativeClaim.way == way)
    found = db.session.scalars(asked.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise RuleBroken("claim_ended")
    return found


def _get_claimable(initiative_id: int) -> Initiative:
    found = db.session.get(Initiative, initiative_id)
    if found is None or found.status not in CLAIMABLE:
        raise RuleBroken("initiative_not_found")
    return found


def _contact(account: Account) -> str:
    address = main_address(account)
    return account.name or (address.value if address else "")


def _tell(kind: str, account: Account, claim: InitiativeClaim, *, reason: str, now: datetime) -> None:
    public_id = db.session.scalars(select(Initiative.public_id).where(Initiative.id == claim.initiative_id)).one()
    letters.put(
        kind,
        main_address(account),
        key=claim.public_id,
        language=account.language,
        subject=("account", account.public_id),
        values={"initiative": public_id, "reason": reason},
        now=now,
    )
