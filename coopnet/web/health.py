"""What a watcher asks: whether the process lives, and whether it can do its work."""

from datetime import timedelta
from pathlib import Path

import structlog
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from coopnet.foundation import clock, jobs
from coopnet.foundation.db import db

OLDEST_BEAT = timedelta(seconds=60)
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

_KEY = "coopnet.migration_heads"

bp = Blueprint("health", __name__)
log = structlog.get_logger("coopnet.health")


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)


@bp.get("/healthz")
def is_alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/readyz")
def is_ready() -> ResponseReturnValue:
    """`database` answers, `migrations` are at the newest, a `worker` has said within a minute that it lives."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        found = MigrationContext.configure(db.session.connection()).get_current_heads()
        checks["database"] = True
        checks["migrations"] = set(found) == _heads()
        beat = jobs.find_last_beat() if checks["migrations"] else None
        checks["worker"] = beat is not None and clock.now() - beat < OLDEST_BEAT
    except SQLAlchemyError as problem:
        log.warning("not_ready", problem=type(problem).__name__)
    is_good = all(checks.values())
    answer = jsonify(status="ok" if is_good else "not ready", checks=checks)
    answer.status_code = 200 if is_good else 503
    return answer


def _heads() -> set[str]:
    """Of the scripts that came with this version, which do not change while it runs."""
    found: set[str] = current_app.extensions.setdefault(_KEY, set())
    if not found:
        found.update(ScriptDirectory(str(MIGRATIONS)).get_heads())
    return found
