"""What a run of all tests needs: a folder that its workers share, groups, and skips that count."""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.rig import postgres

TRANSLATIONS = Path(__file__).resolve().parents[2] / "coopnet" / "translations"
IS_COMPLETE = os.environ.get("COOPNET_REQUIRE_ALL") == "1"  # a skip is a failure


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(tempfile.mkdtemp(prefix="coopnet-tests-"))
        run.chmod(0o755)  # PostgreSQL's user must reach its folder
        compile_catalogues()
        os.environ.update(COOPNET_TEST_RUN=str(run), COOPNET_TEST_CONTROLLER=str(os.getpid()))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ["COOPNET_TEST_RUN"])
        postgres.stop_server(run)
        shutil.rmtree(run, ignore_errors=True)


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who share an instance run on one worker, and storms on one: they take the whole machine."""
    for item in items:
        if item.nodeid.startswith("tests/browser/"):
            item.add_marker(pytest.mark.browser)
        if item.nodeid.startswith(("tests/browser/", "tests/journeys/")):
            item.add_marker(pytest.mark.xdist_group("instance"))
        elif item.get_closest_marker("storm"):
            item.add_marker(pytest.mark.xdist_group("storm"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if IS_COMPLETE and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, where everything must run: {report.longrepr}"
    return report
