"""A coordinator's rows become drafts of trainings, and a list of what is wrong, row by row and column by column."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from coopnet.trainings.rules.drafts import Draft, Partner, SessionDraft, Text, VenueDraft
from coopnet.trainings.rules.sheet_columns import REQUIRED, known_headers, match_columns, name_of
from coopnet.trainings.rules.sheet_names import doubtful_venues, with_common_names
from coopnet.trainings.rules.sheet_questions import asks_the_way, read_questions, read_surplus
from coopnet.trainings.rules.states import Format, RegistrationType
from coopnet.vocabulary.rules.sheet_cells import (
    CANCELLED,
    code_key,
    read_address,
    read_day,
    read_end,
    read_line,
    read_number,
    read_text,
    read_time,
    read_title,
    read_yes_no,
    split_names,
)
from coopnet.vocabulary.rules.sheet_columns import LANGUAGES, fold
from coopnet.vocabulary.rules.sheet_problems import ERROR, WARNING, Problem
from coopnet.vocabulary.rules.sheet_reading import Reader, RowLike, Vocabulary, without_header

MOST_COMPANIONS = 20
MOST_SESSIONS = 200
SESSION_FIELDS = {"date", "starts", "ends", "venue", "address", "barri", "room", "link", "notes"}
DECIMAL_COMMA = re.compile(r"(?<![\d.])(\d),(\d)(?![\d.])")  # 8,2 is what a spreadsheet makes of the measure 8.2
REGISTRATION = {"oberta": "open", "amb_aprovacio": "approval", "sense_inscripcio": "none", "externa": "external"}


@dataclass(frozen=True)
class Parsed:
    """Drafts with the row in which each begins. `columns` are the fields that the sheet has a column for.

    `wrong` are the first rows of drafts that have an error in one of their rows: what they say is not what was meant.
    """

    drafts: list[tuple[int, Draft]]
    problems: list[Problem]
    columns: frozenset[str] = frozenset()
    wrong: frozenset[int] = frozenset()


def parse(header: Sequence[str], rows: Iterable[RowLike], words: Vocabulary) -> Parsed:
    columns, unknown = match_columns(header)
    reader, rows = _Reader(columns, words), list(rows)
    left_out = [*map(_left_out, unknown), *without_header(header, rows)]
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        reader.note(1, name, "missing_column")
    if missing:
        return Parsed([], [*left_out, *reader.problems])
    groups: dict[str, list[RowLike]] = {}
    for row in rows:
        if _is_header(reader, row):
            reader.note(row.number, "code", "header_again", severity=WARNING)
            continue
        code = reader.line(row, "code")
        if code:
            groups.setdefault(code_key(code), []).append(row)
        else:
            reader.note_missing(row, "code", "missing_code")
    drafts = [(group[0].number, reader.draft(group)) for group in groups.values()]
    problems = [*left_out, *reader.problems, *doubtful_venues(reader.venues, words.key)]
    problems.sort(key=lambda one: (one.row, one.severity))
    in_error = {problem.row for problem in problems if problem.severity == ERROR}
    wrong = frozenset(group[0].number for group in groups.values() if any(row.number in in_error for row in group))
    return Parsed(with_common_names(drafts, words.key), problems, frozenset(columns), wrong)


def _is_header(reader: Reader, row: RowLike) -> bool:
    """Two sheets put together, or headers in two languages one below the other."""
    known = known_headers()
    return all(known.get(fold(str(reader.cell(row, name) or ""))) == name for name in ("code", "title", "date"))


def _left_out(name: str) -> Problem:
    code = "column_twice" if fold(name) in known_headers() else "unknown_column"
    return Problem(1, "".join(letter for letter in name if letter.isprintable())[:80], WARNING, code)


class _Reader(Reader):
    """Makes drafts of rows."""

    def __init__(self, columns: dict[str, int], words: Vocabulary) -> None:
        super().__init__(columns, words, name_of)
        self.venues: list[tuple[int, VenueDraft]] = []

    def draft(self, rows: list[RowLike]) -> Draft:
        first = rows[0]
        self._contradictions(rows)
        title, is_cancelled = self.read(first, "title", read_title, ("", False))
        if not title:
            self.note_missing(first, "title")
        language = self.term(first, "language", "languages") or self.words.language
        kind = self.term(first, "format", "formats") or Format.IN_PERSON
        registration = REGISTRATION.get(self.term(first, "registration", "registration_types") or "oberta", "open")
        is_external = registration == RegistrationType.EXTERNAL
        sessions = self._sessions(rows, is_external=is_external, is_online=kind == Format.ONLINE)
        opens, closes = self._opening(first, sessions)
        capacity, online = self._places(first, kind)
        link = self.read(first, "link", read_address)
        if is_external and not link and not self.has_noted(first, "link"):
            self.note(first.number, "link", "external_without_link")
        if registration in {RegistrationType.OPEN, RegistrationType.APPROVAL}:
            if not self.line(first, "capacity") and not self.has_noted(first, "capacity"):
                self.note(first.number, "capacity", "no_limit_of_places", severity=WARNING)
            is_linked = any(one.online_url for one in sessions) or self.has_noted(first, "link")
            if kind != Format.IN_PERSON and not is_linked:
                self.note(first.number, "link", "online_without_link", severity=WARNING)
        typed = self.read(first, "questions", read_text, "")
        questions, wrong = read_questions(typed)
        for code, value in wrong:
            self.note(first.number, "questions", code, value=value)
        for value in read_surplus(typed):
            self.note(first.number, "questions", "question_with_more_parts", severity=WARNING, value=value[:80])
        has_two_ways = kind == Format.HYBRID and online is not None
        for again in filter(asks_the_way, questions if has_two_ways else ()):
            self.note(first.number, "questions", "asks_the_way_again", severity=WARNING, value=again.text)
        return Draft(
            code=self.line(first, "code"),
            texts=self._texts(first, title, language, is_cancelled=is_cancelled),
            language=language,
            format=kind,
            registration_type=registration,
            sessions=tuple(sessions),
            level=self.term(first, "level", "levels"),
            external_url=link if is_external else None,
            capacity=capacity,
            online_capacity=online,
            has_two_ways=has_two_ways,
            opens_at=self._midnight(opens),
            closes_at=self._midnight(closes and closes + timedelta(days=1)),
            max_companions=self.read(first, "companions", lambda cell: read_number(cell, MOST_COMPANIONS)) or 0,
            is_grant_funded=self.read(first, "grant", read_yes_no, default=False),
            trainers=split_names(self.line(first, "trainers")),
            internal_notes=self.read(first, "notes", read_text, ""),
            topics=self.terms(first, "topics", "topics"),
            measures=self._measures(first),
            audiences=self.terms(first, "audiences", "audiences"),
            languages=self.terms(first, "languages", "languages"),
            access=self.terms(first, "access", "venue_access"),
            partners=self._partners(first),
            questions=questions,
            is_cancelled=is_cancelled,
        )

    def _opening(self, first: RowLike, sessions: list[SessionDraft]) -> tuple[date | None, date | None]:
        """The first and the last day on which one can register."""
        opens, closes = self.read(first, "opens", read_day), self.read(first, "closes", read_day)
        starts = sessions[0].starts_at.astimezone(self.words.zone).date() if sessions else date.max
        if opens and closes and closes < opens:
            self.note(first.number, "closes", "closes_before_it_opens")
        elif closes and closes > starts:
            self.note(first.number, "closes", "closes_after_start", severity=WARNING)
        if opens and opens > starts:
            self.note(first.number, "opens", "opens_after_start", severity=WARNING)
        return opens, closes

    def _places(self, first: RowLike, kind: str) -> tuple[int | None, int | None]:
        """Of the room, or shared, and of those online where they are counted apart."""
        capacity, online = self.read(first, "capacity", read_number), self.read(first, "online_capacity", read_number)
        if online is not None and kind != Format.HYBRID:
            self.note(first.number, "online_capacity", "places_online_of_one_way", severity=WARNING)
            online = None
        return capacity, online

    def _measures(self, row: RowLike) -> tuple[str, ...]:
        typed = DECIMAL_COMMA.sub(r"\1.\2", self.read(row, "measures", read_text, ""))
        return tuple(f"{self.words.plan}:{code}" for code in self.codes(row, "measures", "measures", typed))

    def _texts(self, row: RowLike, title: str, language: str, *, is_cancelled: bool) -> tuple[Text, ...]:
        own = Text(
            language, title or None, self.line(row, "summary") or None, self.read(row, "description", read_text) or None
        )
        found = {language: own}
        for other in LANGUAGES:
            theirs, is_marked = self.read(row, f"title_{other}", read_title, ("", False))
            text = Text(
                other,
                (theirs if is_cancelled or not is_marked else self.line(row, f"title_{other}")) or None,
                self.line(row, f"summary_{other}") or None,
                self.read(row, f"description_{other}", read_text) or None,
            )
            if other not in found and (text.title or text.summary or text.description):
                found[other] = text
        return tuple(found[code] for code in sorted(found))

    def _sessions(self, rows: list[RowLike], *, is_external: bool, is_online: bool) -> list[SessionDraft]:
        found: list[SessionDraft] = []
        if len(rows) > MOST_SESSIONS:
            self.note(rows[0].number, "date", "too_big", value=str(len(rows)))
        for row in rows[:MOST_SESSIONS]:
            session = self._session(row, rows[0], is_external=is_external, is_online=is_online)
            if session is None:
                continue
            if any(one.starts_at == session.starts_at for one in found):
                self.note(row.number, "date", "same_session_twice")
            found.append(session)
        return sorted(found, key=lambda one: one.starts_at)

    def _session(self, row: RowLike, first: RowLike, *, is_external: bool, is_online: bool) -> SessionDraft | None:
        """In later rows a blank cell means "as in the first"; a date must always be there."""
        day = self.read(row, "date", read_day)
        starts, ends = self._or_first(row, first, "starts", read_time), self._or_first(row, first, "ends", read_end)
        if day is None:
            self.note_missing(row, "date")
        for name, hour in (("starts", starts), ("ends", ends)):
            if hour is None and not self.has_noted(first, name):
                self.note_missing(row, name)
        venue, room = self._place(row, first)
        if is_online and venue is not None:
            self.note(row.number, "venue", "online_has_no_venue", severity=WARNING, value=venue.name)
        venue, room = (None, "") if is_online else (venue, room)
        if day is None or starts is None or ends is None:
            if starts and ends and time() < ends <= starts:
                self.note(row.number, "ends", "ends_before_it_starts")
            return None
        last = day + timedelta(days=1) if ends == time() else day  # it ends at midnight
        begins, finishes = self._moment_of(row, "starts", day, starts), self._moment_of(row, "ends", last, ends)
        if begins is None or finishes is None:
            return None
        if finishes <= begins:
            self.note(row.number, "ends", "ends_before_it_starts")
            return None
        return SessionDraft(
            starts_at=begins,
            ends_at=finishes,
            venue=venue,
            room=room,
            online_url=None if is_external else self._or_first(row, first, "link", read_address),
            internal_notes=self.read(row, "notes", read_text, "") if row != first else "",
        )

    def _or_first(self, row: RowLike, first: RowLike, name: str, how: Callable[[object], Any]) -> Any:
        found = self.read(row, name, how)
        return found if found or row == first else self.read(first, name, how)

    def _place(self, row: RowLike, first: RowLike) -> tuple[VenueDraft | None, str]:
        """The venue and the room. Address, barri and room of the first row say nothing of another venue."""
        said = self.line(row, "venue")
        if said and self.words.key(said) != self.words.key(self.line(first, "venue")):
            first = row
        name: str = self._or_first(row, first, "venue", read_line) or ""
        address: str = self._or_first(row, first, "address", read_line) or ""
        barri = self.term(row, "barri", "barris") or self.term(first, "barri", "barris")
        venue = VenueDraft(name, address, barri) if name else None
        if venue:
            self.venues.append((row.number, venue))
        return venue, self._or_first(row, first, "room", read_line) or ""

    def _moment_of(self, row: RowLike, name: str, day: date, hour: time) -> datetime | None:
        """None in the hour that spring leaves out; of the one that autumn has twice it is the first."""
        moment = self._moment(day, hour)
        if moment.astimezone(self.words.zone).time() != hour:
            self.note(row.number, name, "no_such_hour", value=f"{hour:%H:%M}")
            return None
        if moment != datetime.combine(day, hour.replace(fold=1), self.words.zone).astimezone(UTC):
            self.note(row.number, name, "hour_twice", severity=WARNING, value=f"{hour:%H:%M}")
        return moment

    def _moment(self, day: date, hour: time) -> datetime:
        """In UTC: two moments in an hour that the clock shows twice are never equal across zones."""
        return datetime.combine(day, hour, self.words.zone).astimezone(UTC)

    def _midnight(self, day: date | None) -> datetime | None:
        return None if day is None else self._moment(day, time())

    def _partners(self, row: RowLike) -> tuple[Partner, ...]:
        found: dict[str, Partner] = {}
        for part in self.read(row, "partners", read_text, "").replace("\n", ";").split(";"):
            name, _, typed = part.partition(":")
            name = " ".join(name.split())
            if not name:
                continue
            roles = self.codes(row, "partners", "partner_roles", typed)
            known = found.get(self.words.key(name), Partner(name))
            found[self.words.key(name)] = replace(known, roles=tuple(dict.fromkeys((*known.roles, *roles))))
        return tuple(found.values())

    def _contradictions(self, rows: list[RowLike]) -> None:
        """What belongs to the whole training and says something else in a later row: the first row counts."""
        for row in rows[1:]:
            for name in self.columns:
                if name in SESSION_FIELDS or name == "code":
                    continue
                typed, before = (CANCELLED.sub("", str(self.cell(one, name) or "").strip()) for one in (row, rows[0]))
                if typed and self.words.key(typed) != self.words.key(before):
                    self.note(row.number, name, "differs_from_first_row", severity=WARNING)
