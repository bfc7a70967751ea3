"""The short codes of a post, to be said on the phone: its slip's, and its public page's, which anybody may know.

They are stored nowhere, and give no right by themselves.
"""

from collections.abc import Iterable

from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.rules.states import STANDING, State

CODE = "post"
SHOWN_CODE = "post-shown"
SLIP = "post-slip"  # what the slip's picture opens: it gives no right
CODE_LENGTH = 8
MOST = 20_000  # that stand or may come back, the newest first


def code_of(post: Post, *, purpose: str = CODE) -> str:
    """As a person reads and says it: two groups of four."""
    code = links.make_code(purpose, post.public_id, links.current_key_id()).upper()
    return f"{code[:4]}-{code[4:]}"


def slip_link_of(post: Post) -> str:
    return links.make_link(SLIP, post.public_id, post.link_version)


def find_coded(typed: str, public_ids: Iterable[str], *, purpose: str = CODE) -> str | None:
    """Whose code it is, however it is written."""
    wanted = links.clean_code(typed)
    if len(wanted) != CODE_LENGTH:
        return None
    keys = list(links.key_ring())
    return next((one for one in public_ids if wanted in {links.make_code(purpose, one, key) for key in keys}), None)


def find_standing(typed: str, *, purpose: str = CODE) -> str | None:
    """The public id of the post of that code, among those of which something can still be done."""
    standing = [*sorted(STANDING), State.EXPIRED.value, State.REJECTED.value]
    asked = select(Post.public_id).where(Post.state.in_(standing)).order_by(Post.id.desc()).limit(MOST)
    return find_coded(typed, db.session.scalars(asked), purpose=purpose)
