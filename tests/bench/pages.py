"""Which pages are measured, what they weigh and how many queries they take."""

import re
from urllib.parse import urljoin

from flask import Flask
from sqlalchemy import event, or_, select

from config import Config
from coopnet.app import create_app
from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.trainings.models import Training
from tests.bench import servers
from tests.bench.report import say
from tests.rig.visitor import weigh

NEVER_KEPT = {"registration form"}
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def find_slugs(env: dict[str, str]) -> list[str]:
    """Of upcoming trainings that take registrations, the soonest first."""
    with make_app(env).app_context():
        now = clock.now()
        return list(
            db.session.scalars(
                select(Training.slug)
                .where(
                    Training.is_public,
                    Training.status == "published",
                    Training.registration_type == "open",
                    Training.starts_at > now,
                    or_(Training.opens_at.is_(None), Training.opens_at <= now),
                    or_(Training.closes_at.is_(None), Training.closes_at > now),
                    Training.capacity.is_not(None),
                    Training.has_two_ways.is_(False),
                    ~Training.questions.any(),
                )
                .order_by(Training.starts_at)
                .limit(20)
            )
        )


def addresses(slugs: list[str]) -> dict[str, str]:
    return {
        "home": "/ca/",
        "list": "/ca/formacions/",
        "search": "/ca/formacions/?q=cooperatives",
        "filtered list": "/ca/formacions/?tema=energia-i-comunitats-energetiques",
        "past": "/ca/formacions/?quan=passades",
        "one training": f"/ca/formacions/{slugs[0]}/",
        "registration form": f"/ca/formacions/{slugs[0]}/inscripcio",
        "privacy": "/ca/privacitat",
    }


def make_app(env: dict[str, str]) -> Flask:
    return create_app({**Config.from_env(env).as_flask(), "TESTING": True})  # what it logs is no figure


def weigh_all(env: dict[str, str], paths: dict[str, str]) -> None:
    """Bytes as they travel (Brotli): the page and all that its first view needs; goal 14,600, a second page 8,000."""
    say("  weight of first views in bytes (page + own graphics, styles and scripts; goal: at most 14,600):")
    with servers.serving("wsgi:app", env) as server:
        base = f"http://localhost:{server.port}"
        for name, path in paths.items():
            html = make_app(env).test_client().get(path).text
            page, assets = weigh(base + path), set(ASSET.findall(html))
            more = sum(weigh(urljoin(base, asset)) for asset in assets)
            say(f"    {name:26} {page + more:6} = {page} + {more}")


def count_queries(env: dict[str, str], paths: dict[str, str]) -> None:
    app = make_app(env)
    seen: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
        engine = db.engine
    client = app.test_client()
    say("  queries a page, nothing kept (goal: at most 6 for lists):")
    for name, path in paths.items():
        client.get(path)
        seen.clear()
        client.get(f"{path}{'&' if '?' in path else '?'}nou=1")
        say(f"    {name:26} {len([one for one in seen if not one.startswith('BEGIN')]):3}")
    engine.dispose()
