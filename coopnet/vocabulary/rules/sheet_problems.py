"""What is wrong with a sheet: where, how bad, and a code that becomes words at the edge."""

from dataclasses import dataclass, field

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Problem:
    """`column` is the header as people know it; `code` and `values` become words at the edge."""

    row: int
    column: str
    severity: str
    code: str
    values: dict[str, str] = field(default_factory=dict)
