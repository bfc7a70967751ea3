"""The pages of the directory that are measured."""

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from tests.bench import servers
from tests.bench.pages import make_app

ON_DEMAND = {"points of the big map"}  # asked for after a press, so in no first view


def fill(env: dict[str, str], size: int) -> dict[str, str]:
    """The demo directory and `size` more; its pages by name."""
    servers.flask(env, "demo", "load", "--initiatives", str(size))
    with make_app(env).app_context():
        slug = db.session.scalars(
            select(Initiative.slug).where(Initiative.is_listed).order_by(Initiative.id.desc()).limit(1)
        ).one()
        db.session.remove()
        db.engine.dispose()
    return {
        "directory and map": "/ca/iniciatives/",
        "part of the map": "/ca/iniciatives/?zona=03",
        "directory search": "/ca/iniciatives/?q=cultura",
        "filtered directory": "/ca/iniciatives/?sector=cultura&barri=sants&oberta=1",
        "one profile": f"/ca/iniciatives/{slug}/",
        "points of the big map": "/ca/iniciatives/mapa.json?oest=2.1&est=2.18&sud=41.34&nord=41.39",
    }
