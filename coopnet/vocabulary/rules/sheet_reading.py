"""Reads the cells of a row and keeps what is wrong with them, so that one run tells everything."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Protocol

from coopnet.vocabulary.rules.sheet_cells import CellProblem, read_line, read_text
from coopnet.vocabulary.rules.sheet_problems import ERROR, WARNING, Problem

MOST_COMMAS = 4  # in one label


class RowLike(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[object, ...]: ...


@dataclass(frozen=True)
class Vocabulary:
    """What the district calls things. `match` gives a code or None, `nearest` labels that somebody may have meant.

    `key` is equal for two spellings of one name. `language` is that of a text which does not say.
    """

    match: Callable[[str, str], str | None]
    nearest: Callable[[str, str], list[str]]
    key: Callable[[str], str]
    plan: str
    zone: tzinfo
    language: str


def without_header(header: Sequence[str], rows: Iterable[RowLike]) -> list[Problem]:
    """Of each column that has no header the first cell that says something: nobody reads it."""
    found: dict[int, Problem] = {}
    named = {place for place, name in enumerate(header) if name}
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell is None or place in named or place in found:
                continue
            if text := " ".join("".join(letter for letter in str(cell) if letter.isprintable()).split()):
                value = {"value": text[:80]}
                found[place] = Problem(row.number, letters_of(place), WARNING, "cell_without_header", value)
    return list(found.values())


def letters_of(place: int) -> str:
    """Of a column, as a spreadsheet calls it.

    >>> [letters_of(place) for place in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    text, left = "", place + 1
    while left:
        left, letter = divmod(left - 1, 26)
        text = chr(ord("A") + letter) + text
    return text


class Reader:
    """`columns` is field to place, `name_of` gives the header by which people know a field."""

    def __init__(self, columns: dict[str, int], words: Vocabulary, name_of: Callable[[str], str]) -> None:
        self.columns = columns
        self.words = words
        self.name_of = name_of
        self._noted: dict[tuple[object, ...], Problem] = {}
        self._where: set[tuple[int, str]] = set()

    @property
    def problems(self) -> list[Problem]:
        return list(self._noted.values())

    def note(self, row: int, name: str, code: str, *, severity: str = ERROR, **values: str) -> None:
        """`name` of a field. The same is noted once, though later rows read the cells of the first again."""
        problem = Problem(row, self.name_of(name), severity, code, values)
        self._noted.setdefault((row, name, code, *values.values()), problem)
        self._where.add((row, name))

    def note_missing(self, row: RowLike, name: str, code: str = "missing") -> None:
        """Unless it is there, and it was noted that it cannot be taken."""
        if not self.has_noted(row, name):
            self.note(row.number, name, code)

    def has_noted(self, row: RowLike, name: str) -> bool:
        return (row.number, name) in self._where

    def cell(self, row: RowLike, name: str) -> object:
        place = self.columns.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def read(self, row: RowLike, name: str, how: Callable[[object], Any], default: Any = None) -> Any:
        """`default` where the cell cannot be taken; the problem is noted."""
        try:
            return how(self.cell(row, name))
        except CellProblem as problem:
            self.note(row.number, name, problem.code, value=problem.value)
            return default

    def line(self, row: RowLike, name: str) -> str:
        found: str = self.read(row, name, read_line, "")
        return found

    def term(self, row: RowLike, name: str, kind: str) -> str | None:
        typed = self.line(row, name)
        return self.code(row, name, kind, typed) if typed else None

    def terms(self, row: RowLike, name: str, kind: str) -> tuple[str, ...]:
        """Separated by commas."""
        return self.codes(row, name, kind, self.read(row, name, read_text, ""))

    def codes(self, row: RowLike, name: str, kind: str, typed: str) -> tuple[str, ...]:
        """A label may hold commas: the longest that is known is taken."""
        parts = [" ".join(part.split()) for part in typed.replace(";", ",").replace("\n", ",").split(",")]
        parts = [part for part in parts if part]
        found: list[str | None] = []
        while parts:
            for length in range(min(len(parts), 1 + MOST_COMMAS), 0, -1):
                code = self.words.match(kind, ", ".join(parts[:length]))
                if code:
                    break
            else:
                length, code = 1, self.code(row, name, kind, parts[0])
            found.append(code)
            parts = parts[length:]
        return tuple(dict.fromkeys(code for code in found if code))

    def code(self, row: RowLike, name: str, kind: str, typed: str) -> str | None:
        code = self.words.match(kind, typed)
        if code is None:
            near = self.words.nearest(kind, typed)
            self.note(row.number, name, "unknown_term", value=typed[:80], near=", ".join(near))
        return code
