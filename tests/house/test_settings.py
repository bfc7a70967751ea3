"""Every setting is told to those who run coopnet."""

import ast
import re

import pytest

from tests.house.sources import ROOT, tree_of

NAMED = re.compile(r"COOPNET_[A-Z_]+|DATABASE_URL|PORT|DEMO|SERVER_WORKERS")


def settings_read() -> set[str]:
    """Names of the environment that `config.py` looks at."""
    strings = {node.value for node in ast.walk(tree_of(ROOT / "config.py")) if isinstance(node, ast.Constant)}
    return {text for text in strings if isinstance(text, str) and NAMED.fullmatch(text)}


@pytest.mark.parametrize("document", ["docs/operations.md", ".env.example"])
def test_every_setting_is_documented(document: str) -> None:
    named = set(NAMED.findall((ROOT / document).read_text()))
    assert settings_read() | {"SERVER_WORKERS"} <= named


def test_no_setting_is_documented_that_nobody_reads() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    assert rows
    sources = "\n".join(
        path.read_text() for path in [ROOT / "config.py", ROOT / "Makefile", *ROOT.glob("coopnet/**/*.py")]
    )
    assert [name for name in rows if name not in sources] == []
