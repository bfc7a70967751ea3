"""The examples in the docstrings are true."""

import doctest
from types import ModuleType

import pytest

from coopnet.foundation.text_index import folding, months, stems
from coopnet.vocabulary import queries


@pytest.mark.parametrize("module", [folding, months, stems, queries])
def test_examples(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
