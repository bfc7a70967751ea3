"""A coordinator's rows become drafts of profiles, and a list of what is wrong, row by row and column by column."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coopnet.initiatives.rules.drafts import Contact, Draft, Place, Words
from coopnet.initiatives.rules.sheet_columns import COLUMNS, REQUIRED
from coopnet.places.rules.hours import HoursProblem, read_hours, write_hours
from coopnet.vocabulary.rules.sheet_cells import (
    CellProblem,
    read_address,
    read_day,
    read_line,
    read_number,
    read_text,
    read_yes_no,
)
from coopnet.vocabulary.rules.sheet_columns import LANGUAGES, fold
from coopnet.vocabulary.rules.sheet_problems import WARNING, Problem
from coopnet.vocabulary.rules.sheet_reading import Reader, RowLike, Vocabulary, without_header

DECIMAL_COMMA = re.compile(r"(?<![\d.])(\d),(\d)(?![\d.])")  # 8,2 is what a spreadsheet makes of the measure 8.2
ONLY_BARRI = {"nomes barri", "nomes el barri", "solo barrio", "solo el barrio"}
ADDRESS = {"", "adreca", "direccion"}
FIRST_YEAR, LAST_YEAR = 1700, 2200
MOST_PEOPLE = 1_000_000
LISTS = ("services", "offers", "needs")
WRITTEN = ("summary", "description")


@dataclass(frozen=True)
class Known:
    """What the rules cannot know by themselves. `phone` gives None for what is none; `granted` are the codes of
    qualifications that only their owner may give; `is_here` takes longitude and latitude.
    """

    words: Vocabulary
    phone: Callable[[str], str | None]
    email: Callable[[str], str | None]
    granted: Collection[str]
    today: date
    is_here: Callable[[float, float], bool]


@dataclass(frozen=True)
class Parsed:
    """Drafts with their rows. `columns` are the fields that the sheet has a column for."""

    drafts: list[tuple[int, Draft]]
    problems: list[Problem]
    columns: frozenset[str] = frozenset()


def parse(header: Sequence[str], rows: Iterable[RowLike], known: Known) -> Parsed:
    columns, unknown = COLUMNS.match(header)
    reader, rows = _Reader(columns, known), list(rows)
    left_out = [*map(_left_out, unknown), *without_header(header, rows)]
    missing = [name for name in REQUIRED if name not in columns]
    for name in missing:
        reader.note(1, name, "missing_column")
    drafts = [] if missing else reader.read_all(rows)
    problems = sorted([*left_out, *reader.problems], key=lambda one: (one.row, one.severity))
    return Parsed(drafts, problems, frozenset(columns))


def _left_out(name: str) -> Problem:
    code = "column_twice" if fold(name) in COLUMNS.known() else "unknown_column"
    return Problem(1, "".join(letter for letter in name if letter.isprintable())[:80], WARNING, code)


def read_degrees(cell: object) -> float | None:
    """With a decimal comma or point.

    >>> read_degrees("41,37450"), read_degrees(2.1249), read_degrees(" ")
    (41.3745, 2.1249, None)
    """
    typed = read_line(cell)
    if not typed:
        return None
    if not re.fullmatch(r"[-+]?\d{1,3}(?:[.,]\d{1,12})?", typed, re.ASCII):
        raise CellProblem("not_degrees", typed)
    return float(typed.replace(",", "."))


def split_list(typed: str) -> tuple[str, ...]:
    """By semicolons and lines, each once.

    >>> split_list("Cotxe compartit; Furgonetes;; Cotxe compartit")
    ('Cotxe compartit', 'Furgonetes')
    """
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", typed))
    return tuple(dict.fromkeys(part for part in parts if part))


class _Reader(Reader):
    def __init__(self, columns: dict[str, int], known: Known) -> None:
        super().__init__(columns, known.words, COLUMNS.name_of)
        self.known = known

    def read_all(self, rows: Iterable[RowLike]) -> list[tuple[int, Draft]]:
        drafts: list[tuple[int, Draft]] = []
        codes: set[str] = set()
        names: dict[str, int] = {}
        for row in rows:
            code, name = self.line(row, "code"), self.line(row, "name")
            for field, value in (("code", code), ("name", name)):
                if not value:
                    self.note_missing(row, field)
            if not (code and name):
                continue
            if code.casefold() in codes:
                self.note(row.number, "code", "same_code_twice", value=code)
                continue
            codes.add(code.casefold())
            if names.setdefault(self.words.key(name), row.number) != row.number:
                self.note(row.number, "name", "same_name_twice", value=name)
                continue
            drafts.append((row.number, self.draft(row, code, name)))
        return drafts

    def draft(self, row: RowLike, code: str, name: str) -> Draft:
        language = self.term(row, "language", "languages") or self.words.language
        codes = self._split_terms(row, "qualifications", "qualifications")
        barri = self.term(row, "barri", "barris")
        size = self.read(row, "size", lambda cell: read_number(cell, MOST_PEOPLE))
        return Draft(
            name=name,
            code=code,
            language=language,
            words=self._words(row, language),
            kind=self.term(row, "kind", "initiative_types"),
            legal_form=self.term(row, "legal_form", "legal_forms"),
            tax_id=self.line(row, "tax_id").replace(" ", "").replace("-", "").upper() or None,
            barri=barri,
            shows_only_barri=self._shows_only_barri(row),
            year=self.read(row, "year", self._year),
            size=size,
            is_contractable=self.read(row, "contractable", read_yes_no, default=False),
            url=self.read(row, "url", read_address),
            links=self._links(row),
            networks=split_list(self.read(row, "networks", read_text, "")),
            sectors=self._split_terms(row, "sectors", "sectors"),
            qualifications=tuple(each for each in codes if each not in self.known.granted),
            stated=tuple(sorted(each for each in codes if each in self.known.granted)),
            languages=self.terms(row, "languages", "languages"),
            measures=self._measures(row),
            clauses=self._split_terms(row, "clauses", "social_clauses"),
            places=self._places(row, barri),
            contacts=self._contacts(row),
            confirmed_on=self._confirmed(row),
        )

    def _words(self, row: RowLike, language: str) -> tuple[Words, ...]:
        found = []
        for code in dict.fromkeys((language, *LANGUAGES)):
            said: dict[str, Any] = {
                part: self.read(row, part if code == language else f"{part}_{code}", read_text, "") or None
                for part in WRITTEN
            }
            lists: dict[str, Any] = {
                part: split_list(self.read(row, part if code == language else f"{part}_{code}", read_text, ""))
                for part in LISTS
            }
            if any(said.values()) or any(lists.values()):
                found.append(Words(code, **said, **lists))
        return tuple(sorted(found, key=lambda words: words.language))

    def _split_terms(self, row: RowLike, name: str, kind: str) -> tuple[str, ...]:
        """Separated by semicolons: these labels may hold commas."""
        found = [self.code(row, name, kind, part) for part in split_list(self.read(row, name, read_text, ""))]
        return tuple(dict.fromkeys(code for code in found if code))

    def _measures(self, row: RowLike) -> tuple[str, ...]:
        typed = DECIMAL_COMMA.sub(r"\1.\2", self.read(row, "measures", read_text, ""))
        return tuple(f"{self.words.plan}:{code}" for code in self.codes(row, "measures", "measures", typed))

    def _shows_only_barri(self, row: RowLike) -> bool:
        """What is said in other words is taken for the more careful one, with an error."""
        typed = self.line(row, "shown")
        if fold(typed) not in ADDRESS | ONLY_BARRI:
            self.note(row.number, "shown", "not_a_way_to_show", value=typed)
        return fold(typed) not in ADDRESS

    def _year(self, cell: object) -> int | None:
        year = read_number(cell)
        if year is not None and not FIRST_YEAR <= year <= self.known.today.year:
            raise CellProblem("unlikely_year", year)
        return year

    def _confirmed(self, row: RowLike) -> str | None:
        day: date | None = self.read(row, "confirmed", read_day)
        if day is not None and day > self.known.today:
            self.note(row.number, "confirmed", "not_yet", severity=WARNING, day=day.isoformat())
        return day.isoformat() if day else None

    def _links(self, row: RowLike) -> tuple[str, ...]:
        found = []
        for part in split_list(self.read(row, "links", read_text, "")):
            try:
                found.append(read_address(part))
            except CellProblem as problem:
                self.note(row.number, "links", problem.code, value=problem.value)
        return tuple(address for address in found if address)

    def _places(self, row: RowLike, barri: str | None) -> tuple[Place, ...]:
        latitude, longitude = (self.read(row, name, read_degrees) for name in ("latitude", "longitude"))
        limits = (("latitude", latitude, 90), ("longitude", longitude, 180))
        for name, value, most in limits:
            if value is not None and abs(value) > most:
                self.note(row.number, name, "not_degrees", value=str(value))
                latitude = longitude = None
        if (latitude is None) != (longitude is None):
            self.note(row.number, "longitude" if longitude is None else "latitude", "half_a_point")
            latitude = longitude = None
        if latitude is not None and longitude is not None and not self.known.is_here(longitude, latitude):
            self.note(row.number, "latitude", "far_away", severity=WARNING)
        place = Place(
            address=self.line(row, "address"),
            barri=barri,
            latitude=latitude,
            longitude=longitude,
            hours=self._hours(row),
            access=tuple(sorted(self.terms(row, "access", "venue_access"))),
        )
        is_empty = place == Place(barri=barri)
        return () if is_empty else (place,)

    def _hours(self, row: RowLike) -> str:
        try:
            return write_hours(read_hours(self.read(row, "hours", read_text, "")))
        except HoursProblem as problem:
            self.note(row.number, "hours", "not_hours", value=problem.value[:80])
            return ""

    def _contacts(self, row: RowLike) -> tuple[Contact, ...]:
        found = []
        if typed := self.line(row, "email"):
            email = self.known.email(typed)
            is_public = self.read(row, "email_public", read_yes_no, default=False)
            if email is None:
                self.note(row.number, "email", "not_an_email", value=typed[:80])
            else:
                found.append(Contact("email", email, is_public=is_public))
        if typed := self.line(row, "phone"):
            phone = self.known.phone(typed)
            if phone is None:
                self.note(row.number, "phone", "not_a_phone", value=typed[:80])
            else:
                found.append(Contact("phone", phone, is_public=True))
        return tuple(found)
