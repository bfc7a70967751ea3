"""What a run of all tests needs: a folder that its workers share, groups, and skips that count."""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from tests.rig import postgres

TRANSLATIONS = Path(__file__).resolve().parents[2] / "coopnet" / "translations"
# By the first that a test's name begins with. Looking at every page takes as long as all else that a browser does.
SURVEY = ("tests/browser/test_access", "tests/journeys/")
ONE_WORKER = (SURVEY, ("tests/browser/",), ("tests/registrations/test_storm",))
TEMPORARY = "PYTEST_DEBUG_TEMPROOT"  # where pytest makes its folders
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of Linux that no disk stands behind
ROOM = 4 * 2**30  # bytes; what a run may need is far below
IS_COMPLETE = os.environ.get("COOPNET_REQUIRE_ALL") == "1"  # a skip is a failure


# Machines are noisy: no example fails for having taken long.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        keep_in_memory()
        run = Path(tempfile.mkdtemp(prefix="coopnet-tests-", dir=os.environ.get(TEMPORARY)))
        run.chmod(0o755)  # PostgreSQL's user must reach its folder
        compile_catalogues()
        os.environ.update(COOPNET_TEST_RUN=str(run), COOPNET_TEST_CONTROLLER=str(os.getpid()))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ["COOPNET_TEST_RUN"])
        postgres.stop_server(run)
        shutil.rmtree(run, ignore_errors=True)


def keep_in_memory() -> None:
    """What tests write is thrown away; every commit waits for the disk, a quarter of their time."""
    if TEMPORARY not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ[TEMPORARY] = str(MEMORY)


def compile_catalogues() -> None:
    """What `make` does too: nobody should look for a fault that is an old catalogue."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            with source.open("rb") as texts:
                catalogue = read_po(texts)
            fresh = target.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as compiled:
                write_mo(compiled, catalogue)
            fresh.replace(target)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Tests one by one to whoever is free, but those who share an instance, or take the whole machine, to one worker.

    `--dist loadgroup` would do the same, but xdist 3.8 cannot rename the tests of pytest 9.2, which it rests on.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group[0] for group in ONE_WORKER if nodeid.startswith(group)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IS_COMPLETE and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, where everything must run: {report.longrepr}"
    return report
