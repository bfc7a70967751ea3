"""The pages of the board that are measured."""

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.queries import find_post, word_of
from tests.bench import servers
from tests.bench.pages import make_app


def fill(env: dict[str, str], size: int) -> dict[str, str]:
    """The demo board and `size` posts more; its pages by name."""
    servers.flask(env, "demo", "load", "--posts", str(size))
    with make_app(env).app_context():
        newest = select(Post.public_id).where(Post.is_listed, Post.audience == "everybody").order_by(Post.id.desc())
        post = find_post(db.session.scalars(newest.limit(1)).one())
        assert post is not None
        word = word_of(post)
        db.session.remove()
        db.engine.dispose()
    return {
        "digital network": "/ca/xarxa/",
        "board": "/ca/xarxa/tauler/",
        "board search": "/ca/xarxa/tauler/?q=aparells",
        "filtered board": "/ca/xarxa/tauler/?tipus=oferta&barri=sants&llengua=es",
        "one post": f"/ca/xarxa/tauler/{word}/",
    }
