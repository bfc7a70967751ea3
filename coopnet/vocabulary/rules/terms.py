"""A term of a vocabulary, and what makes a file of them sound."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Term:
    """`labels` by language. `extra` is what else the file says of it: `aliases`, `endonym`, `children`, `period`."""

    kind: str
    code: str
    labels: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other ways people write it, in any language; never shown."""
        return tuple(self.extra.get("aliases", ()))


def read_terms(raw: object, languages: Iterable[str]) -> dict[str, tuple[Term, ...]]:
    """The vocabularies of a `taxonomy.json`, by kind, in the file's order.

    Keys whose value is no list of objects are facts for other rooms and are left. Raises `ValueError` naming
    everything that is wrong at once.
    """
    if not isinstance(raw, dict):
        raise ValueError("is not an object of vocabularies")  # noqa: TRY004 - one exception for all of a bad file
    wanted = tuple(languages)
    problems: list[str] = []
    found: dict[str, tuple[Term, ...]] = {}
    for kind, rows in raw.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            continue
        terms = []
        for number, row in enumerate(rows, start=1):
            code = row.get("code")
            if not isinstance(code, str) or not code:
                problems.append(f"{kind}, number {number}: has no code")
                continue
            labels = {name: text for name, text in row.items() if name in wanted and isinstance(text, str) and text}
            problems += [f"{kind}, {code}: has no label in {name!r}" for name in wanted if name not in labels]
            extra = {name: value for name, value in row.items() if name != "code" and name not in wanted}
            if not _is_texts(extra.get("aliases", [])):
                problems.append(f"{kind}, {code}: aliases are not a list of texts")
            terms.append(Term(kind=kind, code=code, labels=labels, extra=extra))
        codes = [term.code for term in terms]
        problems += [f"{kind}, {code}: is there twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
        found[kind] = tuple(terms)
    if problems:
        raise ValueError("; ".join(problems))
    return found


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
