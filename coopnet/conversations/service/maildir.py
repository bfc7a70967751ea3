"""A folder into which a mail server delivers (Maildir), read by the worker.

Each letter is a job of its own: it is taken once, one that breaks is tried again and then shown to the team, and none
holds up the others. The file is moved by the next look at the folder, when what it caused has long been committed; a
worker that is killed in between leaves a file whose job is done.
"""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from flask import Flask
from sqlalchemy import delete, select, update

from coopnet.conversations.queries.maildirs import ASIDE, DONE, NEW, READ, folder_of_mail, list_new, list_old, read_file
from coopnet.conversations.rules.inbound import Answer, Way
from coopnet.conversations.rules.reading import LARGEST
from coopnet.conversations.service.receiving import open_letter, take, take_unreadable
from coopnet.foundation import clock, jobs, outbox
from coopnet.foundation.db import db
from coopnet.foundation.letters import register_job
from coopnet.foundation.outbox import Dispatch

LOOK = "mail.look"
TAKE = "mail.take"
LOOKED_EVERY = timedelta(minutes=1)
TICKS_KEPT = timedelta(hours=1)

log = structlog.get_logger("coopnet.mail")


def init_app(app: Flask) -> None:
    """Where there is no folder nobody looks; what was queued while there was one still ends."""
    if app.config["MAILDIR"]:
        jobs.register_periodic(app, LOOK, handler=look, every=LOOKED_EVERY)
    else:
        register_job(app, LOOK, look)


def look(dispatch: Dispatch) -> None:
    """Queues what is new, moves what is done, and forgets what was kept long enough."""
    folder = folder_of_mail()
    if folder is None:
        return
    try:
        names = list_new(folder)
    except OSError as problem:
        log.warning("maildir_trouble", problem=type(problem).__name__)
        return
    rows = db.session.scalars(select(Dispatch).where(Dispatch.dedup_key.in_([_key(name) for name in names])))
    known = {row.dedup_key: row for row in rows}
    for name in names:
        row = known.get(_key(name))
        if row is None:
            _queue(name, dispatch.due_at)
        elif row.state != outbox.QUEUED:
            _move(folder, name, _place_of(row))
    _forget(folder)
    old = delete(Dispatch).where(
        Dispatch.kind == LOOK, Dispatch.state == outbox.SENT, Dispatch.due_at < dispatch.due_at - TICKS_KEPT
    )
    db.session.execute(old.execution_options(synchronize_session=False))


def take_file(dispatch: Dispatch) -> None:
    """One letter, in one transaction with the mark that it was taken."""
    name, folder = str(dispatch.values["file"]), folder_of_mail()
    raw = read_file(folder, name, most=LARGEST + 1) if folder else None
    if raw is None:
        return  # whoever runs the machine took it away
    answer = _take_all(raw, name, clock.now())
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch.id)
        .values(values={"file": name, "answer": answer.value})
        .execution_options(synchronize_session=False)
    )


QUEUED = ((TAKE, take_file),)


def _take_all(raw: bytes, name: str, now: datetime) -> Answer:
    opened = open_letter(raw)
    if opened.unreadable:
        return take_unreadable(opened, way=Way.MAILDIR, now=now, file=name)
    answers = [take(opened, token, way=Way.MAILDIR, now=now) for token in opened.tokens]
    return next((answer for answer in answers if answer is not Answer.NOBODY), Answer.NOBODY)


def _queue(name: str, now: datetime) -> None:
    outbox.put(
        dedup_key=_key(name),
        channel=outbox.JOB,
        kind=TAKE,
        now=now,
        subject_kind="job",
        subject_id=TAKE,
        values={"file": name},
    )


def _place_of(row: Dispatch) -> str:
    answer = row.values.get("answer")
    if row.state == outbox.DEAD or answer == Answer.UNREADABLE:
        return ASIDE
    return READ if answer == Answer.NOBODY else DONE


def _key(name: str) -> str:
    """As that of a tick: it is forgotten with them."""
    return f"job:{TAKE}:{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"


def _move(folder: Path, name: str, place: str) -> None:
    """What cannot be moved stays, and is not taken again."""
    try:
        (folder / place).mkdir(mode=0o700, exist_ok=True)
        (folder / NEW / name).replace(folder / place / (f"{name}:2," if place == READ else name))
    except OSError as problem:
        log.warning("maildir_trouble", problem=type(problem).__name__)


def _forget(folder: Path) -> None:
    """Letters hold what was cut from them: they are kept no longer than the letters that left."""
    for path in list_old(folder, clock.now()):
        path.unlink(missing_ok=True)
