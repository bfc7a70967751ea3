"""Fills an instance with an invented programme."""

from collections.abc import Callable
from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from coopnet.demo.service import board, bulk, help_given, points, programme, talks
from coopnet.demo.service import initiatives as directory
from coopnet.demo.service import volunteers as helpers
from coopnet.foundation import clock
from coopnet.foundation.db import db

PARTS: tuple[tuple[str, Callable[[datetime], object], str], ...] = (
    ("directory", directory.load, "{} initiatives"),
    ("programme", programme.load, "{0.trainings} trainings, {0.registrations} registrations"),
    ("support points", points.load, "{}"),
    ("board", board.load, "{} posts"),
    ("conversations", talks.load, "{}"),
    ("volunteers", helpers.load, "{}"),
    ("help", help_given.load, "{} times"),
)


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
    for name, part, words in PARTS:
        _load_part(name, part, words, now)
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


def _load_part(name: str, load_it: Callable[[datetime], object], words: str, now: datetime) -> None:
    """What does not go with a district of other words is left out and said: the house opens without it."""
    try:
        made = load_it(now)
    except SQLAlchemyError:
        raise  # the database is another matter: without it nothing opens
    except Exception as problem:  # noqa: BLE001 - whatever a district's data has none of
        db.session.rollback()
        click.echo(f"demo {name}: left out, it does not go with this district ({problem!r})", err=True)
        return
    click.echo(f"demo {name}: {words.format(made)}" if made else f"the demo's {name}: there already")
