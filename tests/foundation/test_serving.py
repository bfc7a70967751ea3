"""Web server and worker, started and stopped as one: in real processes."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coopnet.foundation.served import kept_port
from tests.rig import commands

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 40

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at through /proc")


class Instance:
    """An instance on a port of its own, with the empty database that lies in its folder."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port: int = found.getsockname()[1]
        self.env = {"PATH": os.environ["PATH"], "COOPNET_DATA": str(data), "PORT": str(self.port), "DEMO": "0"}
        self.output = data / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                self._command("serve"), cwd=ROOT, env=self.env, stdout=output, stderr=subprocess.STDOUT
            )
        self.wait_for(self.answers)
        self.wait_for(lambda: len(self.family()) == 5)

    def _command(self, *args: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "wsgi", *args]

    def answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
            connection.close()
        except OSError:
            return False
        return status == 200

    def family(self) -> dict[int, int]:
        """Every process that came of this one and lives, and its parent, also when that is gone: by their settings."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if f"\0PORT={self.port}\0".encode() in b"\0" + (process / "environ").read_bytes() + b"\0":
                    state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
                    if state not in "ZX":
                        found[int(process.name)] = int(parent)
            except OSError:
                continue
        return found

    def children(self) -> tuple[int, int]:
        """The process ids of gunicorn and of the worker."""
        family = self.family()
        own = [child for child, parent in family.items() if parent == self.process.pid]
        web = next(child for child in own if child in family.values())
        return web, next(child for child in own if child != web)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < until, f"it never happened; {self.family()}\n{self.output.read_text()}"
            time.sleep(0.02)

    def end(self) -> None:
        for process in self.family():
            os.kill(process, signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `db upgrade` leaves in a folder, made once."""
    data = tmp_path_factory.mktemp("empty")
    commands.run({"PATH": os.environ["PATH"], "COOPNET_DATA": str(data)}, "db", "upgrade")
    commands.end(data)
    return data


@pytest.fixture
def instance(empty: Path, tmp_path: Path) -> Iterator[Instance]:
    """One of its own, for who ends it or changes it."""
    made = Instance(shutil.copytree(empty, tmp_path, dirs_exist_ok=True))
    yield made
    made.end()


@pytest.fixture(scope="module")
def standing(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One for all who only ask it something."""
    made = Instance(shutil.copytree(empty, tmp_path_factory.mktemp("standing"), dirs_exist_ok=True))
    yield made
    made.end()


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_everything_in_order(instance: Instance, told: signal.Signals) -> None:
    instance.process.send_signal(told)
    assert instance.process.wait(timeout=PATIENCE_SECONDS) == 0
    assert instance.family() == {}
    assert "worker_stopped" in instance.output.read_text()


def test_no_child_outlives_a_supervisor_that_was_killed(instance: Instance) -> None:
    instance.process.kill()
    instance.process.wait()
    instance.wait_for(lambda: not instance.family())


def test_child_that_dies_is_started_again(instance: Instance) -> None:
    web, worker = instance.children()
    os.kill(web, signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    instance.wait_for(lambda: len(instance.family()) == 5 and not {web, worker} & instance.family().keys())
    instance.wait_for(instance.answers)


def test_start_says_where_it_is_and_what_to_try(standing: Instance) -> None:
    lines = [line for line in standing.output.read_text().splitlines() if not line.startswith(("20", "["))]
    assert len(lines) == 3
    assert f"http://localhost:{standing.port}/" in lines[0]
    # A command that is told no port prints links that lead to it.
    assert kept_port(Path(standing.env["COOPNET_DATA"])) == standing.port


def test_addresses_are_in_no_log(instance: Instance) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/ca/inscripcions/very-secret/?also=secret")
    connection.getresponse().read()
    connection.close()
    instance.process.terminate()
    instance.process.wait(timeout=PATIENCE_SECONDS)
    assert "secret" not in instance.output.read_text()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (f"GET /ca/?q={'x' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (f"GET /ca/ HTTP/1.1\r\nHost: localhost\r\nCookie: a={'x' * 9000}\r\n\r\n", 431),
        ("GET /ca/ HTTP/1.1\r\nHost: localhost\r\nAccept-Language: c\x01a\r\n\r\n", 400),
        ("GET /ca/inscripcions/very-secret/ and more HTTP/1.1\r\n\r\n", 400),
    ],
)
def test_what_the_server_cannot_read_is_answered_in_our_words(standing: Instance, sent: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", standing.port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(sent.encode("latin-1"))
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        page = answer.read().decode()
    assert answer.status == status
    assert "frame-ancestors" in (answer.getheader("Content-Security-Policy") or "")
    assert [f'<section class="stack" lang="{code}">' in page for code in ("ca", "es", "en")] == [True] * 3
    assert standing.answers()
    assert "secret" not in standing.output.read_text()


def test_a_command_moves_the_clock_of_what_runs(instance: Instance) -> None:
    def tell(*args: str, now: str = "") -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *args]
        env = {**instance.env, "COOPNET_NOW": now}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)

    def get(path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", instance.port, timeout=PATIENCE_SECONDS)
        connection.request("GET", path)
        answer = connection.getresponse()
        said = answer.status, answer.read().decode()
        connection.close()
        return said

    sheet = ROOT / "coopnet" / "demo" / "data" / "programa.csv"
    tell("trainings", "import", str(sheet), "--apply", "--publish", now="2026-09-01T12:00:00+02:00")
    for _ in range(3):  # it is kept after the second one
        assert "<article" in get("/ca/formacions/")[1]
    tell("trainings", "list", now="2031-09-01T12:00:00+02:00")
    assert "<article" not in get("/ca/formacions/")[1]
    instance.wait_for(lambda: get("/readyz")[0] == 200)  # the worker's beat is of that day too


def test_port_that_is_taken_is_named(standing: Instance) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=ROOT,
        env=standing.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"Port {standing.port}" in second.stderr
    assert standing.answers()
