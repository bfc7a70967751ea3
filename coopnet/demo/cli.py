"""Fills an instance with an invented programme."""

import click
from flask.cli import with_appcontext

from coopnet.demo.service import board, bulk, points, programme, talks
from coopnet.demo.service import initiatives as directory
from coopnet.demo.service import volunteers as helpers
from coopnet.foundation import clock


@click.group("demo")
def demo() -> None:
    """An invented programme, to try coopnet and to measure it."""


@demo.command("load")
@click.option(
    "--trainings", type=click.IntRange(0, 1_000_000), default=0, help="So many beside it, 300 of them to come."
)
@click.option("--registrations", type=click.IntRange(0, 10_000_000), default=0, help="So many, in those trainings.")
@click.option("--initiatives", type=click.IntRange(0, 1_000_000), default=0, help="So many profiles beside the demo's.")
@click.option("--posts", type=click.IntRange(0, 1_000_000), default=0, help="So many posts beside the demo's.")
@click.option("--messages", type=click.IntRange(0, 10_000_000), default=0, help="So many, in talks about posts.")
@click.option("--volunteers", type=click.IntRange(0, 1_000_000), default=0, help="So many beside the demo's.")
@with_appcontext
def load(*, trainings: int, registrations: int, initiatives: int, posts: int, messages: int, volunteers: int) -> None:
    """The demo programme, moved so that today is in its middle; again, it changes nothing."""
    now = clock.now()
    profiles = directory.load(now)
    click.echo(f"demo directory: {profiles} initiatives" if profiles else "the demo directory is there already")
    loaded = programme.load(now)
    click.echo(
        f"demo programme: {loaded.trainings} trainings, {loaded.registrations} registrations"
        if loaded
        else "the demo programme is there already"
    )
    opened = points.load(now)
    click.echo(f"demo support points: {opened}" if opened else "the demo's support points are there already")
    written = board.load(now)
    click.echo(f"demo board: {written} posts" if written else "the demo board is there already")
    held = talks.load(now)
    click.echo(f"demo conversations: {held}" if held else "the demo's conversations are there already")
    offered = helpers.load(now)
    click.echo(f"demo volunteers: {offered}" if offered else "the demo's volunteers are there already")
    if address := helpers.address_of_one():
        click.echo(f"the page of one who helps: {address}")
    if initiatives:
        click.echo(f"added to measure with: {directory.add(initiatives=initiatives, now=now)} initiatives")
    if posts:
        click.echo(f"added to measure with: {board.add(posts=posts, now=now)} posts")
    if messages:
        click.echo(f"added to measure with: {talks.add(messages=messages, now=now)} messages")
    if volunteers:
        click.echo(f"added to measure with: {helpers.add(volunteers=volunteers, now=now)} volunteers")
    if trainings or registrations:
        added = bulk.load(trainings=trainings, registrations=registrations, now=now)
        click.echo(f"added to measure with: {added.trainings} trainings, {added.registrations} registrations")
