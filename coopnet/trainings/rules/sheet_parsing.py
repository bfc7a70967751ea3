"""A coordinator's rows become drafts of trainings, and a list of what is wrong, row by row and column by column."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Protocol

from coopnet.trainings.rules.drafts import Draft, Partner, SessionDraft, Text, VenueDraft
from coopnet.trainings.rules.sheet_cells import (
    CANCELLED,
    CellProblem,
    read_address,
    read_day,
    read_line,
    read_number,
    read_text,
    read_time,
    read_title,
    read_yes_no,
    split_names,
)
from coopnet.trainings.rules.sheet_columns import LANGUAGES, REQUIRED, fold, known_headers, match_columns, name_of
from coopnet.trainings.rules.sheet_names import doubtful_venues, with_common_names
from coopnet.trainings.rules.sheet_problems import ERROR, WARNING, Problem
from coopnet.trainings.rules.sheet_questions import read_questions
from coopnet.trainings.rules.states import Format, RegistrationType

MOST_COMPANIONS = 20
MOST_SESSIONS = 200
SESSION_FIELDS = {"date", "starts", "ends", "venue", "address", "barri", "room", "link", "notes"}
REGISTRATION = {"oberta": "open", "amb_aprovacio": "approval", "sense_inscripcio": "none", "externa": "external"}


class RowLike(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> tuple[object, ...]: ...


@dataclass(frozen=True)
class Vocabulary:
    """What the district calls things. `match` gives a code or None, `nearest` labels that somebody may have meant."""

    match: Callable[[str, str], str | None]
    nearest: Callable[[str, str], list[str]]
    plan: str
    zone: tzinfo


@dataclass(frozen=True)
class Parsed:
    """Drafts with the row in which each begins. `columns` are the fields that the sheet has a column for."""

    drafts: list[tuple[int, Draft]]
    problems: list[Problem]
    columns: frozenset[str] = frozenset()


def parse(header: Sequence[str], rows: Iterable[RowLike], words: Vocabulary) -> Parsed:
    columns, unknown = match_columns(header)
    reader = _Reader(columns, words)
    for name in unknown:
        is_known = fold(name) in known_headers()
        reader.note(1, name, "column_twice" if is_known else "unknown_column", severity=WARNING)
    missing = [one for one in REQUIRED if one not in columns]
    for one in missing:
        reader.note(1, name_of(one), "missing_column")
    if missing:
        return Parsed([], reader.problems)
    groups: dict[str, list[RowLike]] = {}
    for row in rows:
        code = reader.line(row, "code")
        if code:
            groups.setdefault(code.casefold(), []).append(row)
        else:
            reader.note(row.number, name_of("code"), "missing")
    drafts = [(group[0].number, reader.draft(group)) for group in groups.values()]
    problems = [*reader.problems, *doubtful_venues(reader.venues)]
    return Parsed(
        with_common_names(drafts), sorted(problems, key=lambda one: (one.row, one.severity)), frozenset(columns)
    )


class _Reader:
    """Reads cells and keeps what is wrong with them, so that one run tells everything."""

    def __init__(self, columns: dict[str, int], words: Vocabulary) -> None:
        self.columns = columns
        self.words = words
        self.problems: list[Problem] = []
        self.venues: list[tuple[int, VenueDraft]] = []

    def note(self, row: int, column: str, code: str, *, severity: str = ERROR, **values: str) -> None:
        self.problems.append(Problem(row, column, severity, code, values))

    def cell(self, row: RowLike, name: str) -> object:
        place = self.columns.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def read(self, row: RowLike, name: str, how: Callable[[object], Any], default: Any = None) -> Any:
        """`default` where the cell cannot be taken; the problem is noted."""
        try:
            return how(self.cell(row, name))
        except CellProblem as problem:
            self.note(row.number, name_of(name), problem.code, value=problem.value)
            return default

    def line(self, row: RowLike, name: str) -> str:
        found: str = self.read(row, name, read_line, "")
        return found

    def term(self, row: RowLike, name: str, kind: str) -> str | None:
        typed = self.line(row, name)
        return self._code(row, name, kind, typed) if typed else None

    def terms(self, row: RowLike, name: str, kind: str) -> tuple[str, ...]:
        """Separated by commas, of which a label may hold some: the longest that is known is taken."""
        parts = [part.strip() for part in self.line(row, name).split(",")]
        found: list[str] = []
        while parts:
            for length in range(len(parts), 0, -1):
                code = self.words.match(kind, ", ".join(parts[:length]))
                if code:
                    break
            else:
                length, code = 1, self._code(row, name, kind, parts[0]) if parts[0] else None
            parts = parts[length:]
            if code and code not in found:
                found.append(code)
        return tuple(found)

    def _code(self, row: RowLike, name: str, kind: str, typed: str) -> str | None:
        code = self.words.match(kind, typed)
        if code is None:
            near = self.words.nearest(kind, typed)
            self.note(row.number, name_of(name), "unknown_term", value=typed, near=", ".join(near))
        return code

    def draft(self, rows: list[RowLike]) -> Draft:
        first = rows[0]
        self._contradictions(rows)
        title, is_cancelled = self.read(first, "title", read_title, ("", False))
        if not title:
            self.note(first.number, name_of("title"), "missing")
        language = self.term(first, "language", "languages") or LANGUAGES[0]
        kind = self.term(first, "format", "formats") or Format.IN_PERSON
        registration = REGISTRATION.get(self.term(first, "registration", "registration_types") or "oberta", "open")
        link = self.read(first, "link", read_address)
        is_external = registration == RegistrationType.EXTERNAL
        if is_external and not link:
            self.note(first.number, name_of("link"), "external_without_link")
        online = self.read(first, "online_capacity", read_number)
        sessions = self._sessions(rows, is_external=is_external)
        opens, closes = self.read(first, "opens", read_day), self.read(first, "closes", read_day)
        if opens and closes and closes < opens:
            self.note(first.number, name_of("closes"), "closes_before_it_opens")
        if closes and sessions and closes > sessions[0].starts_at.astimezone(self.words.zone).date():
            self.note(first.number, name_of("closes"), "closes_after_start", severity=WARNING)
        capacity = self.read(first, "capacity", read_number)
        needs_place = registration in {RegistrationType.OPEN, RegistrationType.APPROVAL}
        if needs_place and not self.line(first, "capacity"):
            self.note(first.number, name_of("capacity"), "no_limit_of_places", severity=WARNING)
        if needs_place and kind != Format.IN_PERSON and not any(one.online_url for one in sessions):
            self.note(first.number, name_of("link"), "online_without_link", severity=WARNING)
        questions, wrong = read_questions(self.read(first, "questions", read_text, ""))
        for code, value in wrong:
            self.note(first.number, name_of("questions"), code, value=value)
        return Draft(
            code=self.line(first, "code"),
            texts=self._texts(first, title, language),
            language=language,
            format=kind,
            registration_type=registration,
            sessions=tuple(sessions),
            level=self.term(first, "level", "levels"),
            external_url=link if is_external else None,
            capacity=capacity,
            online_capacity=online,
            has_two_ways=kind == Format.HYBRID and online is not None,
            opens_at=self._midnight(opens),
            closes_at=self._midnight(closes and closes + timedelta(days=1)),
            max_companions=self.read(first, "companions", lambda cell: read_number(cell, MOST_COMPANIONS)) or 0,
            is_grant_funded=self.read(first, "grant", read_yes_no, default=False),
            trainers=split_names(self.line(first, "trainers")),
            internal_notes=self.read(first, "notes", read_text, ""),
            topics=self.terms(first, "topics", "topics"),
            measures=tuple(f"{self.words.plan}:{code}" for code in self.terms(first, "measures", "measures")),
            audiences=self.terms(first, "audiences", "audiences"),
            languages=self.terms(first, "languages", "languages"),
            access=self.terms(first, "access", "venue_access"),
            partners=self._partners(first),
            questions=questions,
            is_cancelled=is_cancelled,
        )

    def _texts(self, row: RowLike, title: str, language: str) -> tuple[Text, ...]:
        own = Text(
            language, title or None, self.line(row, "summary") or None, self.read(row, "description", read_text) or None
        )
        found = {language: own}
        for other in LANGUAGES:
            text = Text(
                other,
                self.line(row, f"title_{other}") or None,
                self.line(row, f"summary_{other}") or None,
                self.read(row, f"description_{other}", read_text) or None,
            )
            if other not in found and (text.title or text.summary or text.description):
                found[other] = text
        return tuple(found[code] for code in sorted(found))

    def _sessions(self, rows: list[RowLike], *, is_external: bool) -> list[SessionDraft]:
        found: list[SessionDraft] = []
        if len(rows) > MOST_SESSIONS:
            self.note(rows[0].number, name_of("date"), "too_big", value=str(len(rows)))
        for row in rows[:MOST_SESSIONS]:
            session = self._session(row, rows[0], is_external=is_external)
            if session is None:
                continue
            if any(one.starts_at == session.starts_at for one in found):
                self.note(row.number, name_of("date"), "same_session_twice")
            found.append(session)
        return sorted(found, key=lambda one: one.starts_at)

    def _session(self, row: RowLike, first: RowLike, *, is_external: bool) -> SessionDraft | None:
        """In later rows a blank cell means "as in the first"; a date must always be there."""

        def inherited(name: str, how: Callable[[object], Any], default: Any = None) -> Any:
            found = self.read(row, name, how, default)
            return found if found or row == first else self.read(first, name, how, default)

        before = len(self.problems)
        day = self.read(row, "date", read_day)
        starts, ends = inherited("starts", read_time), inherited("ends", read_time)
        if len(self.problems) == before:
            for name, value in (("date", day), ("starts", starts), ("ends", ends)):
                if value is None:
                    self.note(row.number, name_of(name), "missing")
        if day is None or starts is None or ends is None:
            return None
        if ends <= starts:
            self.note(row.number, name_of("ends"), "ends_before_it_starts")
            return None
        name, address = inherited("venue", read_line, ""), inherited("address", read_line, "")
        barri = self.term(row, "barri", "barris") or (self.term(first, "barri", "barris") if row != first else None)
        link = None if is_external else inherited("link", read_address)
        venue = VenueDraft(name, address or "", barri) if name else None
        if venue:
            self.venues.append((row.number, venue))
        return SessionDraft(
            starts_at=self._moment(day, starts),
            ends_at=self._moment(day, ends),
            venue=venue,
            room=inherited("room", read_line, "") or "",
            online_url=link,
            internal_notes=self.read(row, "notes", read_text, "") if row != first else "",
        )

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.words.zone)

    def _midnight(self, day: date | None) -> datetime | None:
        return None if day is None else self._moment(day, time())

    def _partners(self, row: RowLike) -> tuple[Partner, ...]:
        found: dict[str, Partner] = {}
        for part in self.read(row, "partners", read_text, "").replace("\n", ";").split(";"):
            name, _, typed = (piece.strip() for piece in part.partition(":"))
            if not name:
                continue
            name = " ".join(name.split())
            said = [role.strip() for role in typed.split(",") if role.strip()]
            roles = [self._code(row, "partners", "partner_roles", role) for role in said]
            known = found.get(fold(name), Partner(name))
            found[fold(name)] = replace(known, roles=tuple(dict.fromkeys([*known.roles, *filter(None, roles)])))
        return tuple(found.values())

    def _contradictions(self, rows: list[RowLike]) -> None:
        """What belongs to the whole training and says something else in a later row: the first row counts."""
        for row in rows[1:]:
            for name in self.columns:
                if name in SESSION_FIELDS or name == "code":
                    continue
                typed, before = (CANCELLED.sub("", str(self.cell(one, name) or "").strip()) for one in (row, rows[0]))
                if typed and fold(typed) != fold(before):
                    self.note(row.number, name_of(name), "differs_from_first_row", severity=WARNING, value=typed[:80])
