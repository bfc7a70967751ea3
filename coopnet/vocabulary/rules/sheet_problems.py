"""What is wrong with a sheet: where, how bad, and a code that becomes words at the edge."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """`column` is the header as people know it; `code` and `values` become words at the edge."""

    row: int
    column: str
    severity: str
    code: str
    values: dict[str, str] = field(default_factory=dict)


def of_sheet(problems: Iterable[Problem], name: str) -> list[Problem]:
    """A column may be missing because another sheet of the workbook was meant, so `name` is told: "" has none.

    >>> of_sheet([Problem(1, "Codi", ERROR, "missing_column")], "Llistes")[0].values
    {'sheet': 'Llistes'}
    """
    return [replace(one, values={"sheet": name}) if one.code == "missing_column" and name else one for one in problems]
