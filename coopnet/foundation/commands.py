"""Commands of the machinery: worker, letters, web server, health; and what the commands of all rooms have in common."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy import or_, select

from coopnet.foundation import clock, district, outbox, personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import in_language, list_uncompiled, ngettext
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.served import HIGHEST
from coopnet.foundation.stopping import Stop

LONGEST_ADDRESS = 254
TERMINAL = "terminal"  # who acted, in the audit log, where a command may be typed without saying who one is

P = ParamSpec("P")
R = TypeVar("R")


_ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\".]+(\.[^@\s<>,;:\".]+)*")


class Address(click.ParamType[str]):
    """An e-mail address of whoever acts; anything else is wrong use (exit 2)."""

    name = "EMAIL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        typed = str(value).strip()
        if len(typed) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(typed):
            self.fail(f"{typed!r} is not an e-mail address: say who acts, as maria@example.org", param, ctx)
        return typed.lower()


ADDRESS = Address()


def for_staff(command: Callable[P, R]) -> Callable[P, R]:
    """A command that coordinators use: it has the application, and answers in the district's first language.

    What whoever runs the machine types (`serve`, `worker` …) answers in English, as help and wrong use always do.
    """

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_language(district.current().default_language):
            return command(*args, **kwargs)

    return run


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
@click.option("--actor", type=ADDRESS, required=True, help="Who looks; goes into the audit log.")
@for_staff
def list_letters(*, form: str, state: str | None, limit: int, actor: str) -> None:
    """Letters and messages, newest first, and jobs that are not done."""
    asked = select(Dispatch).order_by(Dispatch.id.desc()).limit(limit)
    asked = asked.where(or_(Dispatch.channel != outbox.JOB, Dispatch.state != outbox.SENT))
    if state:
        asked = asked.where(Dispatch.state == state)
    rows = [_as_row(found) for found in db.session.scalars(asked)]
    in_transaction(lambda: outbox.note_reading(now=clock.now(), actor=actor))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        click.echo(
            f"{row['id']}  {row['state']:6} {row['channel']:5} {row['kind']} {row['queued_at']}"
            f" {row['recipient'] or '-'}  {_tries(row)}"
        )
    click.echo(ngettext("%(num)d shown", "%(num)d shown", len(rows)))


@letters.command("retry")
@click.argument("public_id", metavar="[ID]", required=False)
@click.option("--all", "is_all", is_flag=True, help="Every dead one, as without an ID.")
@click.option("--actor", type=ADDRESS, required=True, help="Who decides; goes into the audit log.")
@for_staff
def retry_letters(*, public_id: str | None, is_all: bool, actor: str) -> None:
    """Put back what died, or send now what waits for its next try."""
    if public_id and is_all:
        raise click.UsageError("say one ID, or --all")
    try:
        count = in_transaction(lambda: outbox.retry(public_id, now=clock.now(), actor=actor))
    except RuleBroken as problem:
        raise click.ClickException(f"{public_id}: {_refusal(problem)}") from problem
    click.echo(ngettext("%(num)d put back", "%(num)d put back", count))


def _tries(row: dict[str, Any]) -> str:
    said = ngettext("%(num)d try", "%(num)d tries", row["attempts"])
    if row["state"] == outbox.QUEUED and row["attempts"]:
        said = _("%(tries)s, again at %(moment)s", tries=said, moment=row["due_at"])
    return f"{said} ({row['last_error']})" if row["last_error"] else said


def _refusal(problem: RuleBroken) -> str:
    return {
        "already_sent": _("This message has left in the meantime."),
        "erased": _("Nobody knows any more to whom this message was: it cannot be sent again."),
        "not_found": _("There is no message with this number."),
    }[problem.code]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, HIGHEST["PORT"]), envvar="PORT", default=5000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, HIGHEST["SERVER_WORKERS"]),
    envvar="SERVER_WORKERS",
    default=2,
    show_default=True,
)
@click.option(
    "--threads",
    type=click.IntRange(1, HIGHEST["SERVER_THREADS"]),
    envvar="SERVER_THREADS",
    default=4,
    show_default=True,
)
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
