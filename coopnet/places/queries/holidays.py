"""The public holidays of the district, from `holidays.json` of its folder; a district without the file has none."""

import json
from collections.abc import Mapping
from datetime import date

from flask import current_app

from coopnet.foundation import district
from coopnet.foundation.legal import Labels

_KEY = "coopnet.holidays"


def holidays() -> Mapping[date, Labels]:
    """Each with its name by language. Raises `ValueError` naming the file where it makes no sense."""
    found: dict[date, Labels] | None = current_app.extensions.get(_KEY)
    if found is None:
        found = current_app.extensions[_KEY] = _read()
    return found


def known_until() -> date | None:
    """The last day of the last year that the file knows of: from there on a holiday looks like any other day."""
    last = max(holidays(), default=None)
    return date(last.year, 12, 31) if last else None


def _read() -> dict[date, Labels]:
    path = district.current().folder / "holidays.json"
    if not path.exists():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["holidays"]
        return {date.fromisoformat(row["date"]): {k: v for k, v in row.items() if k != "date"} for row in rows}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path}: {problem}") from problem
