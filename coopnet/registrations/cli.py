"""What staff do with registrations until their pages exist."""

import json
from collections.abc import Callable
from datetime import datetime

import click

from coopnet.foundation import audit, clock
from coopnet.foundation.commands import ADDRESS, for_staff
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import deciding
from coopnet.trainings.rules.states import Status
from coopnet.web.errors import in_words

Act = Callable[..., Registration]


@click.group("registrations")
def registrations() -> None:
    """Who has asked for a place, and what becomes of it."""


@registrations.command("list")
@click.option("--training", "slug", metavar="SLUG", help="Of this training only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--actor", type=ADDRESS, required=True, help="Who looks; goes into the audit log.")
@for_staff
def list_all(*, slug: str | None, form: str, actor: str) -> None:
    """In the order of each training's queue. Access needs are not shown here."""
    training = queries.find_training(slug) if slug else None
    if slug and training is None:
        wrong = _("There is no training at this address.")
        raise click.ClickException(f"{slug}: {wrong}")
    rows = [_as_row(one) for one in queries.list_registrations(training.id if training else None)]
    in_transaction(lambda: _note_reading(actor, slug or "", len(rows), now=clock.now()))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        is_off = row["training_status"] == Status.CANCELLED
        off = " (" + _("called off") + ")" if is_off else ""
        click.echo(
            f"{row['code']}  {row['state']:9} {row['people']}  {row['training']}{off}  {row['name']}"
            f"  {row['email'] or row['phone'] or ''}"
        )
    click.echo(ngettext("%(num)d registration", "%(num)d registrations", len(rows)))


@registrations.command("approve")
@click.argument("code")
@click.option("--actor", type=ADDRESS, required=True)
@for_staff
def approve(*, code: str, actor: str) -> None:
    """Accept a request: into the queue with the time of asking, in at once if there is room."""
    _act(deciding.approve, code, actor)


@registrations.command("decline")
@click.argument("code")
@click.option("--actor", type=ADDRESS, required=True)
@for_staff
def decline(*, code: str, actor: str) -> None:
    """Refuse a request; the person is told."""
    _act(deciding.decline, code, actor)


@registrations.command("cancel")
@click.argument("code")
@click.option("--actor", type=ADDRESS, required=True)
@for_staff
def cancel(*, code: str, actor: str) -> None:
    """For a person who rang: frees the places and lets the next in."""
    _act(deciding.cancel_by_code, code, actor)


@registrations.command("check")
@for_staff
def check() -> None:
    """Compare each training's counters with the people they count; fails when one differs."""
    wrong = queries.list_miscounted()
    for slug, taken, held, online_taken, online_held in wrong:
        click.echo(
            _(
                "%(slug)s: %(taken)s places counted as taken and %(online_taken)s online, by %(held)s people and"
                " %(online_held)s online",
                slug=slug,
                taken=taken,
                online_taken=online_taken,
                held=held,
                online_held=online_held,
            )
        )
    if wrong:
        raise SystemExit(1)
    click.echo(_("Every counter is right."))


def _act(what: Act, code: str, actor: str) -> None:
    try:
        done = in_transaction(lambda: what(code, actor=actor, now=clock.now()))
    except RuleBroken as refusal:
        raise click.ClickException(f"{code}: {in_words(refusal)}") from refusal
    found = queries.find_registration(done.public_id)
    click.echo(f"{code}: {_state_in_words(found.state) if found else ''}")


def _state_in_words(state: str) -> str:
    """What a registration can be after a decision; in lists the code stands, as scripts read it."""
    return {
        State.CONFIRMED.value: _("has a place"),
        State.WAITING.value: _("on the waiting list"),
        State.DECLINED.value: _("declined"),
        State.CANCELLED.value: _("cancelled"),
    }.get(state, state)


def _note_reading(actor: str, slug: str, count: int, *, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        action="registrations.list",
        subject_kind="training",
        subject_id=slug,
        after={"count": count},
    )


def _as_row(one: Registration) -> dict[str, object]:
    return {
        "code": code_of(one),
        "training": one.training.slug,
        "training_status": one.training.status,
        "state": one.state,
        "name": one.name,
        "guardian": one.guardian_name,
        "email": one.email,
        "phone": one.phone,
        "people": one.party_size,
        "way": one.way,
        "language": one.language,
        "queued_at": one.queued_at.isoformat(),
    }
