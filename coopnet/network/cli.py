"""What the network's coordinators do with posts at a terminal."""

import json
from collections.abc import Callable
from functools import partial

import click

from coopnet.foundation import audit, clock
from coopnet.foundation.commands import ADDRESS, for_staff
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import ngettext
from coopnet.network.models import Post
from coopnet.network.queries.finding import find_post
from coopnet.network.queries.moderation import list_all
from coopnet.network.queries.wordings import state_in_words
from coopnet.network.rules.states import Act, State
from coopnet.network.service import moving
from coopnet.web.errors import in_words

MOST = 100_000


@click.group("posts")
def posts() -> None:
    """The board of the digital network."""


@posts.command("list")
@click.option("--state", type=click.Choice([each.value for each in State]), help="Of this state only.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--actor", type=ADDRESS, required=True, help="Who looks; goes into the audit log.")
@for_staff
def list_posts(*, state: str | None, form: str, actor: str) -> None:
    """The newest first. Who made them and how they are reached is not shown here."""
    rows = [_as_row(one) for one in list_all(state=state, limit=MOST)]
    note = partial(audit.record, actor=actor, action="posts.list", subject_kind="post", subject_id="*")
    in_transaction(lambda: note(at=clock.now(), after={"count": len(rows)}))
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        click.echo(
            f"{row['id']}  {row['state']:16} {row['kind']:7} {row['category']}  {row['barri'] or '-'}  {row['title']}"
        )
    click.echo(ngettext("%(num)d post", "%(num)d posts", len(rows)))


@posts.command("approve")
@click.argument("public_id", metavar="ID")
@click.option("--actor", type=ADDRESS, required=True)
@for_staff
def approve(*, public_id: str, actor: str) -> None:
    """Put it on the board; its maker is told."""
    _act(public_id, partial(moving.move, public_id, Act.APPROVE, actor=actor))


@posts.command("reject")
@click.argument("public_id", metavar="ID")
@click.option("--reason", required=True, help="Its maker reads it.")
@click.option("--actor", type=ADDRESS, required=True)
@for_staff
def reject(*, public_id: str, reason: str, actor: str) -> None:
    """Do not show it, or no longer; its maker is told why."""
    _act(public_id, partial(moving.move, public_id, Act.REJECT, actor=actor, reason=reason))


def _act(public_id: str, work: Callable[..., bool]) -> None:
    try:
        in_transaction(lambda: work(now=clock.now()))
    except RuleBroken as refusal:
        raise click.ClickException(f"{public_id}: {in_words(refusal)}") from refusal
    found = find_post(public_id)
    click.echo(f"{public_id}: {state_in_words(found.state) if found else ''}")


def _as_row(one: Post) -> dict[str, object]:
    return {
        "id": one.public_id,
        "kind": one.kind,
        "category": one.category,
        "state": one.state,
        "audience": one.audience,
        "barri": one.barri,
        "title": one.title,
        "shown_until": one.shown_until.isoformat() if one.shown_until else None,
        "created_at": one.created_at.isoformat(),
    }
