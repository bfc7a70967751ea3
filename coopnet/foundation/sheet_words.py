"""What is wrong with a sheet, in words that a coordinator understands, and the answer that scripts read."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from coopnet.foundation.i18n import format_number
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.sheets import MOST_ROWS, SheetProblem

OUTCOMES = ("created", "updated", "unchanged")


class ProblemLike(Protocol):
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...


class ReportLike(Protocol):
    @property
    def problems(self) -> Sequence[ProblemLike]: ...
    @property
    def has_errors(self) -> bool: ...
    def count(self, outcome: str) -> int: ...


def common_problem(code: str, values: Mapping[str, str]) -> str | None:
    """Of what can be wrong with any sheet; None for what only one kind of sheet knows."""
    value = values.get("value", "")
    if code == "unknown_term":
        if near := values.get("near"):
            return _("We do not know “%(value)s”. Did you mean: %(near)s?", value=value, near=near)
        return _("We do not know “%(value)s”.", value=value)
    if code == "missing_column" and (sheet := values.get("sheet")):
        return _("The sheet “%(sheet)s”, the one that was read, does not have this column.", sheet=sheet)
    return {
        "cell_without_header": _(
            "“%(value)s” stands in a column without a header; what it says is left out.", value=value
        ),
        "sheet_left": _("The workbook has another sheet, “%(value)s”; nothing of it was read.", value=value),
        "no_rows": _("Below the headers there is no row."),
        "column_twice": _("This column is there twice; the first one counts."),
        "unknown_column": _("We do not know this column; it is left out."),
        "missing_column": _("This column is missing."),
        "missing": _("Something is missing here."),
        "too_long": _("This text is too long: write at most %(most)s characters.", most=_number(value)),
        "not_calculated": _("The formula %(value)s shows no result. Write the result itself.", value=value),
        "broken_formula": _("The formula in this cell is broken: it shows %(value)s.", value=value),
        "not_a_date": _("“%(value)s” is not a date. Write it like 25/11/2026.", value=value),
        "no_such_date": _("The day %(value)s does not exist.", value=value),
        "unlikely_year": _("The year %(value)s cannot be right.", value=value),
        "not_a_number": _("“%(value)s” is not a number. Write it with digits.", value=value),
        "below_zero": _("%(value)s is below zero. Write 0 or more.", value=value),
        "too_big": _("%(value)s is too many.", value=value),
        "not_yes_or_no": _("“%(value)s” is neither yes nor no.", value=value),
        "not_an_address": _("“%(value)s” is not a web address.", value=value),
    }.get(code)


def _number(value: str) -> str:
    return format_number(int(value)) if value.isdecimal() else value


def place_in_words(problem: ProblemLike) -> str:
    if not problem.column:  # of the whole sheet
        return _("row %(row)d", row=problem.row)
    return _("row %(row)d, %(column)s", row=problem.row, column=problem.column)


def file_in_words(problem: SheetProblem) -> str:
    if problem.row is not None:
        return _(
            "Row %(row)d has a quotation mark that is opened and not closed. Close it, or take it away.",
            row=problem.row,
        )
    return {
        "missing": _("The file cannot be opened."),
        "too_large": _("The file is too large."),
        "too_many_rows": _(
            "The file has more than %(most)s rows. Split it into several files.", most=format_number(MOST_ROWS)
        ),
        "too_many_columns": _("The file has too many columns."),
        "empty": _("The file is empty."),
    }.get(problem.code, _("The file cannot be read. Save it as .csv or .xlsx and try again."))


def report_as_json(report: ReportLike, in_words: Callable[[ProblemLike], str]) -> str:
    """What the import promises to scripts: it does not change without a note in the CHANGELOG.

    The counts are of what happens with `--apply`: see `count` of the report.
    """
    problems = [
        {"row": each.row, "column": each.column, "severity": each.severity, "message": in_words(each)}
        for each in report.problems
    ]
    counts = {name: report.count(name) for name in OUTCOMES}
    return json.dumps({**counts, "problems": problems}, ensure_ascii=False, indent=1)


def unreadable_as_json(message: str) -> str:
    wrong = [{"row": 1, "column": "", "severity": "error", "message": message}]
    return json.dumps({**dict.fromkeys(OUTCOMES, 0), "problems": wrong}, ensure_ascii=False)
