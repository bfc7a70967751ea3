"""A coordinator's spreadsheet becomes trainings: all of it, or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from coopnet.foundation import clock, district, text_index
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import DIRECTORY, PROGRAMME, raise_generation, read_generation
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.foundation.text_index.folding import match_key
from coopnet.trainings.rules.drafts import Change, Draft
from coopnet.trainings.rules.moves import is_draft_moved
from coopnet.trainings.rules.sheet_columns import is_programme, name_of
from coopnet.trainings.rules.sheet_parsing import Parsed, parse
from coopnet.trainings.rules.states import RegistrationType, Status, is_over
from coopnet.trainings.service import editing, publishing
from coopnet.trainings.service.locking import find_by_codes, list_drafts, lock_all
from coopnet.trainings.service.planning import Planned, Wanted, plan
from coopnet.trainings.service.snapshots import Standing
from coopnet.trainings.service.unsure_names import ask_about_names, ask_about_venues, list_new_names
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_cells import code_key
from coopnet.vocabulary.rules.sheet_problems import ERROR, WARNING, Problem, of_sheet
from coopnet.vocabulary.rules.sheet_reading import Vocabulary

LONG_AGO = timedelta(days=366)
IMPORTS = "imports"  # raised first by each, so the next one waits
CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
Usable = Sequence[tuple[int, Draft]]


@dataclass(frozen=True)
class Item:
    """What becomes of one training; `row` is where it begins in the sheet.

    `told` are the people with a place who are written to, since its date or place changes or it is called off; 0 when
    all who asked only wait; None when nobody is. `is_off`: it will be new and called off at once.
    """

    row: int
    code: str
    title: str
    outcome: str
    changes: tuple[Change, ...]
    told: int | None = None
    is_off: bool = False


@dataclass(frozen=True)
class Report:
    """`items` is empty when it should have been applied and was refused, and has no training with an error in its rows.

    `drafts` are the addresses of the sheet's trainings that nobody sees until they are published; `new_names` the
    co-producers that nobody has in the directory, of which each is made.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    is_applied: bool
    drafts: tuple[str, ...] = ()
    new_names: tuple[str, ...] = ()

    def count(self, outcome: str) -> int:
        """Of what happens when it is applied: with an error nothing does, so each is 0, tried or applied."""
        return 0 if self.has_errors else sum(item.outcome == outcome for item in self.items)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity == ERROR for problem in self.problems)


def import_file(path: Path, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    """Commits by itself, and writes nothing in a dry run. With `publish` new trainings are public at once.

    Raises `SheetProblem` when the file cannot be read at all, and `RuleBroken("changed_meanwhile")`.
    """
    return import_sheet(read_sheet(path, is_programme), is_real=is_real, publish=publish, actor=actor, now=now)


def import_sheet(sheet: Sheet, *, is_real: bool, publish: bool, actor: str, now: datetime) -> Report:
    """What takes long is done first, without a lock: people register meanwhile."""
    parsed = parse(sheet.header, sheet.rows, _words())
    usable = [(row, draft) for row, draft in parsed.drafts if draft.title and draft.sessions]
    generation = read_generation(PROGRAMME, DIRECTORY)
    has_errors = any(problem.severity == ERROR for problem in parsed.problems)
    planned = _plan(usable, parsed)
    unsure = [*ask_about_names(parsed.drafts), *ask_about_venues(parsed.drafts)]
    new_names = list_new_names(draft for _row, draft in usable)
    if is_real and not has_errors:
        planned = _save(usable, parsed, _Made(planned, generation), publish=publish, actor=actor, now=now)
    problems = [*of_sheet(parsed.problems, sheet), *unsure, *_doubts(usable, planned, now)]
    problems.sort(key=lambda one: (one.row, one.severity))
    pairs = zip(usable, planned, strict=True)
    items = (_item(row, draft, one, now) for (row, draft), one in pairs if row not in parsed.wrong)
    is_refused = is_real and has_errors
    return Report(
        () if is_refused else tuple(items),
        tuple(problems),
        is_applied=is_real and not has_errors,
        drafts=tuple(list_drafts(draft.code for _row, draft in usable if draft.code)),
        new_names=() if is_refused else tuple(new_names),
    )


def list_drafts_of_file(path: Path) -> list[str]:
    """Addresses of the file's trainings that are drafts, by their codes alone. Raises `SheetProblem`."""
    sheet = read_sheet(path, is_programme)
    parsed = parse(sheet.header, sheet.rows, _words())
    return list_drafts(draft.code for _row, draft in parsed.drafts if draft.code)


def _plan(usable: Usable, parsed: Parsed) -> list[Planned]:
    known = find_by_codes([draft.code for _row, draft in usable if draft.code])
    wanted = [Wanted(draft, known.get(code_key(draft.code or ""))) for _row, draft in usable]
    return plan(wanted, columns=parsed.columns)


@dataclass(frozen=True)
class _Made:
    """A plan, and the generation of what it was made from, read before."""

    planned: list[Planned]
    generation: int


def _has_work(usable: Usable, planned: Sequence[Planned], now: datetime) -> bool:
    return any(one.before is None for one in planned) or bool(_touched(usable, planned, now))


def _texts_of(planned: Sequence[Planned]) -> Iterator[str]:
    for one in planned:
        if one.before is None or one.changes:
            for text in one.draft.texts:
                yield from filter(None, (text.title, text.summary, text.description))


def _save(usable: Usable, parsed: Parsed, made: _Made, *, publish: bool, actor: str, now: datetime) -> list[Planned]:
    """Raises `RuleBroken("changed_meanwhile")` when somebody has just taken a code or an address that this makes."""
    if not _has_work(usable, made.planned, now):
        return made.planned
    text_index.read_ahead(_texts_of(made.planned))
    try:
        return in_transaction(lambda: _apply(usable, parsed, made, publish=publish, actor=actor, now=now))
    except IntegrityError as problem:
        raise RuleBroken("changed_meanwhile") from problem


def _apply(usable: Usable, parsed: Parsed, made: _Made, *, publish: bool, actor: str, now: datetime) -> list[Planned]:
    """One import after the other, behind the mutex of what changes.

    Plans again if anything was written since: what was read without the mutex may have changed.
    """
    raise_generation(IMPORTS)
    planned = made.planned
    lock_all(_touched(usable, planned, now))
    locked = _touched(usable, planned, now)
    while read_generation(PROGRAMME, DIRECTORY) != made.generation:
        planned = _plan(usable, parsed)
        if _touched(usable, planned, now) <= locked:
            break
        lock_all(_touched(usable, planned, now) - locked)
        locked |= _touched(usable, planned, now)
    saved = editing.write(planned, publish=publish, actor=actor, now=now)
    for (_row, draft), one, after in zip(usable, planned, saved, strict=True):
        if _calls_off(draft, one, now):
            publishing.cancel(after.slug, actor=actor, now=now)
    return planned


def _touched(usable: Usable, planned: Sequence[Planned], now: datetime) -> set[int]:
    pairs = zip(usable, planned, strict=True)
    return {
        one.before.training_id
        for (_row, draft), one in pairs
        if one.before and (one.changes or _calls_off(draft, one, now))
    }


def _is_newly_off(draft: Draft, planned: Planned) -> bool:
    """The sheet says of a training that it is called off, and it is not yet."""
    return draft.is_cancelled and planned.before is not None and planned.before.status != Status.CANCELLED


def _is_over(planned: Planned, now: datetime) -> bool:
    return is_over(max(session.ends_at for session in planned.draft.sessions), now)


def _calls_off(draft: Draft, planned: Planned, now: datetime) -> bool:
    """What is over stays as it was, whatever the sheet says: see `publishing.cancel`."""
    return _is_newly_off(draft, planned) and not _is_over(planned, now)


def _item(row: int, draft: Draft, planned: Planned, now: datetime) -> Item:
    before, changes = planned.before, list(planned.changes)
    if _calls_off(draft, planned, now):
        changes.append(Change("status", Status.PUBLISHED, Status.CANCELLED))
    outcome = CREATED if before is None else UPDATED if changes else UNCHANGED
    return Item(
        row,
        planned.draft.code or "",
        planned.draft.title,
        outcome,
        tuple(changes),
        _told(draft, planned, now),
        is_off=before is None and draft.is_cancelled,
    )


def _told(draft: Draft, planned: Planned, now: datetime) -> int | None:
    """Once: who is told that it is called off hears nothing of its date."""
    before = planned.before
    if before is None or not before.is_asked:
        return None
    is_moved = is_draft_moved(before.draft, planned.draft, status=before.status, now=now)
    return before.taken + before.online_taken if is_moved or _calls_off(draft, planned, now) else None


def _doubts(usable: Usable, planned: Sequence[Planned], now: datetime) -> list[Problem]:
    """What only those who know the programme as it stands can see."""
    found = []
    for (row, draft), one in zip(usable, planned, strict=True):
        if one.before is None:
            found += _doubts_of_new(row, draft, now)
            continue
        if one.before.status == Status.CANCELLED and not draft.is_cancelled:
            found.append(Problem(row, name_of("title"), WARNING, "stays_cancelled"))
        if _is_newly_off(draft, one) and _is_over(one, now):
            found.append(Problem(row, name_of("title"), WARNING, "is_over"))
        known = one.before.draft.code or ""
        if known.casefold() != (draft.code or "").casefold():
            found.append(Problem(row, name_of("code"), WARNING, "code_written_otherwise", {"value": known}))
        found += _doubts_for_people(row, one, one.before)
    return found


def _doubts_of_new(row: int, draft: Draft, now: datetime) -> list[Problem]:
    last = max(session.ends_at for session in draft.sessions)
    if last > now - LONG_AGO:
        return []
    return [Problem(row, name_of("date"), WARNING, "long_ago", {"value": str(clock.to_local(last).year)})]


def _doubts_for_people(row: int, planned: Planned, before: Standing) -> list[Problem]:
    """Where what changes leaves those who stand with less than they were given."""
    found = []
    old, new = before.draft, planned.draft
    room = before.taken if new.has_two_ways else before.taken + before.online_taken
    for name, was, places, taken in (
        ("capacity", old.capacity, new.capacity, room),
        ("online_capacity", old.online_capacity, new.online_capacity, before.online_taken),
    ):
        if places is not None and places != was and places < taken:
            found.append(Problem(row, name_of(name), WARNING, "over_full", {"value": str(taken)}))
    closed = {RegistrationType.NONE, RegistrationType.EXTERNAL}
    if before.is_asked and new.registration_type in closed and old.registration_type not in closed:
        found.append(Problem(row, name_of("registration"), WARNING, "people_stand"))
    return found


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
