"""The demo programme: a season's spreadsheet, moved by whole weeks so that today is in its middle."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from coopnet.demo.rules.dates import move_dates, weeks_between
from coopnet.demo.service import crowd, fitting
from coopnet.foundation import audit, clock
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.sheets import Row, Sheet, read_sheet
from coopnet.places import service as places
from coopnet.trainings.models import Training
from coopnet.trainings.service.importing import import_sheet
from coopnet.vocabulary.rules.sheet_cells import read_day, read_line, read_title

FILE = Path(__file__).resolve().parent.parent / "data" / "programa.csv"
CODE, TITLE, DAY = "Codi", "Títol", "Data"
# The only place of the sheet that exists; the others are invented and stand nowhere.
CAN_BATLLO = "Recinte de Can Batlló"
CAN_BATLLO_AT = (41.3688, 2.1361)
FILLED = "demo.fill"
# What no training of the sheet is, and people shall see: one to come that was called off when people had registered,
# and one that is in person and online, with places for each way, and open now: the sheet opens it in spring.
CALLED_OFF = "F2627-29"
# What its question asks, the form asks of every training with places for each way.
EACH_WAY = {"Codi": "F2627-47", "Places": "25", "Places en línia": "35", "Preguntes": ""}
OPENS = "Obertura inscripció"
OPENS_EARLIER = timedelta(weeks=17)


@dataclass(frozen=True)
class Loaded:
    trainings: int
    registrations: int


@dataclass(frozen=True)
class Season:
    """`called_off` are the codes of trainings whose title says so: people register first, then hear of it."""

    sheet: Sheet
    weeks: int
    called_off: frozenset[str]


def load(now: datetime) -> Loaded | None:
    """None when it is there already: then nothing is touched, whatever has become of it meanwhile.

    How far it was moved is decided once: the trainings are there with their dates, and people register as of the
    moment when they were made. Ended half-way, it goes on from there.
    """
    season = move_season(with_each_way(read_sheet(FILE)), clock.to_local(now).date())
    begun = _when("training.make")
    if _when(FILLED) or (begun is None and _has_codes_of(season.sheet)):
        return None
    if begun is None:
        done = fitting.import_fitting(
            season.sheet,
            CODE,
            lambda sheet: import_sheet(sheet, is_real=True, publish=True, actor=crowd.ACTOR, now=now),
        )
        if done is None:
            raise ValueError("nothing of the demo programme goes with this district's words")
    if fitting.is_here(*CAN_BATLLO_AT):
        in_transaction(lambda: places.locate(CAN_BATLLO, *CAN_BATLLO_AT))
    registrations = crowd.fill(begun or now, called_off=season.called_off | {CALLED_OFF})
    trainings = len(db.session.scalars(select(Training.id).where(Training.code.in_(_codes(season.sheet)))).all())
    in_transaction(lambda: _note_filled(trainings, registrations, now=now))
    return Loaded(trainings, registrations)


def with_each_way(sheet: Sheet) -> Sheet:
    """The same sheet, in which one training has places for each way and opens earlier."""
    header = (*sheet.header, *(name for name in EACH_WAY if name not in sheet.header))
    opens = header.index(OPENS)
    rows = []
    for row in sheet.rows:
        cells = [*row.cells, *([""] * (len(header) - len(row.cells)))]
        if read_line(cells[header.index(CODE)]) == EACH_WAY[CODE]:
            for name, text in EACH_WAY.items():
                cells[header.index(name)] = text
            if day := read_day(cells[opens]):
                cells[opens] = f"{day - OPENS_EARLIER:%d/%m/%Y}"
        rows.append(Row(row.number, tuple(cells)))
    return Sheet(header, tuple(rows))


def move_season(sheet: Sheet, today: date) -> Season:
    """Every date in it, also those inside texts, by as many weeks as bring the season's middle to `today`."""
    code, title, day = (sheet.header.index(name) for name in (CODE, TITLE, DAY))
    days = [read_day(row.cells[day]) or today for row in sheet.rows]
    weeks = weeks_between(min(days), max(days), today)
    rows, called_off = [], set()
    for row, near in zip(sheet.rows, days, strict=True):
        cells = [move_dates(str(cell or ""), weeks, near=near) for cell in row.cells]
        cells[title], is_called_off = read_title(cells[title])
        if is_called_off:
            called_off.add(read_line(cells[code]))
        rows.append(Row(row.number, tuple(cells)))
    return Season(Sheet(sheet.header, tuple(rows)), weeks, frozenset(called_off))


def _when(action: str) -> datetime | None:
    """When the demo did that first."""
    return db.session.scalar(
        select(AuditEntry.at).where(AuditEntry.actor == crowd.ACTOR, AuditEntry.action == action).limit(1)
    )


def _has_codes_of(sheet: Sheet) -> bool:
    """Somebody has imported the sheet themselves: theirs is not overwritten."""
    return db.session.scalar(select(Training.id).where(Training.code.in_(_codes(sheet))).limit(1)) is not None


def _codes(sheet: Sheet) -> set[str]:
    return {read_line(row.cells[sheet.header.index(CODE)]) for row in sheet.rows}


def _note_filled(trainings: int, registrations: int, *, now: datetime) -> None:
    audit.record(
        at=now,
        actor=crowd.ACTOR,
        action=FILLED,
        subject_kind="programme",
        subject_id="demo",
        after={"trainings": trainings, "registrations": registrations},
    )
