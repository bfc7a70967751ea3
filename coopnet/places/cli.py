"""What is told of places at a terminal."""

import json
from dataclasses import asdict

import click

from coopnet.foundation.commands import for_staff
from coopnet.foundation.i18n import ngettext
from coopnet.places.queries import list_points


@click.group("places")
def places() -> None:
    """Venues and support points."""


@places.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@for_staff
def list_all(*, form: str) -> None:
    """By the words that `accounts grant EMAIL point --for SLUG` takes."""
    found = list_points()
    if form == "json":
        click.echo(json.dumps([asdict(point) for point in found], indent=1, ensure_ascii=False))
        return
    for point in found:
        click.echo(f"{point.slug}  {', '.join(filter(None, (point.name, point.address)))}")
    click.echo(ngettext("%(num)d venue", "%(num)d venues", len(found)))
