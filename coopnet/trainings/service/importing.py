"""A coordinator's spreadsheet becomes trainings: all of it, or nothing."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from coopnet.foundation import clock, district
from coopnet.foundation.db import in_transaction
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.foundation.text_index.folding import match_key
from coopnet.trainings.rules.drafts import Change, Draft
from coopnet.trainings.rules.sheet_parsing import Parsed, parse
from coopnet.trainings.rules.states import Status
from coopnet.trainings.service import editing, publishing
from coopnet.trainings.service.gaps import fill_gaps
from coopnet.trainings.service.snapshots import read
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_problems import ERROR, Problem
from coopnet.vocabulary.rules.sheet_reading import Vocabulary

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"


@dataclass(frozen=True)
class Item:
    """What becomes of one training; `row` is where it begins in the sheet."""

    row: int
    code: str
    title: str
    outcome: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Report:
    """`items` is empty when it should have been applied and was refused."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    is_applied: bool

    def count(self, outcome: str) -> int:
        return sum(item.outcome == outcome for item in self.items)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)


class _OnlyTried(Exception):  # noqa: N818 - not an error
    """Rolls a dry run back."""


def import_file(path: Path, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    """Commits by itself. A dry run is the real thing rolled back, so what it says is what would happen.

    Raises `SheetProblem` when the file cannot be read at all.
    """
    return import_sheet(read_sheet(path), is_real=is_real, publish=publish, actor=actor, now=now)


def import_sheet(sheet: Sheet, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    parsed = parse(sheet.header, sheet.rows, _words())
    problems = tuple(parsed.problems)
    is_applied = is_real and not any(problem.severity == ERROR for problem in problems)
    items: list[Item] = []

    def work() -> None:
        items.clear()
        drafts = _usable(parsed)
        known = editing.lock_by_codes(draft.code for _row, draft in drafts if draft.code)
        for row, draft in drafts:
            training_id, code = known.get((draft.code or "").casefold(), (None, draft.code))
            # A training that exists keeps its code as it was written first.
            wanted = replace(draft, code=code)
            if training_id is not None:
                wanted = fill_gaps(wanted, read(training_id), parsed.columns)
            items.append(_save(row, wanted, training_id, publish=publish, actor=actor, now=now))
        if not is_applied:
            raise _OnlyTried

    with suppress(_OnlyTried):
        in_transaction(work)
    is_refused = is_real and not is_applied
    return Report(() if is_refused else tuple(items), problems, is_applied=is_applied)


def _usable(parsed: Parsed) -> list[tuple[int, Draft]]:
    """What can be tried; a draft without a title or a session has its problem already."""
    return [(row, draft) for row, draft in parsed.drafts if draft.title and draft.sessions]


def _save(row: int, draft: Draft, training_id: int | None, *, publish: bool, actor: str, now: datetime) -> Item:
    saved = editing.save(draft, training_id=training_id, actor=actor, now=now)
    changes = list(saved.changes)
    if publish and publishing.publish(saved.slug, actor=actor, now=now) and not saved.is_new:
        changes.append(Change("status", Status.DRAFT, Status.PUBLISHED))
    if draft.is_cancelled and publishing.cancel(saved.slug, actor=actor, now=now):
        changes.append(Change("status", Status.PUBLISHED, Status.CANCELLED))
    outcome = CREATED if saved.is_new else UPDATED if changes else UNCHANGED
    return Item(row, draft.code or "", draft.title, outcome, tuple(changes))


def _words() -> Vocabulary:
    def match(kind: str, typed: str) -> str | None:
        term = vocabulary.match_term(kind, typed)
        return term.code if term else None

    def nearest(kind: str, typed: str) -> list[str]:
        language = district.current().default_language
        return [district.label(dict(term.labels), language) for term in vocabulary.nearest_terms(kind, typed)]

    here = district.current()
    return Vocabulary(
        match=match,
        nearest=nearest,
        key=match_key,
        plan=here.plan_code,
        zone=clock.zone(),
        language=here.default_language,
    )
