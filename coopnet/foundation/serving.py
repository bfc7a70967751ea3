"""Web server and worker as one thing to start and to stop.

The supervisor loads the application once and forks: one child runs gunicorn, which forks its own workers, the other
the outbox worker. What was loaded is shared, so both start at once and weigh little. A child that dies is started
again. No child outlives the supervisor, not even one that is killed.
"""

import ctypes
import gc
import os
import random
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.http import errors as unreadable  # type: ignore[import-untyped]
from gunicorn.util import write_nonblock  # type: ignore[import-untyped]
from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from coopnet.foundation import clock, served
from coopnet.foundation.db import db, keep_free
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker

GRACE_SECONDS = 10  # for requests and the letter in hand; then children are killed
BIND_SECONDS = 5  # the one before may still be ending
PAUSE_SECONDS = (0.5, 5.0)  # before a child starts again; doubles while it dies young
YOUNG_SECONDS = 5.0
WORKER_NICENESS = 5  # letters wait for pages, not the other way round
_PR_SET_PDEATHSIG = 1

# Of what never reaches the application: the web server could not read it.
STATUSES = {
    unreadable.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
    unreadable.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    unreadable.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    unreadable.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    unreadable.InvalidResponseHeader: HTTPStatus.INTERNAL_SERVER_ERROR,
    unreadable.InvalidResponseHeaderName: HTTPStatus.INTERNAL_SERVER_ERROR,
    unreadable.ConfigurationProblem: HTTPStatus.INTERNAL_SERVER_ERROR,
    unreadable.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}


@dataclass
class Child:
    name: str
    work: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    pause: float = PAUSE_SECONDS[0]
    starts_at: float = 0.0


def serve(app: Flask, *, host: str, port: int, workers: int, threads: int) -> int:
    """Until SIGTERM or SIGINT; the exit status."""
    stop = Stop()
    stop.listen()
    signal.signal(signal.SIGHUP, lambda *_: stop.ask())
    signal.signal(signal.SIGCHLD, lambda *_: stop.wake())
    try:
        listening = _listen(host, port, stop)
    except OSError as problem:
        print(f"Port {port} cannot be had: {problem.strerror}. Another one: PORT=5001 make run", file=sys.stderr)  # noqa: T201 - the terminal is the page here
        return 1
    if listening is None:
        return 0
    if not app.config["IS_PRODUCTION"]:
        served.note_port(app.config["DATA"], port)
    with app.app_context():
        keep_free(threads)
        db.engine.dispose()
    # What stands now is never looked at by the collector again, so it stays shared with the children.
    gc.collect()
    gc.freeze()
    children = [
        Child("web", lambda: _run_web(app, listening, workers=workers, threads=threads)),
        Child("worker", lambda: _run_worker(app, listening)),
    ]
    for child in children:
        _start(child)
    _greet(app, host, port)
    while not stop.is_asked:
        stop.wait(_tend(children))
    return _end(children)


def _tend(children: list[Child]) -> float:
    """Starts again what died; seconds until there is something to do, if nothing happens before."""
    now = time.monotonic()
    for child in children:
        if child.pid and _has_ended(child):
            lived = now - child.started
            child.pause = min(PAUSE_SECONDS[1], child.pause * 2) if lived < YOUNG_SECONDS else PAUSE_SECONDS[0]
            child.pid, child.starts_at = 0, now + child.pause
            print(f"{child.name} ended; it starts again in {child.pause:.0f} s", file=sys.stderr)  # noqa: T201 - as above
        if not child.pid and now >= child.starts_at:
            _start(child)
    return min((max(0.05, child.starts_at - now) for child in children if not child.pid), default=60.0)


def _start(child: Child) -> None:
    supervisor = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        child.pid, child.started = pid, time.monotonic()
        return
    status = 1
    try:
        _become_child(supervisor)
        child.work()
        status = 0
    except SystemExit as asked:
        status = asked.code if isinstance(asked.code, int) else 1
    except BaseException:  # noqa: BLE001 - a fork must not run the supervisor's own code
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _become_child(supervisor: int) -> None:
    for told in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(told, signal.SIG_DFL)
    # Ctrl-C reaches the whole group of the terminal; children are told by the supervisor, in order.
    os.setpgid(0, 0)
    die_with_parent(supervisor)


def die_with_parent(parent: int) -> None:
    """Where the system offers it (Linux), SIGTERM comes when `parent` is gone, however it went."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _run_web(app: Flask, listening: socket.socket, *, workers: int, threads: int) -> None:
    class OwnWords(ThreadWorker):  # type: ignore[misc]
        def handle_error(self, _req: Any, client: socket.socket, _addr: Any, exc: BaseException) -> None:
            status = _status_of(exc)
            # Its kind alone: what was sent can hold somebody's link.
            self.log.warning("answered %d: %s", status, type(exc).__name__)
            try:
                write_nonblock(client, _to_bytes(status, app.extensions[served.UNREAD](status, exc)))
            except Exception as problem:  # noqa: BLE001 - whoever sent it may be gone
                self.log.debug("not told: %s", type(problem).__name__)

    class Web(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": [f"fd://{listening.fileno()}"],
                "workers": workers,
                "threads": threads,
                "worker_class": OwnWords,
                "preload_app": True,
                "graceful_timeout": GRACE_SECONDS - 2,
                "control_socket_disable": True,
                # Addresses carry rights: the application logs the route instead.
                "accesslog": None,
                "loglevel": "warning",
                "proc_name": "coopnet",
                "post_fork": _on_fork,
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return app

    Web().run()


def _status_of(problem: BaseException) -> HTTPStatus:
    is_theirs = isinstance(problem, unreadable.ParseException)
    return STATUSES.get(type(problem), HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR)


def _to_bytes(status: HTTPStatus, answer: served.Answer) -> bytes:
    headers, body = answer
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Connection: close", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers), "", ""]).encode() + body


def _on_fork(_server: object, worker: Any) -> None:
    die_with_parent(worker.ppid)


def _run_worker(app: Flask, listening: socket.socket) -> None:
    listening.close()
    with suppress(OSError):
        os.nice(WORKER_NICENESS)
    random.seed()  # a fork would draw the same numbers as its siblings
    stop = Stop()
    stop.listen()
    with app.app_context(), closing(Worker()) as worker:
        worker.run(stop)


def _listen(host: str, port: int, stop: Stop) -> socket.socket | None:
    """The supervisor holds the socket, so a web server that starts again turns nobody away. None: told to stop."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    until = time.monotonic() + BIND_SECONDS
    while not stop.is_asked:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(2048)
        except OSError:
            listening.close()
            if time.monotonic() >= until:
                raise
            stop.wait(0.2)
        else:
            return listening
    return None


def _has_ended(child: Child) -> bool:
    try:
        return os.waitpid(child.pid, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _end(children: list[Child]) -> int:
    until = time.monotonic() + GRACE_SECONDS
    living = [child for child in children if child.pid]
    for child in living:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGTERM)
    while living and time.monotonic() < until:
        living = [child for child in living if not _has_ended(child)]
        time.sleep(0.02)
    for child in living:
        with suppress(ProcessLookupError):
            # The group: gunicorn's own children are in it.
            os.killpg(child.pid, signal.SIGKILL)
        _has_ended(child)
    return 0


def _greet(app: Flask, host: str, port: int) -> None:
    base = app.config["BASE_URL"]
    home = f"{base}/" if base.endswith(f":{port}") or app.config["IS_PRODUCTION"] else f"http://{host}:{port}/"
    print(f"coopnet is at {home}")  # noqa: T201 - as above
    if app.config["IS_PRODUCTION"]:
        return
    print(f"Try: {home}ca/formacions/, take a place in one, and read the letter at {home}ca/dev/missatges")  # noqa: T201 - as above
    if app.config["CLOCK_OFFSET"]:
        moment = clock.now_of(app.config).astimezone(app.config["ZONE"])
        print(f"Its clock was moved and says {moment:%Y-%m-%d %H:%M}; COOPNET_NOW=now goes back to real time.")  # noqa: T201 - as above
    print(f"Everything it keeps is in {app.config['DATA']}. Ctrl-C ends it.", flush=True)  # noqa: T201 - as above
