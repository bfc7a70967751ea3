"""`make bench`: speed beside a bare Flask app, weight, queries, the rush of 300, and what growth does to them.

Figures are printed, never asserted: machines are noisy. Ratios against the floor of the same run say more than
requests a second. `BENCH_SIZES=100,100000`, `BENCH_REGISTRATIONS=1000,1000000`, `BENCH_ENGINES=sqlite,postgres`,
`BENCH_INITIATIVES=100,10000,100000`, `BENCH_POSTS=100,50000` and `BENCH_COUNT=2000` change what is measured.
"""

import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from tests.bench import board, directory, matching, pages, rush, servers, signing_in, slow_phone
from tests.bench.client import Load, ask
from tests.bench.engines import Engine, engines
from tests.bench.report import heading, line, say

COUNT = int(os.environ.get("BENCH_COUNT", "2000"))
SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "100,100000").split(",")]
REGISTRATIONS = [int(size) for size in os.environ.get("BENCH_REGISTRATIONS", "1000,1000000").split(",")]
POSTS = [int(size) for size in os.environ.get("BENCH_POSTS", "100,50000").split(",")]
INITIATIVES = [int(size) for size in os.environ.get("BENCH_INITIATIVES", "100,10000,100000").split(",")]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="coopnet-bench-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        for engine in engines(root):
            say(f"\n# {engine.name}: gunicorn, gthread, {servers.WORKERS} workers, {servers.THREADS} threads each")
            floor = measure_floor(engine)
            results = []
            for number, (trainings, registrations) in enumerate(zip(SIZES, REGISTRATIONS, strict=True)):
                env = engine.fill(f"size{number}", trainings=trainings, registrations=registrations)
                heading(f"{trainings:,} trainings and {registrations:,} registrations beside the demo programme")
                results.append(measure(env, floor))
            growth(results)
            growth([measure_directory(engine.env(f"directory{size}"), size, floor) for size in INITIATIVES])
            growth([measure_board(engine.env(f"board{size}"), size, floor) for size in POSTS])
            heading("who fits a request of the board")
            matching.measure(engine.env(f"board{max(POSTS)}"), posts=max(POSTS), floor=floor["page"])
            signing_in.measure(engine.env("signing-in"))
            rush.measure(engine)
            if engine.server is None:  # what a phone waits for is the network
                slow_phone.measure(engine)


def measure_floor(engine: Engine) -> dict[str, float]:
    """CPU seconds a request, by name; printed with the rest."""
    heading("floor: a bare Flask app")
    found = {}
    with servers.serving("tests.bench.floor:app", engine.floor_env()) as server:
        for name in ("plain", "page"):
            ask(server.port, always(f"/{name}"), 200)
            load, cpu = timed(server, always(f"/{name}"), COUNT)
            found[name], found[f"{name}/s"] = cpu, load.per_second
            line(name, load, cpu)
    return found


def timed(server: servers.Server, path_of: Callable[[int], str], count: int) -> tuple[Load, float]:
    before = server.cpu_seconds()
    load = ask(server.port, path_of, count)
    return load, (server.cpu_seconds() - before) / count


def always(path: str) -> Callable[[int], str]:
    return lambda _number: path


def never_before(path: str, name: str) -> Callable[[int], str]:
    """An address that nobody asked for before is made anew."""
    joint = "&" if "?" in path else "?"
    return lambda number: f"{path}{joint}{name}={number}"


def measure(env: dict[str, str], floor: dict[str, float]) -> dict[str, float]:
    """p50 in milliseconds by page, cold: what growth is judged by."""
    slugs = pages.find_slugs(env)
    pages.weigh_all(env, pages.addresses(slugs))
    pages.count_queries(env, pages.addresses(slugs))
    found = {}
    with servers.serving("wsgi:app", env) as server:
        say(f"memory of the web server: {server.memory_mb():.0f} MB")
        for name, path in pages.addresses(slugs).items():
            if name not in pages.NEVER_KEPT:
                ask(server.port, always(path), 50)
                load, cpu = timed(server, always(path), COUNT)
                line(f"{name}, warm", load, cpu, floor, "plain")
            ask(server.port, never_before(path, "escalfa"), 20)  # templates and statements are made once a process
            load, cpu = timed(server, never_before(path, "nou"), COUNT // 4)
            line(f"{name}, cold", load, cpu, floor, "page")
            found[name] = load.p50
        found["registration"] = rush.one_by_one(server, env)
    return found


def measure_directory(env: dict[str, str], size: int, floor: dict[str, float]) -> dict[str, float]:
    """p50 in milliseconds by page, cold."""
    heading(f"{size:,} profiles beside the demo directory")
    return measure_cold(env, directory.fill(env, size), floor, on_demand=directory.ON_DEMAND)


def measure_board(env: dict[str, str], size: int, floor: dict[str, float]) -> dict[str, float]:
    """p50 in milliseconds by page, cold."""
    heading(f"{size:,} posts beside the demo board")
    return measure_cold(env, board.fill(env, size), floor)


def measure_cold(
    env: dict[str, str], paths: dict[str, str], floor: dict[str, float], *, on_demand: Collection[str] = ()
) -> dict[str, float]:
    pages.weigh_all(env, {name: path for name, path in paths.items() if name not in on_demand})
    pages.count_queries(env, paths)
    found = {}
    with servers.serving("wsgi:app", env) as server:
        for name, path in paths.items():
            ask(server.port, never_before(path, "escalfa"), 20)
            load, cpu = timed(server, never_before(path, "nou"), COUNT // 4)
            line(f"{name}, cold", load, cpu, floor, "page")
            found[name] = load.p50
        say(f"memory of the web server: {server.memory_mb():.0f} MB")
    return found


def growth(results: list[dict[str, float]]) -> None:
    if len(results) < 2:
        return
    heading("growth of the p50 from the smallest to the largest (goal: at most 1.2)")
    for name, before in results[0].items():
        say(f"  {name:28} {results[-1][name] / before:6.2f} times  ({before:.1f} to {results[-1][name]:.1f} ms)")


if __name__ == "__main__":
    main()
