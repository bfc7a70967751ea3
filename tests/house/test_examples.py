"""The examples in the rules' docstrings are true."""

import doctest
import importlib

import pytest

from tests.house.sources import files, name_of

RULES = [
    name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for path in files(".py", under="coopnet/")
    if "/rules" in name_of(path)
]


@pytest.mark.parametrize("module", RULES)
def test_examples_of_the_rules_are_true(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
