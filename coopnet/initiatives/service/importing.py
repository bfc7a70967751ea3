"""A coordinator's spreadsheet becomes profiles: all of it, or nothing."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from coopnet.foundation import clock, district
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.emails import is_email, normal_email
from coopnet.foundation.phones import normal_phone
from coopnet.foundation.sheets import Sheet, read_sheet
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Change, Draft, Place, Words
from coopnet.initiatives.rules.sheet_columns import COLUMNS
from coopnet.initiatives.rules.sheet_parsing import Known, Parsed, parse
from coopnet.initiatives.service import editing, publishing
from coopnet.initiatives.service.naming import find_by_name
from coopnet.initiatives.service.parts import granter_of
from coopnet.initiatives.service.snapshots import load, read_draft
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.rules.sheet_problems import ERROR, Problem
from coopnet.vocabulary.rules.sheet_reading import Vocabulary

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
# Fields of a draft to the column that they are read from; a field that has several is not here.
FIELDS = {
    "language": "language",
    "kind": "kind",
    "legal_form": "legal_form",
    "tax_id": "tax_id",
    "barri": "barri",
    "shows_only_barri": "shown",
    "year": "year",
    "size": "size",
    "is_contractable": "contractable",
    "url": "url",
    "links": "links",
    "networks": "networks",
    "sectors": "sectors",
    "qualifications": "qualifications",
    "stated": "qualifications",
    "languages": "languages",
    "measures": "measures",
    "clauses": "clauses",
    "confirmed_on": "confirmed",
}
PLACE_FIELDS = ("address", "barri", "latitude", "longitude", "hours", "access")
WORD_FIELDS = ("summary", "description", "services", "offers", "needs")


@dataclass(frozen=True)
class Item:
    """What becomes of one profile; `row` is where it stands in the sheet."""

    row: int
    code: str
    name: str
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
    parsed = parse(sheet.header, sheet.rows, _known(now))
    problems: list[Problem] = []
    items: list[Item] = []

    def work() -> None:
        items.clear()
        problems[:] = parsed.problems
        by_code = {code.casefold(): id_ for id_, code in _codes()}
        for row, draft in parsed.drafts:
            known = by_code.get((draft.code or "").casefold())
            same = find_by_name(draft.name)
            if same is not None and same.id != known and (known is not None or same.slug is not None):
                values = {"value": draft.name}
                problems.append(Problem(row, COLUMNS.name_of("name"), ERROR, "name_of_another", values))
                continue
            items.append(_save(row, draft, known, parsed, publish=publish, actor=actor, now=now))
        if not is_real or any(problem.severity == ERROR for problem in problems):
            raise _OnlyTried

    is_applied = False
    with suppress(_OnlyTried):
        in_transaction(work)
        is_applied = True
    is_refused = is_real and not is_applied
    return Report(() if is_refused else tuple(items), tuple(problems), is_applied=is_applied)


def _codes() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Initiative.id, Initiative.code).where(Initiative.code.is_not(None)))
    return [(id_, code) for id_, code in rows if code is not None]


def _save(
    row: int, draft: Draft, initiative_id: int | None, parsed: Parsed, *, publish: bool, actor: str, now: datetime
) -> Item:
    if initiative_id is not None:
        before = read_draft(load(initiative_id))
        draft = replace(fill_gaps(draft, before, parsed.columns), code=before.code)
    saved = editing.save(draft, initiative_id=initiative_id, actor=actor, now=now)
    changes = list(saved.changes)
    if publish and publishing.publish(saved.slug, actor=actor, now=now) and not saved.is_new:
        changes.append(Change("status", "draft", "published"))
    outcome = CREATED if saved.is_new else UPDATED if changes else UNCHANGED
    return Item(row, draft.code or "", draft.name, outcome, tuple(changes))


def fill_gaps(draft: Draft, before: Draft, columns: Collection[str]) -> Draft:
    """What the sheet has no column for stays as it is in `before`; so do places beyond the first."""
    kept: dict[str, Any] = {field: getattr(before, field) for field, name in FIELDS.items() if name not in columns}
    for kind, name in (("email", "email"), ("phone", "phone")):
        if name not in columns:
            ways = tuple(way for way in before.contacts if way.kind == kind)
            kept["contacts"] = (*kept.get("contacts", draft.contacts), *ways)
    first = before.places[0] if before.places else Place()
    new = draft.places[0] if draft.places else Place(barri=draft.barri)
    missing = {field: getattr(first, field) for field in PLACE_FIELDS if field not in columns}
    place = replace(new, name=first.name, **missing)
    is_empty = place == Place(barri=place.barri)
    kept["places"] = (*(() if is_empty else (place,)), *before.places[1:])
    language = kept.get("language", draft.language)
    return replace(draft, **kept, words=_fill_words(draft, before, language, columns))


def _fill_words(draft: Draft, before: Draft, language: str, columns: Collection[str]) -> tuple[Words, ...]:
    new = {language if words.language == draft.language else words.language: words for words in draft.words}
    old = {words.language: words for words in before.words}
    found = []
    for code in sorted({*new, *old}):
        said: dict[str, Any] = {}
        for part in WORD_FIELDS:
            name = part if code == language else f"{part}_{code}"
            said[part] = getattr((new if name in columns else old).get(code) or Words(code), part)
        if any(said.values()):
            found.append(Words(code, **said))
    return tuple(found)


def _known(now: datetime) -> Known:
    here = district.current()

    def match(kind: str, typed: str) -> str | None:
        term = vocabulary.match_term(kind, typed)
        return term.code if term else None

    def nearest(kind: str, typed: str) -> list[str]:
        terms = vocabulary.nearest_terms(kind, typed)
        return [district.label(dict(term.labels), here.default_language) for term in terms]

    words = Vocabulary(
        match=match,
        nearest=nearest,
        key=match_key,
        plan=here.plan_code,
        zone=clock.zone(),
        language=here.default_language,
    )
    granted = [term.code for term in vocabulary.list_terms("qualifications") if granter_of(term.code)]
    return Known(
        words=words,
        phone=normal_phone,
        email=lambda typed: normal_email(typed) if is_email(typed) else None,
        granted=frozenset(granted),
        today=clock.to_local(now).date(),
    )
