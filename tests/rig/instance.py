"""A whole instance, as `make run` starts it: web server and worker on a port of their own, data in a folder."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.rig import commands

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120  # the machine may be shared; nobody waits longer than needed


@dataclass(frozen=True)
class Instance:
    url: str
    data: Path
    env: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def flask(self, *command: str) -> str:
        """Runs a command of this instance; its output. Raises with what it said when it fails."""
        return commands.run(self.env, *command)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def prepare(data: Path, **env: str) -> Instance:
    """Its database made, nothing running yet."""
    port = free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COOPNET_", "DATABASE_", "FLASK_"))
    }
    settings = {"PORT": str(port), "COOPNET_DATA": str(data), "SERVER_WORKERS": "1", "DEMO": "0"}
    settings["COOPNET_WRITE_WAIT_SECONDS"] = str(PATIENCE_SECONDS)
    instance = Instance(f"http://localhost:{port}", data, {**kept, **settings, **env})
    instance.flask("db", "upgrade")
    return instance


@contextmanager
def running(prepared: Instance, *, module: str = "wsgi") -> Iterator[Instance]:
    """`module` holds the application that is served."""
    log = prepared.data / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", module, "serve"],
            cwd=ROOT,
            env=prepared.env,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{prepared.url}/healthz", process, log)
            yield Instance(prepared.url, prepared.data, prepared.env, process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            commands.end(prepared.data)


def _wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def demo_instance(data: Path) -> Iterator[Instance]:
    prepared = prepare(data, DEMO="1")
    prepared.flask("demo", "load")
    with running(prepared) as started:
        yield started
