"""The pages of the board that are measured, and of those who talk about what stands there."""

from sqlalchemy import select

from coopnet.conversations.models import Party
from coopnet.conversations.queries.finding import MANAGE
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.queries import find_post, word_of
from tests.bench import servers
from tests.bench.pages import make_app

MESSAGES_A_POST = 4


def fill(env: dict[str, str], size: int) -> dict[str, str]:
    """The demo board, `size` posts more and four times as many messages; its pages by name."""
    servers.flask(env, "demo", "load", "--posts", str(size), "--messages", str(MESSAGES_A_POST * size))
    with make_app(env).app_context():
        newest = select(Post.public_id).where(Post.is_listed, Post.audience == "everybody").order_by(Post.id.desc())
        post = find_post(db.session.scalars(newest.limit(1)).one())
        assert post is not None
        word = word_of(post)
        party = db.session.scalars(select(Party).where(Party.name != "").order_by(Party.id.desc()).limit(1)).one()
        talk = links.make_link(MANAGE, party.public_id, party.link_version)
        db.session.remove()
        db.engine.dispose()
    return {
        "digital network": "/ca/xarxa/",
        "board": "/ca/xarxa/tauler/",
        "board search": "/ca/xarxa/tauler/?q=aparells",
        "filtered board": "/ca/xarxa/tauler/?tipus=oferta&barri=sants&llengua=es",
        "one post": f"/ca/xarxa/tauler/{word}/",
        "answering it": f"/ca/xarxa/tauler/{word}/respon",
        "one conversation": f"/ca/xarxa/converses/{talk}/",
    }
