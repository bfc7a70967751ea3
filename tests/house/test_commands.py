"""Commands of the rooms speak the language of their district: no text of theirs passes the catalogues by."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import files, name_of, tree_of

COMMANDS = [
    path
    for path in files(".py", under="coopnet/")
    if re.search(r"/(accounts|initiatives|registrations|trainings)/cli(/|\.py)", f"/{name_of(path)}")
]
SAYS = {"echo", "ClickException"}


def said_plainly(node: ast.AST) -> Iterator[str]:
    """Texts that are said as they stand. What a call gives is either looked up or no text."""
    match node:
        case ast.Constant(value=str(text)) if re.search(r"[A-Za-z]{2}", text):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from said_plainly(part.value if isinstance(part, ast.FormattedValue) else part)
        case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
            yield from said_plainly(one)
            yield from said_plainly(other)


@pytest.mark.parametrize("path", COMMANDS, ids=name_of)
def test_what_a_command_of_a_room_says_has_words_in_every_language(path: Path) -> None:
    found = [
        text
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in SAYS
        for argument in node.args
        for text in said_plainly(argument)
    ]
    assert found == []


def test_every_command_of_a_room_is_one_for_staff() -> None:
    """And one of them would be found if it were not."""
    assert len(COMMANDS) >= 8
    for path in COMMANDS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and any(_is_command(each) for each in node.decorator_list):
                names = {getattr(each, "id", "") for each in node.decorator_list}
                assert "for_staff" in names, f"{name_of(path)}: {node.name}"


def _is_command(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "attr", "") == "command"
