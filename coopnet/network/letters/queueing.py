"""Each of these is called in the transaction that is the letter's cause. Nothing is worded here."""

from collections.abc import Sequence
from datetime import datetime

from coopnet.accounts.rules.helping import tell_by
from coopnet.foundation import outbox
from coopnet.network.letters import kinds
from coopnet.network.models import Post
from coopnet.network.rules.states import Act

SUBJECT = "post"


def asked(post: Post, *, now: datetime) -> None:
    """The first letter: what was written, that the team looks at it, the maker's own link."""
    _put(post, kinds.ASKED, now=now, key="asked")


def again(post: Post, *, now: datetime) -> None:
    """At most once an hour: whoever knows contact, name and title cannot fill somebody's letter box."""
    _put(post, kinds.AGAIN, now=now, key=f"again:{now:%Y%m%d%H}")


def moved(post: Post, act: Act, *, now: datetime) -> None:
    """What the team, a notice or the clock has done; nothing of what its maker did."""
    kind = kinds.BY_ACT.get(act)
    if kind is not None:
        _put(post, kind, now=now, key=f"{act.value}:{now.isoformat()}")


def open_again(post: Post, *, now: datetime) -> None:
    """Who was going to help cannot after all; by whichever way its maker is reached, also through a point."""
    _put(post, kinds.OPEN_AGAIN, now=now, key=f"open_again:{now.isoformat()}")


def expiring(post: Post, *, now: datetime) -> None:
    _put(post, kinds.EXPIRING, now=now, key=f"expiring:{post.shown_until}")


def digest(post: Post, found: Sequence[str], *, now: datetime) -> None:
    """What is near and fits, by public id."""
    _put(post, kinds.DIGEST, now=now, key=f"digest:{now.isoformat()}", found=list(found))


def links(dispatch: outbox.Dispatch, *, email: str | None, phone: str | None) -> None:
    """All the links of one address, to that address; of the job that was asked for them."""
    channel = outbox.EMAIL if email else outbox.SMS
    outbox.put(
        dedup_key=f"{dispatch.dedup_key}:{channel}",
        channel=channel,
        kind=kinds.LINKS,
        now=dispatch.queued_at,
        subject_kind="contact",
        subject_id=dispatch.subject_id,
        recipient=email or phone,
        language=dispatch.language,
    )


def _put(post: Post, kind: str, *, now: datetime, key: str, found: Sequence[str] = ()) -> None:
    """By e-mail, else by SMS, else by the support point, which tells them."""
    recipient = post.email or post.phone or post.point
    if recipient is None:
        return
    channel = outbox.EMAIL if post.email else outbox.SMS if post.phone else outbox.POINT
    outbox.put(
        dedup_key=f"post:{post.public_id}:{key}",
        channel=channel,
        kind=kind,
        now=now,
        subject_kind=SUBJECT,
        subject_id=post.public_id,
        recipient=recipient,
        language=post.language,
        values={"version": post.link_version, **({"found": list(found)} if found else {})},
        due_at=tell_by(now) if channel == outbox.POINT else None,
    )
