"""Habits of the house, read from the files themselves."""

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house.sources import HOUSE, TEXT, files, imports_of, name_of, project_files, tree_of

LONGEST = 300
PAGE = 120
APPLICATION = "coopnet/"


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


def calls(name: str, paths: list[Path]) -> list[str]:
    """Calls of a method or function of that name, wherever it hangs."""
    found = []
    for path in paths:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called == name:
                    found.append(f"{name_of(path)}:{node.lineno}")
    return found


def test_the_whole_house_fits_on_one_page() -> None:
    assert len((HOUSE / "app.py").read_text(encoding="utf-8").splitlines()) < PAGE


def test_no_file_of_code_is_longer_than_300_lines() -> None:
    # A migration is written once and read from top to bottom.
    paths = [path for path in files(".py", ".html") if not name_of(path).startswith("migrations/versions/")]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py", "util.py"}
    assert [name_of(path) for path in files(".py") if path.name in drawers] == []


def test_only_committing_commits() -> None:
    others = [path for path in files(".py", under=APPLICATION) if name_of(path) != "coopnet/foundation/db.py"]
    assert calls("commit", others) == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    others = [path for path in files(".py", under=APPLICATION) if name_of(path) != "coopnet/foundation/clock.py"]
    assert lines_with(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(", others) == []


def test_queries_are_written_in_one_way() -> None:
    assert (
        lines_with(r"\b[A-Z]\w+\.query\b|\bget_or_404\b|\.paginate\(|__bind_key__", files(".py", under=APPLICATION))
        == []
    )


@pytest.mark.parametrize(
    ("library", "where"),
    [
        ("flask_babel", r"coopnet/foundation/i18n\.py"),
        ("flask_login", r"coopnet/web/\w+\.py"),
        ("brotli", r"coopnet/web/\w+\.py"),
        ("whitenoise", r"coopnet/web/\w+\.py"),
        ("typst", r"coopnet/foundation/\w+\.py"),
    ],
)
def test_a_library_is_known_to_one_module(library: str, where: str) -> None:
    importers = {
        name_of(path)
        for path in files(".py", under=APPLICATION)
        for name, _ in imports_of(path)
        if name.split(".")[0] == library
    }
    assert len(importers) <= 1
    assert all(re.fullmatch(where, name) for name in importers), importers


def test_nothing_waits_to_be_done() -> None:
    marks = "TO" + "DO", "FIX" + "ME", "X" * 3
    paths = files(".py", ".html", ".css", ".js", ".md", ".toml")
    assert lines_with(rf"\b({'|'.join(marks)})\b", paths) == []


def test_silenced_checks_say_why() -> None:
    silent = lines_with(r"#\s*noqa(?!: [A-Z0-9, ]+ - \S)", files(".py"))
    assert [line for line in silent if "test_code.py" not in line] == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    pattern = r"/(work|home|root|Users|opt)/[a-z]\w*/|bash_jobs|127\.0\.0\.1:(80|3128|8080)\b"
    paths = [path for path in project_files() if path.suffix in TEXT and path.name != "test_code.py"]
    assert lines_with(pattern, [path for path in paths if path.name != "LICENSE"]) == []


def test_locks_name_no_host() -> None:
    paths = files(".txt", ".in", under="requirements/")
    assert paths
    assert lines_with(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|@ file", paths) == []


def test_locks_are_hashed_and_agree() -> None:
    locks = {path.stem: path.read_text() for path in files(".txt", under="requirements/")}
    pins = {name: dict(re.findall(r"^([a-z0-9_.-]+)==(\S+)", text, re.MULTILINE)) for name, text in locks.items()}
    assert all(text.count("--hash=sha256:") >= len(pins[name]) for name, text in locks.items())
    assert {name: version for name, version in pins["run"].items() if pins["dev"].get(name) != version} == {}
    older = {name for name, version in pins["sqlalchemy-2.0"].items() if pins["dev"].get(name) != version}
    assert older == {"sqlalchemy"}
    assert pins["sqlalchemy-2.0"]["sqlalchemy"].startswith("2.0.")


def has_style_or_script(text: str) -> str | None:
    for pattern in (r"<style\b", r"\sstyle=", r"\son[a-z]+=[\"']", r"javascript:", r"<script(?![^>]*\bsrc=)"):
        for found in re.finditer(pattern, text):
            # JSON-LD is data: the policy lets it pass.
            if "application/ld+json" not in text[found.start() : found.start() + 60]:
                return found.group()
    return None


def test_templates_hold_no_style_and_no_script() -> None:
    # Letters are read in mail programs, which know nothing but inline style.
    paths = [path for path in files(".html", under="templates/") if "templates/emails/" not in path.as_posix()]
    found = {name_of(path): has_style_or_script(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: what for name, what in found.items() if what} == {}


PHYSICAL = (
    r"(?:^|[\s;{])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[\s;{])(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def test_style_knows_no_left_and_right() -> None:
    assert lines_with(PHYSICAL, files(".css", under="static/css/")) == []


@pytest.mark.parametrize(
    ("check", "text", "is_found"),
    [
        (has_style_or_script, '<p style="color:red">', True),
        (has_style_or_script, "<script>alert(1)</script>", True),
        (has_style_or_script, '<script type="application/ld+json">{}</script>', False),
        (has_style_or_script, '<script src="/static/js/coopnet.js" defer></script>', False),
        (lambda text: re.search(PHYSICAL, text), "a { margin-left: 1px }", True),
        (lambda text: re.search(PHYSICAL, text), "a { margin-inline-start: 1px }", False),
    ],
)
def test_these_checks_see_what_they_look_for(check: Callable[[str], object], text: str, *, is_found: bool) -> None:
    assert bool(check(text)) == is_found
