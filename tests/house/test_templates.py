"""Templates compile, and every component is used."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.house.sources import ROOT, name_of

TEMPLATES = ROOT / "templates"
COMPONENTS = TEMPLATES / "components"
SHOWCASE = "web/components"  # the page of development that shows every component in every state


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt", ".xml", ".svg"})


def test_every_template_compiles(app: Flask) -> None:
    for path in templates():
        app.jinja_env.get_template(path.relative_to(TEMPLATES).as_posix())


def test_a_component_file_holds_the_component_of_its_name() -> None:
    without = [
        path.name
        for path in COMPONENTS.glob("*.html")
        if not re.search(rf"{{%-?\s*macro {path.stem}\(", path.read_text())
    ]
    assert without == []


def test_every_component_is_used() -> None:
    pages = {path: path.read_text() for path in templates() if SHOWCASE not in path.as_posix()}
    unused = []
    for path in COMPONENTS.glob("*.html"):
        for macro in re.findall(r"{%-?\s*macro (\w+)\(", path.read_text()):
            elsewhere = [text for other, text in pages.items() if other != path]
            if macro.startswith("_"):
                elsewhere = [path.read_text().replace(f"macro {macro}(", "")]
            if not any(re.search(rf"\b{macro}\b", text) for text in elsewhere):
                unused.append(f"{name_of(path)}: {macro}")
    assert unused == []


@pytest.mark.parametrize("pattern", [r"\|\s*safe\b", r"autoescape false", r"Markup\("])
def test_nothing_is_believed_to_be_safe_without_a_word(pattern: str) -> None:
    """Rich text is made safe where it is made (`nh3`), and is Markup from there on."""
    found = [
        f"{name_of(path)}:{number}"
        for path in templates()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []
