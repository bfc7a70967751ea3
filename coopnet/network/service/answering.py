"""Somebody answers a post: they and its maker talk from here on, and the post says so."""

from collections.abc import Collection
from datetime import datetime

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.rules.events import TalkBegan
from coopnet.conversations.rules.talk import Opened, Person, Source
from coopnet.conversations.service import opening
from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.network.models import Post
from coopnet.network.queries.finding import is_on_board
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import LIVE, Act, can_do
from coopnet.network.service.moving import SUBJECT_KIND, SYSTEM, lock, move


def answer(
    public_id: str,
    answerer: Person,
    text: str,
    *,
    audiences: Collection[Audience],
    source: Source,
    form_key: str | None,
    now: datetime,
) -> Opened:
    """`audiences` are those that the answerer may see. Raises `RuleBroken`: `post_not_found`, also where it is not
    theirs to see; `post_cannot` once it is done; and what `opening.answer` raises.
    """
    post = lock(public_id)
    if post.audience not in audiences or not is_on_board(post, today=clock.to_local(now).date()):
        raise RuleBroken("post_not_found")
    if post.state not in LIVE:
        raise RuleBroken("post_cannot")
    return opening.answer(
        subject=(SUBJECT_KIND, public_id),
        about=post.title,
        about_language=post.text_language,
        maker=_maker_of(post),
        answerer=answerer,
        text=text,
        source=source,
        form_key=form_key,
        now=now,
    )


def on_talk_began(event: TalkBegan) -> None:
    """The maker has the first message of somebody: the post is talked about."""
    if event.subject_kind == SUBJECT_KIND and can_do(lock(event.subject_id).state, Act.TALK):
        move(event.subject_id, Act.TALK, actor=SYSTEM, now=event.at)


def _maker_of(post: Post) -> Person:
    entity = db.session.get(Initiative, post.initiative_id) if post.initiative_id is not None else None
    return Person(
        name=post.name,
        contact=Contact(email=post.email, phone=post.phone, point=post.point),
        language=post.language,
        barri=post.barri,
        account_id=post.account_id,
        made_by=post.made_by_id,
        entity_id=entity.public_id if entity else None,
        entity_name=entity.name if entity else "",
    )
