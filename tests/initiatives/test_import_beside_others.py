"""While a sheet is applied others edit: whoever comes between waits, and what they changed before is seen."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.sheets import read_sheet
from coopnet.initiatives.rules.drafts import Draft
from coopnet.initiatives.service import editing, importing, writing
from coopnet.initiatives.service.importing import Report, import_sheet
from coopnet.initiatives.service.planning import Planned
from tests.factories.freshness import row_of
from tests.factories.initiatives import ACTOR, NOW, save_profile
from tests.factories.sheets import write_csv

HORT = Draft("Hort", (), "ca", code="A-1", year=1990)
PATIENCE_SECONDS = 20


def load(folder: Path, year: str) -> Report:
    sheet = read_sheet(write_csv(folder / "a.csv", [["Codi", "Nom", "Any"], ["A-1", "Hort", year]]))
    return import_sheet(sheet, is_real=True, publish=False, actor=ACTOR, now=NOW)


def is_edited_before_it_is_written(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch, *, wait_seconds: float
) -> bool:
    """Whether somebody who comes once the sheet is planned behind the lock gets in before it is written."""
    saved = save_profile(HORT)
    write = writing.write
    seen: list[bool] = []

    def edit() -> None:
        with app.app_context():
            draft = Draft("Hort", (), "ca", code="A-1", year=1985)
            in_transaction(partial(editing.save, draft, initiative_id=saved.initiative_id, actor=ACTOR, now=NOW))
            db.session.remove()

    other = Thread(target=edit)

    def writing_slowly(*planned: Any, **how: Any) -> None:
        other.start()
        other.join(wait_seconds)
        seen.append(not other.is_alive())
        write(*planned, **how)

    monkeypatch.setattr(writing, "write", writing_slowly)
    assert load(folder, "1991").count("updated") == 1
    other.join(PATIENCE_SECONDS)
    return seen[0]


def test_an_editor_waits_for_the_sheet(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_edited_before_it_is_written(app, tmp_path, monkeypatch, wait_seconds=2)


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_without_the_lock_an_edit_would_be_lost(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has one writer at a time."""
    monkeypatch.setattr(writing, "lock_all", writing.touched)
    assert is_edited_before_it_is_written(app, tmp_path, monkeypatch, wait_seconds=PATIENCE_SECONDS)


def test_what_another_sheet_changes_between_the_plan_and_the_lock_is_locked_too(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save_profile(HORT)
    plan: Callable[..., list[Planned]] = importing._plan
    lock_all = writing.lock_all
    locked: set[int] = set()

    def meanwhile(parsed: Any) -> list[Planned]:
        planned = plan(parsed)
        monkeypatch.setattr(importing, "_plan", plan)
        load(tmp_path, "1985")
        locked.clear()
        return planned

    def locking(planned: list[Planned]) -> set[int]:
        ids = lock_all(planned)
        locked.update(ids)
        return ids

    monkeypatch.setattr(importing, "_plan", meanwhile)
    monkeypatch.setattr(writing, "lock_all", locking)
    assert load(tmp_path, "1990").count("updated") == 1
    assert (row_of(saved).year, locked) == (1990, {saved.initiative_id})


@pytest.mark.usefixtures("app")
def test_what_an_editor_changes_between_the_plan_and_the_lock_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = save_profile(HORT)
    plan: Callable[..., list[Planned]] = importing._plan

    def meanwhile(parsed: Any) -> list[Planned]:
        planned = plan(parsed)
        monkeypatch.setattr(importing, "_plan", plan)
        save_profile(Draft("Hort", (), "ca", code="A-1", year=1985), saved.initiative_id)
        return planned

    monkeypatch.setattr(importing, "_plan", meanwhile)
    report = load(tmp_path, "1991")
    assert ([each.code for each in report.problems], report.count("unchanged")) == (["left_team"], 1)
    assert row_of(saved).year == 1985
