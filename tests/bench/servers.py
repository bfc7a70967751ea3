"""The same server for both: gunicorn, gthread, as many workers; and what its processes have used."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
THREADS = 4
START_SECONDS = 30
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    port: int
    process: "subprocess.Popen[bytes]"

    def cpu_seconds(self) -> float:
        """User and system time of all its processes so far."""
        return sum(_used(number) for number in self._family())

    def memory_mb(self) -> float:
        """Proportional: what is shared counts once."""
        kilobytes = 0
        for number in self._family():
            for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
        return kilobytes / 1024

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *(int(child) for child in children)]


def _used(number: int) -> float:
    parts = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(target: str, env: dict[str, str]) -> Iterator[Server]:
    """`target` is `module:app`."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    command += ["--worker-class", "gthread", "--threads", str(THREADS), "--preload", "--no-control-socket"]
    command += ["--log-level", "error", target]
    settings = {**os.environ, "PORT": str(port), **env}
    with (
        (Path(tempfile.gettempdir()) / f"coopnet-bench-{port}.log").open("w+") as log,
        subprocess.Popen(command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=log) as process,
    ):
        try:
            end = time.monotonic() + START_SECONDS
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if time.monotonic() > end:
                    raise RuntimeError(f"{target} does not start")
                time.sleep(0.02)
            time.sleep(0.5)
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(START_SECONDS)
            Path(log.name).unlink()


def flask(env: dict[str, str], *command: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env={**os.environ, **env},
        check=True,
        stdout=subprocess.DEVNULL,
    )
