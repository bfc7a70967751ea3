"""What becomes of a post beside its state: the weekly letter, and that it was somebody else's contact."""

from datetime import datetime

from sqlalchemy import or_, update

from coopnet.accounts.service import assisting
from coopnet.conversations.service import erasing
from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.network.models import Post, Proposal
from coopnet.network.rules.states import Act, next_state
from coopnet.network.service.indexing import derive
from coopnet.network.service.moving import PERSON, SUBJECT_KIND, lock, move


def want_digest(public_id: str, *, is_wanted: bool, now: datetime) -> None:
    """Raises `RuleBroken("post_not_found")`."""
    post = lock(public_id)
    if not post.name:
        raise RuleBroken("post_not_found")
    post.wants_digest, post.updated_at = is_wanted, now


def remove(public_id: str, *, now: datetime, actor: str = PERSON) -> None:
    """It goes from the board, and all that is personal in it at once: it was not they who wrote it, or they are erased.

    No letter follows: it would go to somebody who never asked for any. Raises `RuleBroken("post_not_found")`.
    """
    post = lock(public_id)
    if next_state(post.state, Act.WITHDRAW) is not None:
        move(public_id, Act.WITHDRAW, actor=actor, now=now)
    erase(post, now=now)


def erase(post: Post, *, now: datetime) -> None:
    """What somebody wrote and who they are; that there was a post, of which kind, and what became of it, stays."""
    post.name = post.title = post.details = post.when = post.reason = ""
    post.email = post.phone = post.point = post.before = None
    post.account_id = post.made_by_id = None
    post.active_key = post.form_hash = None
    post.wants_digest = False
    derive(post, today=clock.to_local(now).date())
    assisting.forget("post", post.public_id)
    outbox.forget("post", post.public_id)
    why = update(Proposal).where(or_(Proposal.post_id == post.id, Proposal.offer_id == post.id)).values(reasons=[])
    db.session.execute(why.execution_options(synchronize_session=False))
    erasing.erase_about(SUBJECT_KIND, post.public_id)
