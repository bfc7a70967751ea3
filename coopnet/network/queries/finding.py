"""Posts: by id, by link, by who is reached."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.queries.finding import keeps
from coopnet.foundation import clock, links
from coopnet.foundation.db import db
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.network.models import Post
from coopnet.network.queries.words import slug_for
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import ENDED, STANDING, State

MANAGE = "post"
DIGEST = "post-digest"
KEEPING = "post-entity"  # gives no right by itself: who comes by it must keep the entity

_SEEN: Select[Post] = select(Post).options(joinedload(Post.initiative)).where(Post.public_id == bindparam("public_id"))
_WHOLE: Select[Post] = _SEEN.options(selectinload(Post.steps))


def find_post(public_id: str) -> Post | None:
    """With its entity and its steps, whatever its state."""
    return db.session.scalars(_WHOLE, {"public_id": public_id}).first()


def find_plain(public_id: str) -> Post | None:
    """Without its steps, whatever its state."""
    return db.session.scalars(_SEEN, {"public_id": public_id}).first()


def find_by_link(token: str, *, purpose: str = MANAGE) -> Post | None:
    """Whom a link belongs to. None alike for a link that is forged, revoked, cut short, or of nobody."""
    claim = links.read_link(token)
    found = find_post(claim.public_id) if claim is not None else None
    if claim is None or found is None or not links.is_genuine(claim, purpose, found.link_version):
        return None
    return found


def find_mine(token: str, viewer: Viewer | None) -> Post | None:
    """By its maker's own link, or as one of those who keep the entity in whose name it stands.

    None alike for any link that gives no right.
    """
    found = find_by_link(token) or find_by_link(token, purpose=KEEPING)
    if found is None or is_makers(token, found):
        return found
    return found if found.initiative is not None and keeps(viewer, found.initiative.public_id) else None


def is_makers(token: str, post: Post) -> bool:
    """Whether a link that leads to the post is its maker's own."""
    claim = links.read_link(token)
    return claim is not None and links.is_genuine(claim, MANAGE, post.link_version)


def link_of(post: Post, *, purpose: str = MANAGE) -> str:
    return links.make_link(purpose, post.public_id, post.link_version)


def find_visible(public_id: str, *, audiences: Collection[Audience], now: datetime) -> Post | None:
    """One that somebody may see, without its steps.

    None alike where it is not theirs to see, stands no longer, or never was.
    """
    post = find_plain(public_id)
    if post is None or post.audience not in audiences or not is_on_board(post, today=clock.to_local(now).date()):
        return None
    return post


def has_been_public(public_id: str) -> bool:
    """Whether everybody could read it, and it has ended since. False for what was protected, as for what never was."""
    post = find_plain(public_id)
    if post is None or post.audience != Audience.EVERYBODY or post.published_at is None:
        return False
    return post.state in ENDED and post.state != State.REJECTED


def is_on_board(post: Post, *, today: date) -> bool:
    return post.is_listed and (post.leaves_on is None or post.leaves_on > today)


def word_of(post: Post) -> str:
    """What names it in its address."""
    slug = slug_for(kind=post.kind, category=post.category, barri=post.barri, title=post.title)
    return f"{post.public_id}-{slug}"


def place_of(initiative: Initiative | None) -> str:
    """Where an entity is, if its profile says so to everybody; empty where it does not."""
    if initiative is None or not initiative.is_listed or initiative.shows_only_barri:
        return ""
    row = db.session.execute(
        select(InitiativePlace.name, InitiativePlace.address)
        .where(InitiativePlace.initiative_id == initiative.id)
        .order_by(InitiativePlace.position)
        .limit(1)
    ).first()
    return ", ".join(part for part in row if part) if row else ""


def find_same(active_key: str) -> Post | None:
    """The post that the same person has made already, and that stands."""
    return db.session.scalars(
        select(Post).where(Post.active_key == active_key, Post.state.in_(STANDING)).order_by(Post.id)
    ).first()


def list_by_contact(contact: Contact) -> Sequence[Post]:
    """Those that are not erased, the newest first."""
    reached = Post.email == contact.email if contact.email else Post.phone == contact.phone
    return db.session.scalars(
        select(Post).where(reached, Post.state != State.REJECTED).order_by(Post.id.desc()).limit(50)
    ).all()


def count_helped(contact: Contact) -> int:
    """How often somebody was found for whom this contact reaches; a support point's is many people's."""
    reached = [Post.email == one.email if one.email else Post.phone == one.phone for one in contact.each]
    return (db.session.scalar(select(func.max(Post.helped)).where(or_(*reached))) or 0) if reached else 0
