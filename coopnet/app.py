"""The whole house on one page: its rooms, who listens to what, and what the outbox knows how to word."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from coopnet import cli
from coopnet.foundation import db, i18n, jobs
from coopnet.home import views as home
from coopnet.vocabulary import queries as vocabulary
from coopnet.web import languages

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: dict[str, object]) -> Flask:
    app = Flask("coopnet", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings)
    db.init_app(app)
    i18n.init_app(app)
    languages.init_app(app)
    vocabulary.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    jobs.init_app(app)
    languages.register_public(app, home.bp)
    cli.register(app)
    return app
