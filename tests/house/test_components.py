"""Components are seen on one page, and pages say nothing to the browser that its policy would block."""

import re
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import html5lib
import pytest
from flask import Flask

from tests.house.sources import ROOT, name_of
from tests.rig.reader import Reader

TEMPLATES = ROOT / "templates"
SHOWCASE = (TEMPLATES / "web" / "showcase.html").read_text()
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts)
CSS_BYTES = 6_000
PHYSICAL = re.compile(
    r"(?<![\w-])((margin|padding|border)-(left|right|top|bottom)|left|right|top|bottom|(min-|max-)?(width|height)|"
    r"float|text-align:\s*(left|right))\s*:"
)


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem)
def test_the_showcase_shows_every_component(path: Path) -> None:
    assert f"components/{path.name}" in SHOWCASE


@pytest.mark.parametrize(
    "pattern", [r"\sstyle\s*=", r"<style\b", r"\son\w+\s*=\s*[\"']", r"javascript:", r"<script(?![^>]*(src=|ld\+json))"]
)
def test_no_page_has_inline_style_or_script(pattern: str) -> None:
    assert [name_of(path) for path in PAGES if re.search(pattern, path.read_text())] == []


def test_the_showcase_opens(client: Reader) -> None:
    assert client.get("/ca/dev/components").status_code == 200


def test_the_showcase_is_valid_and_what_is_named_is_there(client: Reader) -> None:
    html = client.get("/ca/dev/components").text
    parser = html5lib.HTMLParser()
    parser.parse(html)
    assert parser.errors == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:(?:aria-describedby|aria-labelledby|for)="|href="#)([^"]+)"', html)
    assert {one for each in named for one in each.split()} <= set(ids)


def test_a_wrong_field_says_so_and_the_summary_leads_to_it(client: Reader) -> None:
    html = client.get("/ca/dev/components").text
    wrong = re.findall(r'<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>', html)
    assert wrong
    for field in wrong:
        first = re.search(r'aria-describedby="([^ "]+)', field)
        assert first is not None
        assert first.group(1).endswith("-problem")
        name = re.search(r' id="([^"]+)"', field)
        assert name is not None
        assert f'<a href="#{name.group(1)}">' in html


def test_the_style_sheet_is_light() -> None:
    """Each by itself: a page has one, and what is printed at a point has its own."""
    for path in sorted((ROOT / "static" / "css").glob("*.css")):
        assert len(brotli.compress(path.read_bytes())) <= CSS_BYTES, path.name


def test_the_style_sheet_is_right_in_both_directions_of_writing() -> None:
    """Logical properties only. A media query may ask how wide the window is."""
    for path in (ROOT / "static" / "css").glob("*.css"):
        css = re.sub(r"/\*.*?\*/|@media[^{]*|url\([^)]*\)", "", path.read_text(), flags=re.DOTALL)
        assert [found.group(0) for found in PHYSICAL.finditer(css)] == []


def test_a_production_instance_has_no_showcase(app: Flask) -> None:
    assert ("showcase.index" in app.view_functions) is not app.config["IS_PRODUCTION"]
