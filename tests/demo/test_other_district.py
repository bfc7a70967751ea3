"""The README says: copy the district's folder, change what it says, and name it. The demo goes with it."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from coopnet.demo import cli
from coopnet.demo.service import freshness, initiatives, programme
from coopnet.foundation import district
from coopnet.foundation.db import db
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.network.models import Post, Volunteer
from coopnet.places.models import SupportPoint, Venue
from coopnet.trainings.models import Training
from coopnet.trainings.service.importing import import_file
from tests.conftest import make_test_app

BARRIS = {"70": "la Sagrera", "71": "Navas"}
TRAININGS = {"F2627-04", "F2627-17", "F2627-48"}


def _few(path: Path, codes: frozenset[str] | set[str]) -> Sheet:
    whole = read_sheet(path)
    return Sheet(whole.header, tuple(row for row in whole.rows if row.cells[0] in codes))


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Two barris, no Catalan, no measures, fewer sectors, and somewhere else on the map."""
    folder = tmp_path / "besos"
    shutil.copytree(Path(district.__file__).parents[1] / "vocabulary" / "data" / "sants-montjuic", folder)
    taxonomy = json.loads((folder / "taxonomy.json").read_text())
    taxonomy |= {"barris": [{"code": code, **dict.fromkeys(("ca", "es", "en"), name)} for code, name in BARRIS.items()]}
    taxonomy |= {"measures": [], "sectors": taxonomy["sectors"][:5]}
    (folder / "taxonomy.json").write_text(json.dumps(taxonomy))
    facts = json.loads((folder / "district.json").read_text()) | {"languages": ["es", "en"]}
    (folder / "district.json").write_text(json.dumps(facts))
    square = [[[3.1, 42.1], [3.2, 42.1], [3.2, 42.2], [3.1, 42.1]]]
    drawn = [
        {
            "type": "Feature",
            "properties": {"kind": "barri", "code": code},
            "geometry": {"type": "Polygon", "coordinates": square},
        }
        for code in BARRIS
    ]
    (folder / "barris.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": drawn}))
    trainings, profiles = (
        _few(programme.FILE, TRAININGS),
        _few(initiatives.FILE, freshness.EARLY | {"INI-001"}),
    )
    monkeypatch.setattr(programme, "read_sheet", lambda _path: trainings)
    monkeypatch.setattr(initiatives, "read_sheet", lambda _path: profiles)
    app = make_test_app(tmp_path, f"sqlite:///{tmp_path / 'coopnet.db'}", COOPNET_DISTRICT=str(folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_demo_goes_with_another_district(other: Flask) -> None:
    done = other.test_cli_runner().invoke(args=["demo", "load"])
    assert (done.exit_code, "does not go" in done.stderr) == (0, False), done.output
    assert "cells do not go with this district's words" in done.stdout
    assert "demo programme: 3 trainings" in done.stdout
    for column in (Venue.barri, Initiative.barri, InitiativePlace.barri, Post.barri):
        assert set(db.session.scalars(select(column).where(column.is_not(None)))) <= set(BARRIS)
    assert set(db.session.scalars(select(Initiative.barri).where(Initiative.code.is_not(None)))) == set(BARRIS)
    assert {code for codes in db.session.scalars(select(Volunteer.barris)) for code in codes} == set(BARRIS)
    assert set(db.session.scalars(select(Volunteer.language))) == {"es"}
    # What stands on the map of Sants stands on no other one.
    assert not db.session.scalars(select(InitiativePlace.id).where(InitiativePlace.latitude.is_not(None))).all()
    assert not db.session.scalars(select(Venue.id).where(Venue.latitude.is_not(None))).all()
    assert db.session.scalars(select(SupportPoint.id)).all()
    reader = FlaskClient(other, other.response_class)
    slug = db.session.scalars(select(Training.slug).order_by(Training.id)).first()
    for path in ("", "formacions/", f"formacions/{slug}", "iniciatives", "xarxa/tauler/", "xarxa/punts/"):
        assert reader.get(f"/es/{path}", follow_redirects=True).status_code == 200, path


def test_a_sheet_is_written_in_any_language_that_the_words_have(other: Flask, tmp_path: Path) -> None:
    sheet = tmp_path / "curs.csv"
    sheet.write_text(
        "Codi;Títol;Modalitat;Data;Hora inici;Hora fi;Nivell\nA-1;Hort;en línia;25/11/2026;18:00;20:00;Inicial\n"
    )
    report = import_file(
        sheet, is_real=False, publish=False, actor="ana@example.org", now=datetime(2026, 11, 1).astimezone()
    )
    assert [one.code for one in report.problems if one.severity == "error"] == []


@pytest.mark.parametrize("problem", [ValueError("paraules"), KeyError("sectors")])
def test_a_part_that_does_not_go_is_said_and_the_others_stay(
    other: Flask, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(_now: datetime) -> None:
        raise problem

    parts: list[tuple[str, Callable[[datetime], object], str]] = [
        ("board", fail, "{}"),
        ("points", lambda _now: 7, "{}"),
    ]
    monkeypatch.setattr(cli, "PARTS", parts)
    done = other.test_cli_runner().invoke(args=["demo", "load"])
    assert (done.exit_code, done.stdout.startswith("demo points: 7")) == (0, True), done.output
    assert "demo board: left out" in done.stderr
