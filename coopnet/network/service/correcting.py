"""A maker changes what a post says. What others would read anew goes back to the team; whoever has answered stays."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import assisting, keeping_out
from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.network.models import Post, PostStep
from coopnet.network.queries.board import KIND, PROTECTED_KIND
from coopnet.network.queries.finding import find_same
from coopnet.network.queries.said import said_of
from coopnet.network.queries.served import SUBJECT, find_served
from coopnet.network.rules.changes import CHANGEABLE, Said, wants_reading
from coopnet.network.rules.posts import Kind, audience_of, shown_until
from coopnet.network.rules.states import LIVE, STANDING, Act, State
from coopnet.network.service.indexing import derive
from coopnet.network.service.moving import PERSON, lock, move
from coopnet.network.service.posting import key_of


class Changed(StrEnum):
    NOTHING = "nothing"  # it says so already, as when a button is pressed twice
    SAVED = "saved"
    TO_READ = "to_read"  # by the team, before others see it


def change(public_id: str, said: Said, *, seen: int, now: datetime) -> Changed:
    """`seen` is the version that was being changed.

    Raises `RuleBroken`: `post_not_found`, `post_cannot` once it has ended, `post_edited` when it was changed meanwhile,
    `post_twice` when the same person has another post that says the same, `kept_out`.
    """
    post = lock(public_id)
    if post.state not in CHANGEABLE or not post.name:
        raise RuleBroken("post_cannot")
    keeping_out.check(Contact(email=post.email, phone=post.phone))
    kind, stands = Kind(post.kind), said_of(post)
    said = replace(
        said,
        for_minor=said.for_minor and kind == Kind.REQUEST,
        audience=audience_of(kind, said.audience, for_minor=said.for_minor),
    )
    if said == stands and post.state != State.REJECTED:
        return Changed.NOTHING
    if seen != post.version:
        raise RuleBroken("post_edited")
    is_reread = wants_reading(stands, said)
    _keep_before(post, stands, is_reread=is_reread)
    _write(post, said, stands, now=now)
    if post.state == State.REJECTED or (post.state in LIVE and is_reread):
        move(public_id, Act.CHANGE, actor=PERSON, now=now)
        return Changed.TO_READ
    db.session.add(PostStep(post_id=post.id, at=now, act=Act.CHANGE.value, state=post.state, actor=PERSON))
    derive(post, today=clock.to_local(now).date())
    db.session.flush()
    return Changed.SAVED


def change_for(public_id: str, said: Said, *, seen: int, point: str, actor: str, now: datetime) -> Changed:
    """By who helps at a support point, for somebody of theirs. Raises as `change`."""
    if find_served(point, public_id, now) is None:
        raise RuleBroken("post_not_found")
    changed = change(public_id, said, seen=seen, now=now)
    if changed != Changed.NOTHING:
        assisting.note_help(SUBJECT, public_id, point=point, actor=actor, action="post.change_for", now=now)
    return changed


def _keep_before(post: Post, stands: Said, *, is_reread: bool) -> None:
    """What the team has read of it last; a post that it has not read yet has nothing before it."""
    if post.before is not None or post.state == State.PENDING:
        return
    if post.state == State.REJECTED:
        post.before = stands.compared() | {"reason": post.reason}
    elif is_reread:
        post.before = stands.compared()


def _write(post: Post, said: Said, stands: Said, *, now: datetime) -> None:
    contact = Contact(email=post.email, phone=post.phone, point=post.point)
    key = key_of(post.kind, said.category, said.title, contact=contact, name=post.name)
    other = find_same(key)
    if other is not None and other.id != post.id:
        raise RuleBroken("post_twice")
    if said.audience != stands.audience and post.is_listed:
        for index in (KIND, PROTECTED_KIND):  # nobody finds it by a word where it was found before
            text_index.remove(index, post.id)
    for name, value in said.columns().items():
        setattr(post, name, value)
    post.version, post.updated_at = post.version + 1, now
    post.active_key = key if post.state in STANDING | {State.REJECTED} else None
    if said.shown_days != stands.shown_days and post.state in LIVE:
        post.shown_until = shown_until(said.shown_days, today=clock.to_local(now).date())
        post.announced_for = None
    db.session.flush()
