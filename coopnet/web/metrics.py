"""Figures for Prometheus, where the settings switch them on (`COOPNET_METRICS=1`). Routes, never paths.

Each process keeps its own figures in a file; whichever one is asked adds them up. The folder belongs to the process
that loaded the application, before it forked.
"""

import os
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, current_app, g, request
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from coopnet.foundation import clock, jobs, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram, Metric

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

_KEY = "coopnet.metrics"

bp = Blueprint("metrics", __name__)


@dataclass(frozen=True)
class Instruments:
    requests: "Counter"
    hits: "Counter"
    seconds: "Histogram"


class Outbox:
    """Asked of the database at each scrape: the same from whichever process."""

    def collect(self) -> Iterable["Metric"]:
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - only where metrics are wanted

        now = clock.now()
        waiting = GaugeMetricFamily("coopnet_outbox", "Letters, messages and jobs that have not left", labels=["state"])
        rows = db.session.execute(
            select(Dispatch.state, func.count())
            .where(Dispatch.state != outbox.SENT, Dispatch.channel != outbox.POINT)
            .group_by(Dispatch.state)
        )
        counted: dict[str, int] = {state: count for state, count in rows}  # noqa: C416 - rows are no pairs to mypy
        for state in (outbox.QUEUED, outbox.DEAD):
            waiting.add_metric([state], counted.get(state, 0))
        yield waiting
        is_late = (Dispatch.state == outbox.QUEUED) & (Dispatch.channel != outbox.POINT)
        oldest = db.session.scalar(select(func.min(Dispatch.due_at)).where(is_late))
        late = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
        yield GaugeMetricFamily("coopnet_outbox_late_seconds", "How long the oldest due one has been waiting", late)
        beat = jobs.find_last_beat()
        age = (now - beat).total_seconds() if beat else float("inf")
        yield GaugeMetricFamily("coopnet_worker_beat_age_seconds", "Since a worker last said that it lives", age)


def init_app(app: Flask) -> None:
    """Before anything loads `prometheus_client`, which looks at the environment only once."""
    if not app.config["METRICS"]:
        return
    _make_folder(Path(app.config["DATA"]) / "metrics")
    from prometheus_client import Counter, Histogram  # noqa: PLC0415 - not loaded where nobody wants it

    app.extensions[_KEY] = Instruments(
        requests=Counter("coopnet_requests", "Answers by Flask", ["route", "method", "status"], registry=None),
        hits=Counter("coopnet_cache_hits", "Answers by the page cache", ["route"], registry=None),
        seconds=Histogram("coopnet_request_seconds", "Time in Flask", ["route"], buckets=BUCKETS, registry=None),
    )
    app.before_request(_begin)
    app.after_request(_count)
    app.register_blueprint(bp)


def count_hit(app: Flask, route: str) -> None:
    """An answer of the page cache, which no hook of Flask sees."""
    instruments: Instruments | None = app.extensions.get(_KEY)
    if instruments:
        instruments.hits.labels(route).inc()


@bp.get("/metrics")
def show() -> Response:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415 - as above
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - as above

    registry: Any = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Outbox())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _begin() -> None:
    g.counted_from = time.perf_counter()


def _count(response: Response) -> Response:
    instruments: Instruments = current_app.extensions[_KEY]
    route = request.url_rule.rule if request.url_rule else "none"
    # A made-up method must not make a new figure.
    method = request.method if request.method in METHODS else "other"
    instruments.requests.labels(route, method, response.status_code).inc()
    if "counted_from" in g:
        instruments.seconds.labels(route).observe(time.perf_counter() - g.counted_from)
    return response


def _make_folder(folder: Path) -> None:
    """One for this process and those it forks; those of processes that are gone go too."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name.isdigit() and not _is_alive(int(old.name)):
            shutil.rmtree(old, ignore_errors=True)
    mine = folder / str(os.getpid())
    mine.mkdir(exist_ok=True)
    os.environ[FOLDER_VARIABLE] = str(mine)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
