"""What staff do with trainings until their pages exist."""

import json
import shlex
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import select

from coopnet.foundation import clock
from coopnet.foundation.commands import ADDRESS, TERMINAL, for_staff
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import format_date, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.sheet_words import file_in_words, place_in_words, report_as_json, unreadable_as_json
from coopnet.foundation.sheets import SheetProblem
from coopnet.trainings.cli import refusals
from coopnet.trainings.cli.changes import change_in_words
from coopnet.trainings.cli.words import (
    counts_in_words,
    drafts_in_words,
    new_names_in_words,
    outcome_in_words,
    problem_in_words,
    told_in_words,
)
from coopnet.trainings.models import Training
from coopnet.trainings.service import importing, publishing
from coopnet.trainings.service.importing import Report

SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)
Act = Callable[..., bool]


@click.group("trainings")
def trainings() -> None:
    """The programme: import it, publish, cancel."""


@trainings.command("import")
@click.argument("file", type=SHEET)
@click.option("--apply", "is_real", is_flag=True, help="Do it. Without this, only say what would happen.")
@click.option("--publish", is_flag=True, help="New trainings are public at once; drafts stay drafts.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--actor", type=ADDRESS, help=f"Goes into the audit log, else `{TERMINAL}`.")
@for_staff
def import_trainings(*, file: Path, is_real: bool, publish: bool, form: str, actor: str | None) -> None:
    """Read a coordinator's spreadsheet (.csv, .xlsx). All or nothing."""
    try:
        report = importing.import_file(file, is_real=is_real, publish=publish, actor=actor or TERMINAL, now=clock.now())
    except SheetProblem as problem:
        message = file_in_words(problem)
        click.echo(unreadable_as_json(message) if form == "json" else message, err=form == "text")
        raise SystemExit(1) from problem
    except RuleBroken as refusal:
        message = refusals.in_words(refusal)
        click.echo(unreadable_as_json(message) if form == "json" else message, err=form == "text")
        raise SystemExit(1) from refusal
    click.echo(report_as_json(report, problem_in_words) if form == "json" else _as_text(report, file, is_real=is_real))
    if report.has_errors:
        raise SystemExit(1)


@trainings.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@for_staff
def list_trainings(*, form: str) -> None:
    """Every training, by its first session."""
    rows = db.session.execute(
        select(Training.code, Training.slug, Training.status, Training.starts_at).order_by(
            Training.starts_at, Training.id
        )
    ).all()
    if form == "json":
        click.echo(json.dumps([{"code": row.code, "slug": row.slug, "status": row.status} for row in rows], indent=1))
        return
    for row in rows:
        day = format_date(row.starts_at) if row.starts_at else ""
        click.echo(f"{row.code or '-':14} {row.status:10} {row.slug}  {day}")


@trainings.command("publish")
@click.argument("slugs", metavar="[SLUG]...", nargs=-1)
@click.option("--file", "file", type=SHEET, help="All drafts of this spreadsheet, instead of a SLUG.")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def publish_trainings(*, slugs: tuple[str, ...], file: Path | None, actor: str) -> None:
    """Make trainings public: all of them, or none."""
    if bool(slugs) == (file is not None):
        raise click.UsageError("say which: SLUG..., or --file FILE")
    if file is not None:
        slugs = tuple(_drafts_of(file))
    _act(publishing.publish, slugs, actor, done=_("it is public now"), before=_("it was public already"))
    if not slugs:
        click.echo(_("No training of this file is a draft."))


@trainings.command("cancel")
@click.argument("slug")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def cancel_training(*, slug: str, actor: str) -> None:
    """Call a training off: it stays and says so, and everybody who registered is told."""
    _act(publishing.cancel, (slug,), actor, done=_("it is called off now"), before=_("it was called off already"))


def _act(what: Act, slugs: Sequence[str], actor: str, *, done: str, before: str) -> None:
    """One transaction for all: the first that is refused keeps the others as they were."""

    def work(now: datetime) -> list[bool]:
        return [_one(what, slug, actor, now) for slug in slugs]

    for slug, has_changed in zip(slugs, in_transaction(lambda: work(clock.now())), strict=True):
        click.echo(f"{slug}: {done if has_changed else before}")


def _one(what: Act, slug: str, actor: str, now: datetime) -> bool:
    try:
        return what(slug, actor=actor, now=now)
    except RuleBroken as refusal:
        raise click.ClickException(f"{slug}: {refusals.in_words(refusal)}") from refusal


def _drafts_of(file: Path) -> list[str]:
    try:
        return importing.list_drafts_of_file(file)
    except SheetProblem as problem:
        raise click.ClickException(file_in_words(problem)) from problem


def _as_text(report: Report, file: Path, *, is_real: bool) -> str:
    lines = []
    for problem in report.problems:
        mark = _("ERROR") if problem.severity == "error" else _("warning")
        lines.append(f"{mark}  {place_in_words(problem)}: {problem_in_words(problem)}")
    for item in report.items:
        if item.outcome != importing.UNCHANGED:
            lines.append(f"{item.code}  {outcome_in_words(item.outcome, is_off=item.is_off)}: {item.title}")
            lines += [f"    {line}" for change in item.changes for line in change_in_words(change)]
            lines += [] if item.told is None else [f"    {told_in_words(item.told)}"]
    lines += [new_names_in_words(report.new_names)] if report.new_names else []
    lines.append(counts_in_words(report))
    wrong = sum(problem.severity == "error" for problem in report.problems)
    if wrong:
        lines.append(
            ngettext(
                "%(num)d error: nothing has been saved. Correct it and try again.",
                "%(num)d errors: nothing has been saved. Correct them and try again.",
                wrong,
            )
        )
        return "\n".join(lines)
    if report.drafts:
        lines.append(drafts_in_words(len(report.drafts)))
        lines.append(f"    flask --app wsgi trainings publish --actor EMAIL --file {shlex.quote(str(file))}")
    if not is_real:
        lines.append(_("This was only a try: nothing has been saved. Run it again with --apply to save it."))
    return "\n".join(lines)
