"""Fills an instance with an invented programme."""

import click
from flask.cli import with_appcontext

from coopnet.demo.service import bulk, programme
from coopnet.foundation import clock


@click.group("demo")
def demo() -> None:
    """An invented programme, to try coopnet and to measure it."""


@demo.command("load")
@click.option(
    "--trainings", type=click.IntRange(0, 1_000_000), default=0, help="So many beside it, 300 of them to come."
)
@click.option("--registrations", type=click.IntRange(0, 10_000_000), default=0, help="So many, in those trainings.")
@with_appcontext
def load(*, trainings: int, registrations: int) -> None:
    """The demo programme, moved so that today is in its middle; again, it changes nothing."""
    now = clock.now()
    loaded = programme.load(now)
    click.echo(
        f"demo programme: {loaded.trainings} trainings, {loaded.registrations} registrations"
        if loaded
        else "the demo programme is there already"
    )
    if trainings or registrations:
        added = bulk.load(trainings=trainings, registrations=registrations, now=now)
        click.echo(f"added to measure with: {added.trainings} trainings, {added.registrations} registrations")
