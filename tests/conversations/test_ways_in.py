"""A command and a folder: what is answered was committed; what fails comes again."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from coopnet.conversations.models import InboundLetter, Party
from coopnet.conversations.queries import maildirs, overdue
from coopnet.conversations.rules.talk import Side
from coopnet.conversations.service import maildir, receiving, upkeep
from coopnet.foundation import jobs, outbox
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.mails import address_of, break_database, mail, open_box, texts
from tests.factories.talks import NOW, begun, side_of


@pytest.fixture(autouse=True)
def _box(app: Flask, clock_at: Callable[..., None]) -> None:
    open_box()
    clock_at(NOW)


@pytest.fixture
def me() -> Party:
    return side_of(begun(), Side.MAKER)


# ---- the command


def run(app: Flask, raw: bytes, *args: str) -> int:
    return app.test_cli_runner().invoke(args=["mail", "receive", *args], input=raw).exit_code


def test_a_letter_is_taken_from_standard_input(app: Flask, me: Party) -> None:
    letter = mail(me).as_bytes()
    assert run(app, letter) == 0
    assert run(app, letter, "--to", address_of(me), "--from", "rosa@example.org") == 0
    assert texts() == ["Dijous em va bé."]


def test_a_mail_server_learns_why_a_letter_is_not_taken(app: Flask, me: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = mail(me).as_bytes()
    assert run(app, mail(me, to="respostes@mail.example.org").as_bytes()) == 67
    assert run(app, raw, "--to", "respostes+x@mail.example.org") == 67
    assert run(app, b"\n" * 600_000) == 65
    nothing = app.test_cli_runner().invoke(args=["mail", "receive"], input=b"\n")
    assert (nothing.exit_code, "nothing came" in nothing.output) == (65, True)
    assert run(app, raw, "--from", "") == 0
    assert texts() == []
    break_database(monkeypatch)
    assert run(app, raw) == 75
    monkeypatch.undo()
    app.config["REPLY_BOX"] = None
    assert run(app, raw) == 78


# ---- the folder


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    app.config["MAILDIR"] = tmp_path
    return tmp_path


def deliver(folder: Path, name: str, raw: bytes) -> None:
    (folder / "new" / name).write_bytes(raw)


def look(number: int) -> None:
    """As the periodic job of that minute, and whatever it queued."""
    tick = NOW + number * maildir.LOOKED_EVERY
    in_transaction(
        lambda: outbox.put(
            dedup_key=f"job:{maildir.LOOK}:{tick.isoformat()}",
            channel=outbox.JOB,
            kind=maildir.LOOK,
            now=tick,
            subject_kind="job",
            subject_id=maildir.LOOK,
            due_at=NOW,
        )
    )
    worker, stop = Worker(), Stop()
    worker.run_once(stop)
    worker.close()
    stop.close()


def files(folder: Path) -> dict[str, list[str]]:
    return {
        place.name: sorted(each.name for each in place.iterdir())
        for place in sorted(folder.iterdir())
        if any(place.iterdir())
    }


def test_letters_in_the_folder_are_taken_and_then_moved(folder: Path, me: Party) -> None:
    deliver(folder, "1.mx", mail(me).as_bytes())
    deliver(folder, "2.mx", mail(me, to="somebody@example.org").as_bytes())
    look(1)
    assert texts() == ["Dijous em va bé."]
    assert files(folder) == {"new": ["1.mx", "2.mx"]}
    look(2)
    assert files(folder) == {"coopnet-done": ["1.mx"], "cur": ["2.mx:2,"]}
    assert texts() == ["Dijous em va bé."]


def test_a_worker_that_is_killed_before_it_moves_takes_no_letter_twice(folder: Path, me: Party) -> None:
    raw = mail(me).as_bytes()
    deliver(folder, "1.mx", raw)
    look(1)
    deliver(folder, "1.mx.again", raw)  # and the mail server, killed too, delivers once more
    look(2)
    look(3)
    assert texts() == ["Dijous em va bé."]
    assert files(folder) == {"coopnet-done": ["1.mx", "1.mx.again"]}


def test_a_poisoned_letter_goes_aside_and_stops_nobody(
    folder: Path, me: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(folder, "1.mx", b"\n" * 600_000)
    deliver(folder, "2.mx", mail(me, "trenca").as_bytes())
    deliver(folder, "3.mx", mail(me).as_bytes())
    genuine = receiving.take
    monkeypatch.setattr(
        maildir, "take", lambda opened, *a, **k: 1 / 0 if "trenca" in opened.said else genuine(opened, *a, **k)
    )
    look(1)
    assert texts() == ["Dijous em va bé."]
    in_transaction(
        lambda: db.session.execute(
            update(Dispatch).where(Dispatch.state == outbox.QUEUED).values(state=outbox.DEAD, finished_at=NOW)
        )
    )
    look(2)
    assert files(folder) == {"coopnet-aside": ["1.mx", "2.mx"], "coopnet-done": ["3.mx"]}
    [note] = db.session.scalars(select(InboundLetter).where(InboundLetter.answer == "unreadable"))
    assert (note.file, note.reason) == ("1.mx", "too large")
    monkeypatch.undo()
    [dead] = db.session.scalars(select(Dispatch).where(Dispatch.state == outbox.DEAD))
    in_transaction(lambda: outbox.retry(dead.public_id, now=NOW, actor="a@example.org"))
    look(3)
    assert texts() == ["Dijous em va bé.", "trenca"]


def test_what_is_no_letter_is_left_alone_and_a_folder_that_is_gone_stops_nobody(folder: Path, me: Party) -> None:
    (folder / "new" / "folder").mkdir()
    (folder / "secret").write_bytes(mail(me).as_bytes())
    (folder / "new" / "link").symlink_to(folder / "secret")
    look(1)
    assert texts() == []
    (folder / "new").rename(folder / "old")
    look(2)
    jobs_left = (
        select(func.count()).select_from(Dispatch).where(Dispatch.state == outbox.QUEUED, Dispatch.channel == "job")
    )
    assert db.session.scalar(jobs_left) == 0


def test_letters_and_ticks_are_kept_for_a_time(folder: Path, me: Party) -> None:
    deliver(folder, "1.mx", mail(me).as_bytes())
    look(1)
    look(2)
    assert maildirs.count_left(NOW) == 0
    old = time.time() - jobs.kept_for().total_seconds() - 60
    os.utime(folder / "coopnet-done" / "1.mx", (old, old))
    assert maildirs.count_left(NOW) == 1
    in_transaction(lambda: db.session.execute(update(Dispatch).values(due_at=NOW - 2 * maildir.TICKS_KEPT)))
    look(3)
    assert files(folder) == {}
    ticks = select(func.count()).select_from(Dispatch).where(Dispatch.kind == maildir.LOOK)
    assert db.session.scalar(ticks) == 1


def test_a_file_that_somebody_took_away_and_one_that_cannot_be_moved_stop_nobody(folder: Path, me: Party) -> None:
    deliver(folder, "1.mx", mail(me, "Una").as_bytes())
    deliver(folder, "2.mx", mail(me, "Dues").as_bytes())
    (folder / "coopnet-done").write_text("no folder")
    look(1)
    look(2)
    assert texts() == ["Una", "Dues"]
    assert sorted(each.name for each in (folder / "new").iterdir()) == ["1.mx", "2.mx"]
    in_transaction(lambda: maildir.take_file(outbox.Dispatch(id=0, values={"file": "gone"})))
    look(3)
    assert texts() == ["Una", "Dues"]


def test_what_was_queued_ends_where_the_folder_is_no_longer_set(app: Flask, folder: Path, me: Party) -> None:
    deliver(folder, "1.mx", mail(me).as_bytes())
    app.config["MAILDIR"] = None
    look(1)
    assert texts() == []
    assert maildirs.count_left(NOW) == 0
    assert db.session.scalar(select(func.count()).where(Dispatch.state != outbox.SENT, Dispatch.channel == "job")) == 0


def test_notes_of_what_came_go_with_the_letters_time(app: Flask, me: Party) -> None:
    assert run(app, mail(me).as_bytes()) == 0
    [field] = [one for one in overdue.personal_fields() if one.name.startswith("inbound_letter")]
    later = NOW + jobs.kept_for()
    assert (field.count_overdue(later - timedelta(minutes=1)), field.count_overdue(later + timedelta(minutes=1))) == (
        0,
        1,
    )
    in_transaction(lambda: upkeep.erase_overdue(later + timedelta(minutes=1)))
    assert field.count_overdue(later + timedelta(days=1)) == 0
