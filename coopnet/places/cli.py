"""What is told of places at a terminal."""

import json

import click

from coopnet.foundation.commands import for_staff
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.places.queries import Point, list_points


@click.group("places")
def places() -> None:
    """Support points."""


@places.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@for_staff
def list_all(*, form: str) -> None:
    """By the words that `accounts grant EMAIL point --for SLUG` takes."""
    found = list_points()
    if form == "json":
        click.echo(json.dumps([_record(point) for point in found], indent=1, ensure_ascii=False))
        return
    for point in found:
        hidden = [] if point.is_shown else [_("hidden")]
        click.echo(f"{point.slug}  {', '.join(filter(None, (point.name, point.where, *hidden)))}")
    click.echo(ngettext("%(num)d support point", "%(num)d support points", len(found)))


def _record(point: Point) -> dict[str, object]:
    """What scripts may count on."""
    return {
        "public_id": point.public_id,
        "slug": point.slug,
        "name": point.name,
        "address": point.address,
        "is_shown": point.is_shown,
    }
