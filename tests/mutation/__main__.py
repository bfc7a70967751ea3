"""Are the tests of the places sharp? Each small wrong in the rules and services must make one of them fail.

`python -m tests.mutation [PART_OF_A_PATH …]`, by `make mutants`. Each mutant lives in a process of its own, forked when
everything else has been loaded, and meets only the tests that pass through the changed line, the quickest first. Ends
by itself after `COOPNET_MUTATION_MINUTES` (60), and says then how much it did not try. Survivors that are as they
should be stand, with the reason, in `accepted.txt`; one that is no longer there must leave that file.
"""

import importlib.abc
import importlib.util
import io
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import coverage
import pytest

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("coopnet/registrations/rules", "coopnet/registrations/service")
TESTS = ("tests/registrations", "tests/accounts/test_erasing.py", "tests/house/test_examples.py")
ACCEPTED = Path(__file__).with_name("accepted.txt")
SELECTION = ("-p", "no:randomly", "-p", "no:cacheprovider", "-n", "0", "-q", "-k", "not postgres and not machine_sees")
LEAST_SECONDS = 60  # of one mutant: it may wait for ever; beside them as many times what its tests took, measured
PATIENCE = 4
MINUTES = float(os.environ.get("COOPNET_MUTATION_MINUTES", "60"))
AT_ONCE = int(os.environ.get("COOPNET_MUTATION_WORKERS", "2"))


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant's source where its module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.module = mutant.path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, ROOT / self.mutant.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.source, self.mutant.path, "exec"), module.__dict__)  # noqa: S102 - a mutant of our own


def forked(work: "list[str]", *, limit: float, mutant: Mutant | None = None, out: Path | None = None) -> int | None:
    """Pytest's exit code with these arguments, in a process of its own; None when it did not end in time."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        code = 99
        try:
            if mutant is not None:
                sys.meta_path.insert(0, Changed(mutant))
            said = io.StringIO()
            with redirect_stdout(said), redirect_stderr(said):
                code = int(pytest.main(work))
            if out is not None:
                out.write_text(said.getvalue())
        finally:
            os._exit(code)
    end = time.monotonic() + limit
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def passing_through(folder: Path) -> tuple[dict[tuple[str, int], list[str]], dict[str, float]]:
    """Which tests pass through each line, the quickest first, and how long each took.

    What runs at import is every test's.
    """
    data = folder / "coverage"
    durations = folder / "durations"
    os.environ["COVERAGE_FILE"] = str(data)
    code = forked(
        [*TESTS, *SELECTION, "-m", "not storm", "--cov=coopnet/registrations", "--cov-context=test", "--cov-report=",
         "--durations=0", "--durations-min=0"],
        limit=1200, out=durations,
    )  # fmt: skip
    if code != 0:
        raise SystemExit(f"the tests fail as they are: {durations.read_text()[-2000:]}")
    seconds: dict[str, float] = {}
    for line in durations.read_text().splitlines():
        parts = line.split(maxsplit=2)
        if len(parts) == 3 and parts[0].endswith("s") and parts[1] in {"call", "setup", "teardown"}:
            seconds[parts[2]] = seconds.get(parts[2], 0) + float(parts[0][:-1])
    found = coverage.CoverageData(str(data))
    found.read()
    everything = sorted(seconds, key=lambda test: seconds[test])
    through: dict[tuple[str, int], list[str]] = {}
    for file in found.measured_files():
        path = str(Path(file).relative_to(ROOT))
        for number, contexts in found.contexts_by_lineno(file).items():
            tests = {context.partition("|")[0] for context in contexts}
            through[path, number] = everything if "" in tests else sorted(tests, key=lambda test: seconds.get(test, 0))
    return through, seconds


def accepted() -> set[str]:
    """One mutant a line; its reason stands in the lines beginning with # above it."""
    return {line for line in ACCEPTED.read_text().splitlines() if line and not line.startswith("#")}


def wanted(parts: Sequence[str]) -> Iterator[Mutant]:
    for folder in SOURCES:
        for source in sorted((ROOT / folder).glob("**/*.py")):
            path = str(source.relative_to(ROOT))
            if not parts or any(part in path for part in parts):
                yield from mutants_of(path, source.read_text())


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the terminal is the page here


def main(parts: Sequence[str]) -> int:
    os.chdir(ROOT)
    end = time.monotonic() + 60 * MINUTES
    with tempfile.TemporaryDirectory() as folder:
        through, seconds = passing_through(Path(folder))
    todo, known = list(wanted(parts)), accepted()

    def survives(mutant: Mutant) -> bool | None:
        if time.monotonic() > end:
            return None
        tests = through.get((mutant.path, mutant.line), [])
        limit = LEAST_SECONDS + PATIENCE * sum(seconds.get(test, 0) for test in tests)
        return not tests or forked([*tests, *SELECTION[:-2], "-x"], limit=limit, mutant=mutant) == 0

    alive, untried = [], 0
    with ThreadPoolExecutor(AT_ONCE) as hands:
        for mutant, lives in zip(todo, hands.map(survives, todo), strict=True):
            untried += lives is None
            if lives:
                alive.append(mutant)
                if mutant.name not in known:
                    say(f"survives, line {mutant.line}: {mutant.name}")
    gone = set() if parts or untried else known - {mutant.name for mutant in alive}
    for name in sorted(gone):
        say(f"accepted, but does not survive: {name}")
    new = [mutant for mutant in alive if mutant.name not in known]
    say(f"{len(todo)} mutants: {len(alive)} survive, {len(new)} of them without a reason; {untried} not tried")
    return 1 if new or gone or untried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
