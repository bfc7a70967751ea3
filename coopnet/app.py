"""The whole house on one page: its rooms, who listens to what, and what the outbox knows how to word."""

from datetime import time
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from coopnet import cli
from coopnet.foundation import db, events, i18n, jobs, letters
from coopnet.home import views as home
from coopnet.registrations import queries as registration_queries
from coopnet.registrations import views as registrations
from coopnet.registrations.letters import WORDINGS as REGISTRATION_LETTERS
from coopnet.registrations.service import deciding, reminding, upkeep
from coopnet.registrations.views.refusals import REFUSALS
from coopnet.trainings import views as trainings
from coopnet.trainings.rules.states import PlacesChanged, TrainingCancelled
from coopnet.vocabulary import queries as vocabulary
from coopnet.web import (
    addresses,
    assets,
    compression,
    csrf,
    errors,
    flashes,
    headers,
    health,
    kept_forms,
    kept_letters,
    languages,
    limits,
    logs,
    metrics,
    page_cache,
    proxies,
    rendering,
    showcase,
    slots,
    tiles,
)

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: dict[str, object]) -> Flask:
    app = Flask("coopnet", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings)
    logs.init_app(app)  # before the engine is made, which hides what its statements hold
    db.init_app(app)
    rendering.init_app(app)  # before anything asks for the templates' environment
    i18n.init_app(app)
    _build_edge(app)
    tiles.init_app(app)
    vocabulary.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    jobs.init_app(app)
    _subscribe(app)
    _fill_outbox(app)
    slots.offer(app, "trainings.show", registration_queries.panel)
    languages.register_public(app, home.bp)
    app.register_blueprint(home.machines)
    languages.register_public(app, trainings.bp)
    languages.register_public(app, registrations.bp)
    errors.register_words(app, REFUSALS)
    if not app.config["IS_PRODUCTION"]:
        languages.register_public(app, kept_letters.bp)
        languages.register_public(app, showcase.bp)
    cli.register(app)
    return app


def _build_edge(app: Flask) -> None:
    """What every request passes.

    Hooks before a view run in this order, hooks after it in the opposite one. The last three stand in front of Flask,
    the last one outermost.
    """
    before = (addresses, languages, errors, health, metrics, limits, csrf, flashes, headers, compression)
    for part in (*before, kept_forms, page_cache, assets, proxies):
        part.init_app(app)


def _subscribe(app: Flask) -> None:
    """Who listens to what; in this order, in the publisher's transaction."""
    events.subscribe(app, PlacesChanged, deciding.on_places_changed)
    events.subscribe(app, TrainingCancelled, deciding.on_training_cancelled)


def _fill_outbox(app: Flask) -> None:
    """What the outbox can word and do, and what is done by the clock."""
    for kind, wording in REGISTRATION_LETTERS.items():
        letters.register_letter(app, kind, wording)
    letters.register_job(app, deciding.TELL_CANCELLED, deciding.tell_cancelled)
    letters.register_job(app, reminding.SEND_LINKS, reminding.send_links)
    jobs.register_periodic(app, upkeep.ERASE, handler=upkeep.erase_job, at=time(4, 0))
    jobs.register_periodic(app, upkeep.COMPARE, handler=upkeep.compare_job, at=time(4, 30))
