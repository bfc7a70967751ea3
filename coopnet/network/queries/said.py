"""What a post says, as it may be changed."""

from coopnet.network.models import Post
from coopnet.network.rules.changes import Said
from coopnet.network.rules.posts import Audience


def said_of(post: Post) -> Said:
    return Said(
        category=post.category,
        title=post.title,
        details=post.details,
        text_language=post.text_language,
        terms=tuple(post.terms),
        barri=post.barri,
        languages=tuple(post.languages),
        when=post.when,
        times=post.times,
        ways=tuple(post.ways),
        for_minor=post.for_minor,
        quantity=post.quantity,
        needed_by=post.needed_by,
        shown_days=post.shown_days,
        audience=Audience(post.audience),
    )
