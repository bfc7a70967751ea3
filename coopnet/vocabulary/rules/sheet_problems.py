"""What is wrong with a sheet: where, how bad, and a code that becomes words at the edge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """`column` is the header as people know it; `code` and `values` become words at the edge."""

    row: int
    column: str
    severity: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


class SheetLike(Protocol):
    @property
    def rows(self) -> Sequence[object]: ...
    @property
    def name(self) -> str: ...
    @property
    def others(self) -> Sequence[str]: ...


def of_sheet(problems: Iterable[Problem], sheet: SheetLike) -> list[Problem]:
    """With what is known of the whole sheet and of the others of its workbook.

    A column may be missing because another sheet was meant, so the one that was read is named, if it has a name.

    >>> from types import SimpleNamespace as Sheet
    >>> missing = Problem(1, "Codi", ERROR, "missing_column")
    >>> lists = Sheet(rows=[], name="Llistes", others=["Programa"])
    >>> [(one.code, one.values) for one in of_sheet([missing], lists)]
    [('sheet_left', {'value': 'Programa'}), ('missing_column', {'sheet': 'Llistes'})]
    >>> [one.code for one in of_sheet([], Sheet(rows=[], name="", others=[]))]
    ['no_rows']
    >>> of_sheet([missing], Sheet(rows=[1], name="", others=[])) == [missing]
    True
    """
    problems = list(problems)
    is_right = all(one.code != "missing_column" for one in problems)
    bare = [Problem(1, "", WARNING, "no_rows")] if is_right and not sheet.rows else []
    left = [Problem(1, "", WARNING, "sheet_left", {"value": other}) for other in sheet.others]
    named = {"sheet": sheet.name} if sheet.name else {}
    return [
        *bare,
        *left,
        *(replace(one, values=named) if one.code == "missing_column" and named else one for one in problems),
    ]
