"""A refusal that a person can meet has words."""

import ast

from tests.house.sources import files, tree_of

# Raised where only staff at a terminal can meet them; there the code itself is the answer.
TERMINAL_ONLY = {
    "not_found",
    "already_sent",
    "erased",
    "title_missing",
    "changed_meanwhile",
}


def codes_raised() -> set[str]:
    found = set()
    for path in files(".py", under="coopnet/"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and node.args:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def codes_with_words() -> set[str]:
    """Keys of the table `REFUSALS` in each `refusals.py`."""
    found = set()
    for path in files(".py", under="coopnet/"):
        for node in ast.walk(tree_of(path)) if path.name == "refusals.py" else ():
            if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "REFUSALS":
                table = node.value
                assert isinstance(table, ast.Dict)
                found |= {str(key.value) for key in table.keys if isinstance(key, ast.Constant)}
    return found


def test_every_refusal_has_words() -> None:
    assert codes_raised() - codes_with_words() - TERMINAL_ONLY == set()
