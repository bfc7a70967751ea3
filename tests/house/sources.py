"""What the house tests read: the files of the project, as git knows them, and Python as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "coopnet"
TEXT = {".py", ".html", ".css", ".js", ".toml", ".txt", ".in", ".md", ".json", ".ini", ".mako", ".po", ".svg", ""}


@cache
def project_files() -> tuple[Path, ...]:
    """Kept or about to be kept by git; elsewhere (an archive without .git) what lies in the known folders."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
        paths = [ROOT / name for name in listed]
    except (OSError, subprocess.CalledProcessError):
        known = ("coopnet", "templates", "static", "migrations", "docs", "tests", "requirements")
        paths = [path for name in known for path in (ROOT / name).rglob("*") if "__pycache__" not in path.parts]
    return tuple(sorted(path for path in paths if path.is_file()))


def files(*suffixes: str, under: str = "") -> list[Path]:
    return [path for path in project_files() if path.suffix in suffixes and name_of(path).startswith(under)]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[tuple[str, int]]:
    """Each dotted name that the file imports, `from a import b` as `a.b`, with its line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
