"""A coordinator's spreadsheet becomes profiles: all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.initiatives.rules.drafts import Change, Draft
from coopnet.initiatives.rules.holding import column_of
from coopnet.initiatives.rules.sheet_columns import COLUMNS, is_directory
from coopnet.initiatives.rules.sheet_parsing import Parsed, parse
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service import writing
from coopnet.initiatives.service.known_words import known_words
from coopnet.initiatives.service.planning import Planned, plan
from coopnet.initiatives.service.snapshots import day_of
from coopnet.vocabulary.rules.sheet_problems import ERROR, WARNING, Problem, of_sheet

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
TRIES = 3  # while somebody else writes the same at the same time
Usable = Sequence[tuple[int, Draft]]


@dataclass(frozen=True)
class Item:
    """What becomes of one profile; `row` is where it stands in the sheet.

    `slug` is None until it is made. `stays_draft`: it was there before, and nobody sees it until it is published.
    """

    row: int
    code: str
    name: str
    outcome: str
    changes: tuple[Change, ...]
    slug: str | None
    stays_draft: bool


@dataclass(frozen=True)
class Report:
    """`items` is empty when it should have been applied and was refused, and has no row with an error."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    is_applied: bool

    def count(self, outcome: str) -> int:
        """Of what happens when it is applied: with an error nothing does, so each is 0, tried or applied."""
        return 0 if self.has_errors else sum(item.outcome == outcome for item in self.items)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)


class _Refused(Exception):  # noqa: N818 - not an error: it takes back what was begun
    """What stands now no longer goes with the sheet."""

    def __init__(self, planned: list[Planned]) -> None:
        super().__init__()
        self.planned = planned


def import_file(path: Path, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    """Commits by itself, and writes nothing in a dry run. With `publish` new profiles are public at once.

    Raises `SheetProblem` when the file cannot be read at all.
    """
    return import_sheet(read_sheet(path, is_directory), is_real=is_real, publish=publish, actor=actor, now=now)


def import_sheet(sheet: Sheet, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    """What takes long is done first, without a lock: people write meanwhile."""
    parsed = parse(sheet.header, sheet.rows, known_words(now))
    planned = _plan(parsed)
    read = of_sheet(parsed.problems, sheet)
    problems = [*read, *_problems(parsed.drafts, planned)]
    is_applied = False
    if is_real and not _has_errors(problems):
        planned, is_applied = _apply(parsed, planned, publish=publish, actor=actor, now=now)
        problems = [*read, *_problems(parsed.drafts, planned)]
        if not is_applied and not _has_errors(problems):
            problems.append(Problem(1, "", ERROR, "written_meanwhile"))
    problems.sort(key=lambda one: (one.row, one.severity))
    is_refused = is_real and not is_applied
    pairs = [] if is_refused else zip(parsed.drafts, planned, strict=True)
    wrong = {problem.row for problem in problems if problem.severity == ERROR}
    items = [_item(row, one) for (row, _draft), one in pairs if row not in wrong and not one.is_merged]
    return Report(tuple(items), tuple(problems), is_applied=is_applied)


def _plan(parsed: Parsed) -> list[Planned]:
    return plan([draft for _row, draft in parsed.drafts], columns=parsed.columns)


def _apply(
    parsed: Parsed, planned: list[Planned], *, publish: bool, actor: str, now: datetime
) -> tuple[list[Planned], bool]:
    """What was done, and whether it was: two sheets with the same new names wait for each other, then one is told."""

    def work() -> list[Planned]:
        seen = writing.lock_all(planned)
        behind = _plan(parsed)
        while not writing.touched(behind) <= seen:
            seen |= writing.lock_all(behind)
            behind = _plan(parsed)
        if _has_errors(_problems(parsed.drafts, behind)):
            raise _Refused(behind)
        writing.write(behind, publish=publish, actor=actor, now=now)
        return behind

    for _attempt in range(TRIES):
        try:
            return in_transaction(work), True
        except _Refused as refused:
            return refused.planned, False
        except IntegrityError:
            planned = _plan(parsed)
            db.session.rollback()
    return planned, False


def _problems(drafts: Usable, planned: Sequence[Planned]) -> list[Problem]:
    """What only those who know the directory as it stands can see."""
    found = []
    for (row, draft), one in zip(drafts, planned, strict=True):
        if one.clash is not None:
            found.append(Problem(row, COLUMNS.name_of("name"), ERROR, "name_of_another", {"value": draft.name}))
        if one.is_merged:
            found.append(Problem(row, COLUMNS.name_of("code"), WARNING, "was_merged", {"value": draft.code or ""}))
        for each in one.left:
            values = {"day": day_of(each.at) or ""}
            found.append(Problem(row, COLUMNS.name_of(column_of(each)), WARNING, f"left_{each.why}", values))
    return found


def _has_errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == ERROR for problem in problems)


def _item(row: int, planned: Planned) -> Item:
    before = planned.before
    outcome = CREATED if before is None else UPDATED if planned.changes else UNCHANGED
    return Item(
        row,
        planned.draft.code or "",
        planned.draft.name,
        outcome,
        planned.changes,
        slug=before.slug if before else None,
        stays_draft=before is not None and before.status == Status.DRAFT,
    )
