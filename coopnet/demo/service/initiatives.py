"""The demo directory: a coordinator's spreadsheet through the services, and thousands of profiles to measure with."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, roles
from coopnet.demo.rules.names import FIRST_WORDS, SECOND_WORDS
from coopnet.demo.service import crowd, fitting, freshness, gallery
from coopnet.foundation import text_index
from coopnet.foundation.db import Base, committing, db, in_transaction
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.foundation.ids import ALPHABET
from coopnet.foundation.sheets import Row, Sheet, read_sheet
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives import queries
from coopnet.initiatives.models import Initiative, InitiativeLabel, InitiativePlace, InitiativeTag, InitiativeText
from coopnet.initiatives.rules.drafts import Contact, Draft, Words
from coopnet.initiatives.rules.sheet_parsing import read_degrees
from coopnet.initiatives.rules.states import ReportReason, Status
from coopnet.initiatives.service import asking, claiming, editing, labelling, moderating
from coopnet.initiatives.service.importing import import_sheet
from coopnet.places.queries import district_map
from coopnet.places.rules.maps import Frame
from coopnet.vocabulary import queries as vocabulary

FILE = Path(__file__).resolve().parent.parent / "data" / "iniciatives.csv"
CODE, PLACE = "Codi", ("Latitud", "Longitud")
SEED = 20261124
CHUNK = 1_000
PREFIX = "DEMO-"
SENDER = "montserrat@exemple.example.org"
# How long ago, name, what it is, in one line; the second is one of the sheet's, written a little otherwise.
SENT = (
    (
        timedelta(days=3),
        "Banc d'eines de la Bordeta",
        "xarxa_suport",
        "Te les emportes i les tornes",
    ),
    (timedelta(hours=5), "Maleter Compartit SCL", "empresa", "Cotxes per hores, entre veïnes"),
)
GIVEN = 8  # of the stated labels that their owners have confirmed in the demo
HOURS = ("", "", "dl-dv 9:00-14:00", "dt, dj 17:00-20:00", "dl-dv 10:00-14:00, 16:30-20:00", "ds 10:00-14:00")


def load(now: datetime) -> int | None:
    """How many profiles; None when the demo's are there already: then nothing is touched."""
    codes = set(db.session.scalars(select(Initiative.code).where(Initiative.code.like("INI-%"))))
    if codes - freshness.EARLY:
        return None
    sheet = read_sheet(FILE)
    early = len(codes)
    if not codes:
        early = _import(sheet, now - freshness.MADE, are_early=True)
        in_transaction(lambda: freshness.live_through(now))
    made = _import(sheet, now, are_early=False)
    in_transaction(lambda: _give_labels(now))
    in_transaction(lambda: _leave_work(now))
    gallery.hang(now)
    return made + early


def _import(sheet: Sheet, now: datetime, *, are_early: bool) -> int:
    """How many."""
    code = sheet.header.index(CODE)
    rows = [_placed(sheet, row) for row in sheet.rows if (row.cells[code] in freshness.EARLY) == are_early]
    done = fitting.import_fitting(
        Sheet(sheet.header, tuple(rows)),
        CODE,
        lambda fitted: import_sheet(fitted, is_real=True, publish=True, actor=crowd.ACTOR, now=now),
    )
    if done is None:
        raise ValueError("nothing of the demo directory goes with this district's words")
    return len(done[0].items)


def _placed(sheet: Sheet, row: Row) -> Row:
    """Without the point on the map where that is of another district."""
    at = [sheet.header.index(name) for name in PLACE]
    where = [read_degrees(row.cells[place]) if place < len(row.cells) else None for place in at]
    if fitting.is_here(*where):
        return row
    return Row(row.number, tuple("" if place in at else cell for place, cell in enumerate(row.cells)))


def _leave_work(now: datetime) -> None:
    """For the team: two profiles that were sent, one of them there already, a claim and a notice."""
    account = accounts.get_or_make(Address(EMAIL, SENDER), language=fitting.language("ca"), now=now)
    account.name = "Montserrat Exemple"
    for ago, name, kind, summary in SENT:
        draft = Draft(
            name,
            (Words("ca", summary),),
            "ca",
            kind=kind,
            barri=fitting.barri("18"),
            contacts=(Contact(EMAIL, SENDER),),
        )
        then = now - ago
        saved = editing.save(draft, initiative_id=None, actor=SENDER, now=then)
        roles.grant(account, Role.OWNER, subject_id=saved.public_id, actor=SENDER, now=then)
        moderating.submit(saved.initiative_id, account=account, actor=SENDER, now=then)
    published = db.session.scalars(
        select(Initiative.id).where(Initiative.status == Status.PUBLISHED).order_by(Initiative.name_key).limit(2)
    ).all()
    if len(published) < 2:  # noqa: PLR2004 - one is asked about, the other is reported
        return
    first, second = published
    claiming.ask_team(first, "Hi soc cada dimarts a la tarda; pregunteu per mi.", account_key=account.id, now=now)
    asking.report(
        second,
        reason=ReportReason.CONTACT,
        text="Aquest telèfon ja no és el seu.",
        form_key="demo-report",
        now=now - timedelta(days=2),
    )


def _give_labels(now: datetime) -> None:
    """Some of them, marked as examples: the granters exist, and have granted nothing here."""
    stated = db.session.execute(
        select(Initiative.slug, InitiativeLabel.code)
        .join(InitiativeLabel, InitiativeLabel.initiative_id == Initiative.id)
        .order_by(Initiative.name_key, InitiativeLabel.code)
        .limit(GIVEN)
    ).all()
    for slug, code in stated:
        if slug is not None:
            labelling.grant(slug, code, actor=crowd.ACTOR, now=now, is_example=True)


def add(*, initiatives: int, now: datetime) -> int:
    """Until there are so many beside the demo's, inserted past the services; the same seed gives the same content."""
    known = db.session.scalar(select(func.count()).where(Initiative.code.startswith(PREFIX))) or 0
    missing = max(0, initiatives - known)
    draw = random.Random(SEED + known)  # noqa: S311 - the same content each time
    first = (db.session.scalar(select(func.max(Initiative.id))) or 0) + 1
    vocabularies = {
        kind: [term.code for term in vocabulary.list_terms(kind)] for kind in ("sectors", "initiative_types", "barris")
    }
    frame = district_map().frame
    for start in range(0, missing, CHUNK):
        numbers = range(start, min(start + CHUNK, missing))
        rows = [_profile(first + n, known + n, vocabularies, frame, draw, now) for n in numbers]
        with committing():
            _insert(Initiative, [row["initiative"] for row in rows])
            _insert(InitiativeText, [row["text"] for row in rows])
            _insert(InitiativeTag, [row["tag"] for row in rows])
            _insert(InitiativePlace, [row["place"] for row in rows])
            text_index.put_all(queries.KIND, [row["document"] for row in rows])
            if db.engine.dialect.name == "postgresql":
                db.session.execute(select(func.setval("initiative_id_seq", first + numbers[-1])))
            raise_generation(DIRECTORY)
    if missing:
        with committing():
            text_index.rebuild()
    return missing


def _profile(
    number: int, index: int, codes: dict[str, list[str]], frame: Frame, draw: random.Random, now: datetime
) -> dict[str, Any]:
    sector, kind, barri = (draw.choice(codes[name]) for name in ("sectors", "initiative_types", "barris"))
    name = f"{draw.choice(FIRST_WORDS)} {draw.choice(SECOND_WORDS)} {index + 1}"
    summary = f"{vocabulary.term_label('sectors', sector, 'ca')}. Exemple per mesurar."
    confirmed = now - timedelta(days=draw.randrange(700))
    initiative = {
        "id": number,
        "public_id": "".join(draw.choices(ALPHABET, k=12)),
        "name": name,
        "name_key": match_key(name),
        "slug": f"exemple-{index + 1}",
        "code": f"{PREFIX}{index + 1:07}",
        "status": "published",
        "is_listed": True,
        "language": "ca",
        "kind": kind,
        "barri": barri,
        "shows_only_barri": False,
        "is_contractable": False,
        "links": [],
        "networks": [],
        "facets": f" b:{barri} k:{kind} s:{sector} ",
        "version": 1,
        "created_at": confirmed,
        "updated_at": confirmed,
        "published_at": confirmed,
        "confirmed_at": confirmed,
    }
    place = {
        "initiative_id": number,
        "position": 0,
        "name": "",
        "address": "carrer de l'Exemple, 1",
        "barri": barri,
        "longitude": draw.uniform(frame.west, frame.east),
        "latitude": draw.uniform(frame.south, frame.north),
        "hours": draw.choice(HOURS),
        "access": [],
    }
    text = {
        "initiative_id": number,
        "language": "ca",
        "summary": summary,
        "description": None,
        "services": [],
        "offers": [],
        "needs": [],
    }
    return {
        "initiative": initiative,
        "place": place,
        "text": text,
        "tag": {"initiative_id": number, "kind": "sector", "code": sector, "position": 0},
        "document": text_index.Document(number, title=[name], body=[summary]),
    }


def _insert(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model), list(rows))
