"""Commands of the machinery: worker, letters, web server, health."""

import json
import re
from contextlib import closing
from datetime import UTC
from typing import Any

import click
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy import or_, select

from coopnet.foundation import clock, outbox, personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import list_uncompiled
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop

LONGEST_ADDRESS = 254


_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\".]+(\.[^@\s<>,;:\".]+)*")


class Address(click.ParamType[str]):
    """An e-mail address of whoever acts; anything else is wrong use (exit 2). `cli@localhost` is one."""

    name = "EMAIL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = str(value).strip()
        if len(typed) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(typed):
            self.fail(f"{typed!r} is not an e-mail address: say who acts, as maria@example.org", param, ctx)
        return typed.lower()


ADDRESS = Address()


@click.command("worker")
@click.option("--once", is_flag=True, help="Do all that is due, then end. What no server takes now stays queued.")
@with_appcontext
def run_worker(*, once: bool) -> None:
    """Send what the outbox holds and do its jobs, until told to stop."""
    # Mail, TLS and HTTP clients are heavy: only the worker loads them, not the web.
    from coopnet.foundation.worker import Worker  # noqa: PLC0415 - see above

    try:
        made = Worker()
    except ValueError as problem:
        raise click.ClickException(str(problem)) from problem
    with closing(made) as worker, closing(Stop()) as stop:
        stop.listen()
        if not once:
            worker.run(stop)
            return
        worker.run_once(stop)
        done = ", ".join(f"{outcome} {count}" for outcome, count in sorted(worker.tally.items()))
    click.echo(done or "nothing was due")


@click.group("letters")
def letters() -> None:
    """What was written to people, and whether it left."""


@letters.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--state", type=click.Choice([outbox.QUEUED, outbox.SENT, outbox.DEAD]))
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True)
@click.option("--actor", type=ADDRESS, help="Who looks; goes into the audit log.")
@with_appcontext
def list_letters(*, form: str, state: str | None, limit: int, actor: str | None) -> None:
    """Letters and messages, newest first, and jobs that are not done."""
    asked = select(Dispatch).order_by(Dispatch.id.desc()).limit(limit)
    asked = asked.where(or_(Dispatch.channel != outbox.JOB, Dispatch.state != outbox.SENT))
    if state:
        asked = asked.where(Dispatch.state == state)
    rows = [_as_row(found) for found in db.session.scalars(asked)]
    if actor:
        in_transaction(lambda: outbox.note_reading(now=clock.now(), actor=actor))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        waits = f" again at {row['due_at']}" if row["state"] == outbox.QUEUED and row["attempts"] else ""
        error = f"  ({row['last_error']})" if row["last_error"] else ""
        click.echo(
            f"{row['id']}  {row['state']:6} {row['channel']:5} {row['kind']} {row['queued_at']} to {row['recipient']}"
            f" after {row['attempts']} tries{waits}{error}"
        )
    click.echo(f"{len(rows)} shown")


@letters.command("retry")
@click.argument("public_id", metavar="[ID]", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every dead one, as without an ID.")
@click.option("--actor", type=ADDRESS, required=True, help="Who decides; goes into the audit log.")
@with_appcontext
def retry_letters(*, public_id: str | None, is_all: bool, actor: str) -> None:
    """Put back what died, or send now what waits for its next try."""
    if public_id and is_all:
        raise click.UsageError("say one ID, or --all")
    try:
        count = in_transaction(lambda: outbox.retry(public_id, now=clock.now(), actor=actor))
    except RuleBroken as problem:
        raise click.ClickException(f"{public_id}: {problem.code}") from problem
    click.echo(f"{count} put back")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=5000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), envvar="SERVER_WORKERS", default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), envvar="SERVER_THREADS", default=4, show_default=True)
@click.pass_obj
def serve(info: ScriptInfo, *, host: str, port: int, workers: int, threads: int) -> None:
    """Web server and worker together; Ctrl-C ends both."""
    if missing := list_uncompiled():
        raise click.ClickException(f"texts are not compiled ({', '.join(missing)}): run `make compiled` first")
    from coopnet.foundation import serving  # noqa: PLC0415 - the web server, loaded only where it runs

    raise SystemExit(serving.serve(info.load_app(), host=host, port=port, workers=workers, threads=threads))


@click.command("health")
def health() -> None:
    """That the settings hold and the house stands; asks no database."""
    click.echo("ok")


def _as_row(found: Dispatch) -> dict[str, Any]:
    return {
        "id": found.public_id,
        "state": found.state,
        "channel": found.channel,
        "kind": found.kind,
        "language": found.language,
        "recipient": found.recipient,
        "subject_kind": found.subject_kind,
        "subject_id": found.subject_id,
        "attempts": found.attempts,
        "queued_at": found.queued_at.astimezone(UTC).isoformat(timespec="seconds"),
        "due_at": found.due_at.astimezone(UTC).isoformat(timespec="seconds"),
        "finished_at": found.finished_at.astimezone(UTC).isoformat(timespec="seconds") if found.finished_at else None,
        "last_error": found.last_error,
    }


@click.group("privacy")
def privacy() -> None:
    """What is known of people, and until when."""


@privacy.command("report")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def report_privacy(*, form: str) -> None:
    """Every personal field with its date; fails when anything is left whose time was over a day ago."""
    lines = personal_data.report(clock.now())
    if form == "json":
        rows = [
            {
                "room": line.field.room,
                "field": line.field.name,
                "purpose": line.field.purpose,
                "erased": line.field.erased,
                "overdue": line.overdue,
            }
            for line in lines
        ]
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for line in lines:
            click.echo(f"{line.overdue:6}  {line.field.room}: {line.field.name}")
            click.echo(f"        {line.field.purpose}; erased {line.field.erased}")
    late = sum(line.overdue for line in lines)
    click.echo(f"{late} overdue" if late else "nothing overdue", err=form == "json")
    if late:
        raise SystemExit(1)


ALL = (run_worker, letters, serve, health, privacy)
