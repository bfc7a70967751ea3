import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask

from coopnet.foundation.colours import contrast
from coopnet.web import assets
from coopnet.web.assets import MAIN_STYLE, static_url
from tests.house.sources import ROOT
from tests.rig.reader import Reader
from tests.web.trial import make_edge


@pytest.fixture
def style(edge: Flask) -> str:
    return static_url(MAIN_STYLE)


def test_an_address_carries_what_the_files_hold(edge: Flask, style: str) -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{10}/css/site\.css", style)
    with pytest.raises(LookupError):
        static_url("css/nowhere.css")


def test_a_file_is_kept_for_ever_and_comes_compressed(reader: Reader, style: str) -> None:
    plain = reader.get(style)
    assert plain.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert plain.headers["Content-Type"].startswith("text/css; charset=")
    for encoding, read in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        answer = reader.get(style, headers={"Accept-Encoding": encoding})
        assert answer.headers["Content-Encoding"] == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert read(answer.data) == plain.data
    assert reader.head(style).data == b""


def test_a_file_sets_no_cookie_and_invites_no_other_site(reader: Reader, style: str) -> None:
    answer = reader.get(style)
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_page_of_before_the_last_change_finds_its_files(reader: Reader, style: str) -> None:
    answer = reader.get("/static/0123456789/css/site.css")
    assert (answer.status_code, answer.headers["Location"]) == (302, style)
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("name", ["css/nowhere.css", "../coopnet.db", "..%2f..%2fcoopnet.db", "css/site.css.br", ""])
def test_nothing_else_can_be_had(reader: Reader, style: str, name: str) -> None:
    for folder in (style.removesuffix("css/site.css"), "/static/0123456789/"):
        assert reader.get(folder + name).status_code == 404


def test_the_icon_that_browsers_ask_for_is_there(reader: Reader) -> None:
    answer = reader.get(reader.get("/favicon.ico").headers["Location"])
    assert answer.headers["Content-Type"] == "image/svg+xml"


def test_the_districts_colours_come_last_in_the_style(edge: Flask, reader: Reader, style: str) -> None:
    here = edge.config["DISTRICT"]
    last = reader.get(style).text.splitlines()[-1]
    assert last.startswith(f":root{{--accent:{here.accent};--on-accent:#ffffff}}")
    assert f"--accent:{here.accent_dark};--on-accent:#211009" in last


def test_the_papers_of_the_contrast_are_those_of_the_style() -> None:
    tokens = (ROOT / "static/css/site.css").read_text().partition("/* The page */")[0]
    light, _, dark = tokens.partition("@media (prefers-color-scheme: dark)")
    for style, papers in ((light, assets.LIGHT), (dark, assets.DARK)):
        found = dict(re.findall(r"--(paper|sheet|sunk): (#[0-9a-f]{6})", style))
        assert (found["paper"], found["sheet"], found["sunk"]) == papers


@pytest.mark.parametrize("changed", [{"accent": "#ffcc00"}, {"accent_dark": "#7a1200"}, {"accent": "#777777"}])
def test_a_colour_that_cannot_be_read_stops_the_start(edge: Flask, changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="contrast"):
        assets._dress({}, replace(edge.config["DISTRICT"], **changed))


@pytest.mark.parametrize("accent", ["#a3341c", "#00529b", "#1d6339", "#000"])
def test_whatever_the_accent_what_stands_on_it_can_be_read(edge: Flask, accent: str) -> None:
    said = assets._accent(edge.config["DISTRICT"], accent, assets.LIGHT)
    assert contrast(accent, said.rpartition(":")[2]) >= 4.5


def test_the_districts_logo_is_served(edge: Flask, tmp_path: Path) -> None:
    (tmp_path / "escut.svg").write_text("<svg/>")
    here = replace(edge.config["DISTRICT"], folder=tmp_path, logo="escut.svg")
    contents: dict[str, bytes] = {}
    assets._dress(contents, here)
    assert contents["district/logo.svg"] == b"<svg/>"


@pytest.mark.parametrize("colour", ["red;}body{display:none", "url(//evil.example)", "expression(1)", "", "#12", "red"])
def test_a_colour_that_is_none_stops_the_start(edge: Flask, colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        assets._dress({}, replace(edge.config["DISTRICT"], accent=colour))


def test_other_files_are_another_version() -> None:
    assert len({assets._hash(files) for files in ({"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {"a": b"1", "b": b""})}) == 4


def test_two_processes_may_start_at_once(tmp_path: Path) -> None:
    files = {"css/site.css": b"a{}" * 200, "img/mark.svg": b"<svg/>", "img/photo.png": b"\x89PNG"}
    folder = tmp_path / "static-abc"
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: assets._write_folder(folder, files), range(8)))
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == {
        *files,
        "css/site.css.br",
        "css/site.css.gz",
        "img/mark.svg.br",
        "img/mark.svg.gz",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["static-abc"]


def test_old_versions_are_cleared_away(tmp_path: Path) -> None:
    for number in range(6):
        assets._write_folder(tmp_path / f"static-{number}", {"a.css": b""})
    assert len(list(tmp_path.iterdir())) == assets.KEPT_VERSIONS


def test_a_second_start_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'coopnet.db'}"
    make_edge(tmp_path, url)
    monkeypatch.setattr(assets, "_write_folder", None)
    make_edge(tmp_path, url)
