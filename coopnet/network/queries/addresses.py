from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.queries.words import slug_for
from coopnet.network.rules.posts import Audience, Kind


def iterate_addresses(*, limit: int) -> Iterator[tuple[str, datetime | None]]:
    """What names each offer that everybody may see, and its last change. Requests are for nobody's index."""
    today = clock.to_local(clock.now()).date()
    rows = db.session.execute(
        select(Post.public_id, Post.category, Post.barri, Post.title, Post.updated_at)
        .where(
            Post.is_listed == true(),
            Post.kind == Kind.OFFER.value,
            Post.audience == Audience.EVERYBODY.value,
            or_(Post.leaves_on.is_(None), Post.leaves_on > today),
        )
        .order_by(Post.id.desc())
        .limit(limit)
    )
    for row in rows:
        slug = slug_for(kind=Kind.OFFER, category=row.category, barri=row.barri, title=row.title)
        yield f"{row.public_id}-{slug}", row.updated_at
