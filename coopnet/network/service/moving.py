"""The one way in which a post goes from one state to another. Who asks for it says which act; the rules say whether."""

from datetime import date, datetime

from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import keeping_out
from coopnet.conversations.rules.talk import Note
from coopnet.conversations.service import telling
from coopnet.foundation import audit, clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.network import letters
from coopnet.network.models import Post, PostStep
from coopnet.network.queries.moderation import mark_of
from coopnet.network.rules.posts import shown_until
from coopnet.network.rules.states import ENDED, LIVE, STANDING, Act, State, next_state
from coopnet.network.service.indexing import derive

PERSON = "person"  # its maker, by their link
SYSTEM = "system"
TEAM = "team"
SUBJECT_KIND = "post"  # of conversations about one

# A post that was changed goes between these until the team shows it again where it stood.
REREAD = {State.PENDING.value, State.REJECTED.value}
# What its maker presses is told to everybody who has answered.
TOLD = {
    Act.PROMISE: Note.PROMISED,
    Act.TAKE_BACK: Note.OPEN_AGAIN,
    Act.FULFIL_PARTLY: Note.PARTLY_DONE,
    Act.FULFIL: Note.DONE,
    Act.WITHDRAW: Note.GONE,
}


def move(
    public_id: str,
    act: Act,
    *,
    actor: str,
    now: datetime,
    reason: str = "",
    seen: str | None = None,
    is_told: bool = True,
) -> bool:
    """Does it, and tells its maker when it was somebody else. False where it is so already: pressing twice is once.

    `actor` is `PERSON`, `SYSTEM`, or the e-mail of one of the team. A rejection gives its `reason`, which its maker
    reads. `is_told` False: another letter says so already. `seen` is the mark of what one of the team has read.

    Raises `RuleBroken`: `post_not_found`, `post_cannot` for what its state does not allow, `post_changed` where it is
    not what was read, `reason_missing`, `kept_out`.
    """
    post = lock(public_id)
    after = next_state(post.state, act, hidden_from=post.hidden_from)
    if after is None:
        raise RuleBroken("post_cannot")
    today = clock.to_local(now).date()
    if act == Act.RENEW:
        keeping_out.check(Contact(email=post.email, phone=post.phone))
        until = shown_until(post.shown_days, today=today)
        if after == post.state and post.shown_until == until:
            return False
        post.shown_until, post.announced_for = until, None
    elif after == post.state:
        return False
    refuse_unread(post, seen)
    if act == Act.REJECT and not reason:
        raise RuleBroken("reason_missing")
    before, came_from = post.state, post.hidden_from
    _enter(post, after, act=act, now=now)
    _show(post, act, is_new=came_from is None, today=today, now=now)
    post.reason = reason if act == Act.REJECT else ""
    _note(post, act, before=before, actor=actor, now=now)
    derive(post, today=today)
    db.session.flush()
    if actor != PERSON and is_told:
        letters.moved(post, act, now=now)
    if not (act == Act.REJECT and before == State.PENDING and came_from):  # a change: whoever answered may stay
        _tell(public_id, act, actor=actor, now=now)
    return True


def lock(public_id: str) -> Post:
    """Read again behind its lock, so that two who press at once see what the other did."""
    found = db.session.scalars(
        select(Post).where(Post.public_id == public_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("post_not_found")
    return found


def refuse_unread(post: Post, seen: str | None) -> None:
    """Whoever decides has read what stands now. `seen` None: nobody who had to."""
    if seen is not None and seen != mark_of(post):
        raise RuleBroken("post_changed")


def _tell(public_id: str, act: Act, *, actor: str, now: datetime) -> None:
    if act == Act.REJECT:
        telling.close_all((SUBJECT_KIND, public_id), now=now)
    elif act in TOLD and actor == PERSON:
        telling.tell((SUBJECT_KIND, public_id), TOLD[act], now=now)


def _enter(post: Post, after: State, *, act: Act, now: datetime) -> None:
    if act == Act.HIDE or (act == Act.CHANGE and post.state in LIVE):
        post.hidden_from = post.state
    elif not {post.state, after.value} <= REREAD:
        post.hidden_from = None
    post.state, post.updated_at = after, now
    post.ended_at = now if after in ENDED else None
    if after not in STANDING:
        post.active_key = None


def _show(post: Post, act: Act, *, is_new: bool, today: date, now: datetime) -> None:
    """The team has read what it says; and for how long it stands."""
    if act in (Act.APPROVE, Act.SHOW_AGAIN):
        post.before = None
    if act == Act.APPROVE and is_new:
        post.published_at = now
    is_late = post.shown_until is not None and post.shown_until < today  # as what was promised for long
    if act == Act.APPROVE or (act == Act.TAKE_BACK and is_late):
        post.shown_until, post.announced_for = shown_until(post.shown_days, today=today), None


def _note(post: Post, act: Act, *, before: str, actor: str, now: datetime) -> None:
    is_team = actor not in (PERSON, SYSTEM)
    db.session.add(PostStep(post_id=post.id, at=now, act=act.value, state=post.state, actor=TEAM if is_team else actor))
    if is_team:
        audit.record(
            at=now,
            actor=actor,
            action=f"post.{act.value}",
            subject_kind="post",
            subject_id=post.public_id,
            before={"state": before},
            after={"state": post.state},
        )
