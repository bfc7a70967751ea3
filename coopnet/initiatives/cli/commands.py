"""What staff do with the directory from a terminal."""

import json
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy import select

from coopnet.foundation import clock
from coopnet.foundation.commands import ADDRESS, TERMINAL, for_staff
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.sheet_words import file_in_words, place_in_words, report_as_json, unreadable_as_json
from coopnet.foundation.sheets import SheetProblem
from coopnet.initiatives.cli.changes import change_in_words
from coopnet.initiatives.cli.words import counts_in_words, drafts_in_words, outcome_in_words, problem_in_words
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.service import importing, labelling, naming, publishing
from coopnet.initiatives.service.importing import Report
from coopnet.web.errors import in_words


@click.group("initiatives")
def initiatives() -> None:
    """The directory: import it, publish, close, give labels."""


@initiatives.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_real", is_flag=True, help="Do it. Without this, only say what would happen.")
@click.option("--publish", is_flag=True, help="New profiles are public at once; drafts stay drafts.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--actor", type=ADDRESS, help=f"Goes into the audit log, else `{TERMINAL}`.")
@for_staff
def import_initiatives(*, file: Path, is_real: bool, publish: bool, form: str, actor: str | None) -> None:
    """Read a coordinator's spreadsheet (.csv, .xlsx). All or nothing."""
    try:
        report = importing.import_file(file, is_real=is_real, publish=publish, actor=actor or TERMINAL, now=clock.now())
    except SheetProblem as problem:
        message = file_in_words(problem)
        click.echo(unreadable_as_json(message) if form == "json" else message, err=form == "text")
        raise SystemExit(1) from problem
    click.echo(report_as_json(report, problem_in_words) if form == "json" else _as_text(report, is_real=is_real))
    if report.has_errors:
        raise SystemExit(1)


@initiatives.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@for_staff
def list_initiatives(*, form: str) -> None:
    """Every profile, by its name."""
    rows = db.session.execute(
        select(Initiative.code, Initiative.slug, Initiative.status, Initiative.name)
        .where(Initiative.slug.is_not(None))
        .order_by(Initiative.name_key, Initiative.id)
    ).all()
    if form == "json":
        click.echo(json.dumps([{"code": row.code, "slug": row.slug, "status": row.status} for row in rows], indent=1))
        return
    for row in rows:
        click.echo(f"{row.code or '-':14} {row.status:10} {row.slug}  {row.name}")


@initiatives.command("publish")
@click.argument("slug")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def publish_initiative(*, slug: str, actor: str) -> None:
    """Make a profile public."""
    _act(
        slug,
        lambda: publishing.publish(slug, actor=actor, now=clock.now()),
        _("it is public now"),
        _("it was public already"),
    )


@initiatives.command("close")
@click.argument("slug")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def close_initiative(*, slug: str, actor: str) -> None:
    """Say that an initiative no longer exists: its page stays and says so."""
    _act(
        slug,
        lambda: publishing.close(slug, actor=actor, now=clock.now()),
        _("it is closed now"),
        _("it was closed already"),
    )


@initiatives.command("reopen")
@click.argument("slug")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def reopen_initiative(*, slug: str, actor: str) -> None:
    """Put back into the lists what was closed by mistake, or folded away."""
    _act(
        slug,
        lambda: publishing.reopen(slug, actor=actor, now=clock.now()),
        _("it is in the lists again"),
        _("it was in the lists already"),
    )


@initiatives.command("label")
@click.argument("slug")
@click.argument("code")
@click.option("--withdraw", is_flag=True, help="Take it back.")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def label_initiative(*, slug: str, code: str, withdraw: bool, actor: str) -> None:
    """Give or withdraw a label that only its owner may give, as the owner has decided."""
    change = labelling.withdraw if withdraw else labelling.grant
    _act(slug, lambda: change(slug, code, actor=actor, now=clock.now()), _("done"), _("it was so already"))


@initiatives.command("alias")
@click.argument("slug")
@click.argument("name")
@click.option("--actor", type=ADDRESS, required=True, help="Goes into the audit log.")
@for_staff
def add_alias(*, slug: str, name: str, actor: str) -> None:
    """Say that NAME is another name of an initiative: spreadsheets may use it."""
    _act(slug, lambda: naming.add_alias(slug, name, actor=actor, now=clock.now()), _("done"), _("it was so already"))


def _act(slug: str, what: Callable[[], bool], done: str, before: str) -> None:
    try:
        has_changed = in_transaction(what)
    except RuleBroken as refusal:
        raise click.ClickException(f"{slug}: {in_words(refusal)}") from refusal
    click.echo(f"{slug}: {done if has_changed else before}")


def _as_text(report: Report, *, is_real: bool) -> str:
    lines = []
    for problem in report.problems:
        mark = _("ERROR") if problem.severity == "error" else _("warning")
        lines.append(f"{mark}  {place_in_words(problem)}: {problem_in_words(problem)}")
    for item in report.items:
        if item.outcome != importing.UNCHANGED:
            lines.append(f"{item.code}  {outcome_in_words(item.outcome)}: {item.name}")
            lines += [f"    {line}" for change in item.changes for line in change_in_words(change)]
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
    drafts = [item.slug for item in report.items if item.stays_draft and item.slug]
    if drafts:
        lines.append(drafts_in_words(len(drafts)))
        lines += [f"    flask --app wsgi initiatives publish --actor EMAIL {slug}" for slug in drafts]
    if not is_real:
        lines.append(_("This was only a try: nothing has been saved. Run it again with --apply to save it."))
    return "\n".join(lines)
