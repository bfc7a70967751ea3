"""Whatever a coordinator does to a sheet, trying it and applying it say the same: of trainings and of initiatives."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coopnet.foundation.db import db
from tests.factories.sheets import PROGRAMME, Rows, write_csv
from tests.rig import tables

KEPT = 6  # trainings or profiles of the demo's sheet, the first ones
INITIATIVES = Path("coopnet/demo/data/iniciatives.csv")
TYPED = ["", "x", "99", "0", "31/02/2027", "2/10/2027", "ANUL·LAT - Ja no es fa", "Una de nova", "Sí", "9:00", "=A1+1"]
EDITS = st.lists(
    st.tuples(
        st.integers(0, 10_000), st.integers(0, 10_000), st.one_of(st.sampled_from(TYPED), st.integers(0, 10_000))
    ),
    max_size=4,
)


def sheet_of(path: Path) -> Rows:
    header, *rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))
    codes = list(dict.fromkeys(row[0] for row in rows if row and row[0].strip()))[:KEPT]
    return [header, *(row for row in rows if row and row[0] in codes)]


def edit(rows: Rows, edits: list[tuple[int, int, Any]], *, without: int) -> Rows:
    """Each edit writes a text into a cell, or what another row says there; one row is taken out."""
    header, *others = [list(row) for row in rows]
    for row, column, typed in edits:
        place = column % len(header)
        others[row % len(others)][place] = typed if isinstance(typed, str) else others[typed % len(others)][place]
    if without < len(others):
        del others[without]
    return [header, *others]


@pytest.mark.parametrize("room", ["trainings", "initiatives"])
def test_what_is_tried_is_what_happens(app: Flask, tmp_path: Path, room: str) -> None:
    rows = sheet_of(PROGRAMME if room == "trainings" else INITIATIVES)
    runner = app.test_cli_runner()

    def run(typed: Rows, *options: str) -> tuple[int, Any]:
        db.session.rollback()
        path = write_csv(tmp_path / "a.csv", typed)
        done = runner.invoke(args=[room, "import", str(path), "--format", "json", *options])
        return done.exit_code, json.loads(done.stdout)

    @given(edits=EDITS, without=st.integers(0, 30), known=st.sampled_from([0, 3, KEPT]))
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def try_and_apply(edits: list[tuple[int, int, Any]], without: int, known: int) -> None:
        tables.empty(db.engine)
        if known:
            assert run([rows[0], *rows[1 : known + 1]], "--apply", "--publish")[0] == 0
        edited = edit(rows, edits, without=without)
        tried = run(edited)
        assert run(edited) == tried
        assert run(edited, "--apply") == tried
        code, said = run(edited, "--apply")
        if code == 0:
            counts = {name: tried[1][name] for name in ("created", "updated", "unchanged")}
            assert (said["created"], said["updated"], said["unchanged"]) == (0, 0, sum(counts.values()))
        else:
            assert (code, said) == tried

    try_and_apply()
