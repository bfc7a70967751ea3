"""`docs/threats.md` names a test for each thing that is done against a threat; here they are looked for."""

import re

import pytest

from tests.rig.instance import ROOT

PAGE = (ROOT / "docs/threats.md").read_text()
REMAINS = "What remains"
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
THREATS = dict(part.split("\n", 1) for part in PAGE.split("\n## ")[1:])


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_is_there(path: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / path).read_text()


@pytest.mark.parametrize("threat", [each for each in THREATS if each != REMAINS])
def test_what_is_done_against_each_has_a_test(threat: str) -> None:
    measures = re.findall(r"^- .*(?:\n  .*)*", THREATS[threat], flags=re.MULTILINE)
    assert measures
    assert not [each for each in measures if "::test_" not in each]


def test_what_remains_is_said() -> None:
    assert THREATS[REMAINS].count("\n- ") > 2
