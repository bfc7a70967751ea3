"""Small wrongs in a source: each mutant is the module with one of them."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

FLIPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SWAPS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv}


@dataclass(frozen=True)
class Mutant:
    """`was` and `becomes` are one line each: with the function's name they tell it apart whatever moves around it."""

    path: str
    line: int
    function: str
    was: str
    becomes: str
    source: str

    @property
    def name(self) -> str:
        return f"{self.path} {self.function}: {self.was} -> {self.becomes}"


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    """In the order of the source; what only says something (docstrings, annotations) is left alone."""
    tree = ast.parse(source)
    owners = _owners(tree)
    for number, node in enumerate(ast.walk(tree)):
        if node not in owners:
            continue
        for change in range(len(_changes(node))):
            changed = copy.deepcopy(tree)
            twin = next(one for place, one in enumerate(ast.walk(changed)) if place == number)
            was, new = _short(node), _changes(twin)[change]
            _replace(changed, twin, new)
            ast.fix_missing_locations(changed)
            yield Mutant(path, getattr(node, "lineno", 0), owners[node], was, _short(new), ast.unparse(changed))


def _owners(tree: ast.Module) -> dict[ast.AST, str]:  # noqa: C901 - one walk, one case a kind of node
    """Each node that may be changed, with the name of what it stands in."""
    found: dict[ast.AST, str] = {}

    def visit(node: ast.AST, owner: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            owner = node.name if owner == "module" else f"{owner}.{node.name}"
            for child in node.body:
                visit(child, owner)
            for default in [*node.args.defaults, *node.args.kw_defaults] if isinstance(node, ast.FunctionDef) else []:
                if default is not None:
                    visit(default, owner)
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            return
        found[node] = owner
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns"}:
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    visit(child, owner)

    for statement in tree.body:
        visit(statement, "module")
    return found


def _changes(node: ast.AST) -> list[ast.AST]:  # noqa: C901, PLR0911, PLR0912 - a table, as a match
    match node:
        case ast.Compare(ops=[op]) if type(op) in FLIPS:
            return [ast.Compare(node.left, [FLIPS[type(op)]()], node.comparators)]
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            return [ast.BoolOp(other, values)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return [operand]
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            return [operand]
        case ast.BinOp(op=op) if type(op) in SWAPS:
            return [ast.BinOp(node.left, SWAPS[type(op)](), node.right)]
        case ast.Constant(value=bool() as value):
            return [ast.Constant(not value)]
        case ast.Constant(value=int() as value):
            return [ast.Constant(value + 1), ast.Constant(value - 1)]
        case ast.If(test=test) | ast.IfExp(test=test):
            twin = copy.copy(node)
            twin.test = ast.UnaryOp(ast.Not(), test)
            return [twin]
        case ast.Return(value=ast.Constant(value=None)) | ast.Return(value=None):
            return []
        case ast.Return():
            return [ast.Return(ast.Constant(None))]
        case ast.Raise():
            return [ast.Pass()]
        case ast.Expr(value=ast.Call()):
            return [ast.Pass()]
        case (
            ast.Assign(targets=[ast.Attribute() | ast.Tuple() | ast.Subscript()])
            | ast.AugAssign(target=ast.Attribute())
        ):
            return [ast.Pass()]
        case ast.Call(func=ast.Attribute(attr="where" | "order_by" | "limit", value=value)):
            return [value]
    return []


def _replace(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
                return
            if isinstance(value, list) and any(one is old for one in value):
                setattr(parent, field, [new if one is old else one for one in value])
                return


def _short(node: ast.AST) -> str:
    """Its first line: of an `if`, the question."""
    return ast.unparse(node).partition("\n")[0]
