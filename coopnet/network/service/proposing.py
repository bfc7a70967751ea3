"""A coordinator proposes somebody for a request; both sides answer; the clock ends what nobody answered.

`state` of a proposal changes here alone.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update

from coopnet.accounts.models import Account
from coopnet.accounts.rules.people import normal_name
from coopnet.foundation import audit, clock, links
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.network.letters import open_again
from coopnet.network.letters import proposals as letters
from coopnet.network.models import AskedDay, Post, Proposal, Volunteer
from coopnet.network.queries.blocking import list_blocked_with
from coopnet.network.queries.matching import use_of
from coopnet.network.queries.proposals import accepted_by, contact_of, find_proposal, is_alive
from coopnet.network.queries.reading import mark_of
from coopnet.network.queries.sides import LOOKING, helper_of_offer, helper_of_volunteer, need_of
from coopnet.network.rules.matching import Helper, hindrances, reasons
from coopnet.network.rules.posts import Kind
from coopnet.network.rules.proposals import ANSWER_DAYS, STANDING, WAITING, Act, Side, State, next_state
from coopnet.network.rules.states import Act as PostAct
from coopnet.network.rules.states import State as PostState
from coopnet.network.service import moving, standing
from coopnet.network.service.introducing import introduce
from coopnet.network.service.moving import PERSON, SYSTEM


def propose(post_id: str, word: str, *, actor: str, now: datetime) -> str:
    """Both are asked, in this transaction. The proposal's public id. `word` names a volunteer or an offer, as
    `queries.matching.Match` does.

    Pressed twice it is one. Raises `RuleBroken`: `proposal_cannot` when the request no longer looks for somebody,
    `proposal_no_helper`, `proposal_does_not_fit`, `proposal_twice` for the same pair, `asked_today` when one of them
    was asked today.
    """
    post = moving.lock(post_id)
    if post.kind != Kind.REQUEST or post.state not in LOOKING or not post.name:
        raise RuleBroken("proposal_cannot")
    pair = f"{post.public_id}|{word}"
    known = db.session.scalars(select(Proposal).where(Proposal.pair == pair)).first()
    if known is not None and known.state in WAITING:
        return known.public_id
    if known is not None:
        raise RuleBroken("proposal_twice")
    today = clock.to_local(now).date()
    volunteer, offer, helper = _helper(word, category=post.category, today=today)
    need = need_of(post)
    is_kept_out = _is_among(helper, list_blocked_with(need.contacts).values()) or _is_blocked(volunteer or offer)
    helper = replace(helper, is_blocked=is_kept_out)
    if hindrances(need, helper):
        raise RuleBroken("proposal_does_not_fit")
    other = volunteer or offer
    assert other is not None  # noqa: S101 - `_helper` has found one
    _ask_today([post, other], today=today)
    proposal = Proposal(
        public_id=new_public_id(),
        post_id=post.id,
        volunteer_id=volunteer.id if volunteer else None,
        offer_id=offer.id if offer else None,
        pair=pair,
        state=State.PROPOSED.value,
        reasons=[[each.why.value, *each.codes] for each in reasons(need, helper)],
        asked_on=today,
        answer_until=today + timedelta(days=ANSWER_DAYS),
        link_version=1,
        created_at=now,
        updated_at=now,
    )
    db.session.add(proposal)
    post.tried += 1
    db.session.flush()
    _note(proposal, "propose", before="", actor=actor, now=now)
    proposal = _lock(proposal.public_id)
    letters.asked(proposal, now=now)
    raise_generation(HELPERS)
    return proposal.public_id


def accept(public_id: str, side: Side, *, now: datetime, actor: str = PERSON, seen: str | None = None) -> bool:
    """One side says yes. With the second yes the request is promised, and other proposals for it end.

    False where it was said already. `actor` is one of the team where somebody said it by phone, and `seen` the mark of
    what they have read. Raises `RuleBroken`: `proposal_not_found`, `proposal_over`, `proposal_changed`.
    """
    proposal = _lock(public_id)
    post = moving.lock(proposal.post.public_id)
    accepted = accepted_by(proposal)
    after = next_state(proposal.state, Act.ACCEPT, side=side, accepted=accepted)
    if after is None or (proposal.state in WAITING and not is_alive(proposal)):
        raise RuleBroken("proposal_over")
    if after == proposal.state and (side in accepted or after == State.AGREED):
        return False
    _refuse_unread(proposal, seen)
    if side == Side.ASKER:
        proposal.asker_at = now
    else:
        proposal.helper_at = now
    _enter(proposal, after, act=f"accept_{side.value}", actor=actor, now=now)
    if after == State.AGREED:
        _agree(proposal, post, now=now)
    return True


def decline(public_id: str, side: Side, *, now: datetime, actor: str = PERSON, seen: str | None = None) -> bool:
    """One side says not now; no reason is asked, and the other side is never told that it was a refusal.

    False where it had ended so already. Raises as `accept`.
    """
    return _end(public_id, Act.DECLINE, side=side, actor=actor, now=now, seen=seen)


def withdraw(public_id: str, *, now: datetime, actor: str, side: Side | None = None, seen: str | None = None) -> bool:
    """The team takes it back, or a side (`side`) cannot keep what was agreed: then the request is open again.

    Raises as `accept`.
    """
    return _end(public_id, Act.WITHDRAW, side=side, actor=actor, now=now, seen=seen)


def expire(public_id: str, *, now: datetime) -> bool:
    """Nobody answered in time. Raises as `accept`."""
    return _end(public_id, Act.EXPIRE, side=None, actor=SYSTEM, now=now)


def _end(public_id: str, act: Act, *, side: Side | None, actor: str, now: datetime, seen: str | None = None) -> bool:
    proposal = _lock(public_id)
    before, accepted = proposal.state, accepted_by(proposal)
    after = next_state(before, act, side=side, accepted=accepted)
    if after is None:
        raise RuleBroken("proposal_over")
    if after == before:
        return False
    _refuse_unread(proposal, seen)
    if act == Act.DECLINE and side is not None:
        proposal.declined_by = side.value
    _enter(proposal, after, act=act.value, actor=actor, now=now)
    told = {Side.HELPER} if before == State.AGREED else set(accepted)
    letters.over(proposal, told - {side}, now=now)
    if before == State.AGREED:
        post = moving.lock(proposal.post.public_id)
        if post.state == PostState.PROMISED:
            moving.move(post.public_id, PostAct.TAKE_BACK, actor=SYSTEM, now=now)
            _count_helped(post, -1)  # nobody was found: they wait as long as before
        if side != Side.ASKER and post.state in LOOKING:
            open_again(post, now=now)
    return True


def _refuse_unread(proposal: Proposal, seen: str | None) -> None:
    """Whoever of the team says something has read what stands now. `seen` None: nobody who had to."""
    if seen is not None and seen != mark_of(proposal):
        raise RuleBroken("proposal_changed")


def _agree(proposal: Proposal, post: Post, *, now: datetime) -> None:
    moving.move(post.public_id, PostAct.PROMISE, actor=SYSTEM, now=now)
    _count_helped(post, 1)
    others = select(Proposal.public_id).where(
        Proposal.post_id == post.id, Proposal.id != proposal.id, Proposal.state.in_(WAITING)
    )
    for other in db.session.scalars(others.order_by(Proposal.id)).all():
        _end(other, Act.WITHDRAW, side=None, actor=SYSTEM, now=now)
    proposal = _lock(proposal.public_id)
    try:
        proposal.conversation = introduce(proposal, now=now)
    except RuleBroken as refusal:  # they have blocked each other since
        raise RuleBroken("proposal_over") from refusal
    letters.agreed(proposal, now=now)


def _count_helped(post: Post, number: int) -> None:
    """Whoever has found somebody comes after those who have not, whatever else they ask for."""
    reached = [column == value for column, value in ((Post.email, post.email), (Post.phone, post.phone)) if value]
    theirs = update(Post).where(Post.kind == Kind.REQUEST.value, or_(Post.id == post.id, *reached))
    if number < 0:
        theirs = theirs.where(Post.helped > 0)
    db.session.execute(theirs.values(helped=Post.helped + number).execution_options(synchronize_session=False))


def _enter(proposal: Proposal, after: State, *, act: str, actor: str, now: datetime) -> None:
    before, proposal.state, proposal.updated_at = proposal.state, after.value, now
    _note(proposal, act, before=before, actor=actor, now=now)
    if after not in STANDING:
        proposal.reasons = []
    db.session.flush()
    raise_generation(HELPERS)


def _helper(word: str, *, category: str, today: date) -> tuple[Volunteer | None, Post | None, Helper]:
    """Behind their lock: two who are proposed to one helper at once see each other."""
    kind, _colon, public_id = word.partition(":")
    try:
        if kind == "v":
            volunteer = standing.lock(public_id)
            busy = use_of(volunteer_id=volunteer.id).busy
            return volunteer, None, helper_of_volunteer(volunteer, today=today, busy=busy, category=category)
        offer = moving.lock(public_id)
    except RuleBroken as missing:
        raise RuleBroken("proposal_no_helper") from missing
    return None, offer, helper_of_offer(offer, busy=use_of(offer_id=offer.id).busy)


def _ask_today(people: Iterable[Post | Volunteer], *, today: date) -> None:
    """Nobody is asked twice a day, by whichever way they are reached: one row of a day and a contact, or none.

    In one order, so that two who ask the same people at once wait for each other instead of for ever.
    """
    keys = {f"{today}:{links.keyed_hash('asked', who)}" for one in people for who in _ways(one)}
    for key in sorted(keys):
        if not add_if_absent(AskedDay, unique="key", key=key, day=today):
            raise RuleBroken("asked_today")


def _is_blocked(one: Post | Volunteer | None) -> bool:
    """Whether the team keeps their account out."""
    account = db.session.get(Account, one.account_id) if one is not None and one.account_id is not None else None
    return account is not None and account.blocked_at is not None


def _is_among(helper: Helper, contacts: Iterable[frozenset[str]]) -> bool:
    return any(not helper.contacts.isdisjoint(each) for each in contacts)


def _ways(one: Post | Volunteer) -> list[str]:
    """Behind a support point the name tells people apart."""
    contact = contact_of(one)
    return [each.key for each in contact.each] or [f"{contact.key}|{normal_name(one.name)}"]


def _lock(public_id: str) -> Proposal:
    """With both sides, read again behind its lock."""
    locked = select(Proposal.id).where(Proposal.public_id == public_id).with_for_update()
    if db.session.scalar(locked) is None:
        raise RuleBroken("proposal_not_found")
    db.session.expire_all()
    found = find_proposal(public_id)
    assert found is not None  # noqa: S101 - it is locked
    return found


def _note(proposal: Proposal, act: str, *, before: str, actor: str, now: datetime) -> None:
    if actor in (PERSON, SYSTEM):
        return
    audit.record(
        at=now,
        actor=actor,
        action=f"proposal.{act}",
        subject_kind="proposal",
        subject_id=proposal.public_id,
        before={"state": before},
        after={"state": proposal.state},
    )
