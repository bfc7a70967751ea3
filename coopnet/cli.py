"""Collects each room's commands; those of the house itself stand here."""

import copy
from functools import partial
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from coopnet.accounts.cli import accounts
from coopnet.conversations.cli import mail
from coopnet.demo.cli import demo
from coopnet.foundation import backup, commands
from coopnet.foundation.db import trouble_in_words
from coopnet.initiatives.cli import initiatives
from coopnet.network.cli import posts
from coopnet.places.cli import places
from coopnet.registrations.cli import registrations
from coopnet.trainings.cli import trainings

ROOMS = (accounts, mail, places, initiatives, posts, registrations, trainings, demo)


def register(app: Flask) -> None:
    """Add every room's command group to `app.cli`."""
    for command in (*commands.ALL, backup.command, *ROOMS):
        worded = copy.copy(command)
        worded.invoke = partial(_invoke, command)  # type: ignore[method-assign]
        app.cli.add_command(worded)


def _invoke(command: click.Command, ctx: click.Context) -> Any:
    """A database that is not there is said in words; whatever else breaks is a defect, and shows where."""
    try:
        return command.invoke(ctx)
    except DBAPIError as problem:
        words = trouble_in_words(problem)
        if words is None:
            raise
        raise click.ClickException(words) from problem
