"""Collects each room's commands; those of the house itself stand here."""

from flask import Flask

from coopnet.accounts.cli import accounts
from coopnet.demo.cli import demo
from coopnet.foundation import backup, commands
from coopnet.initiatives.cli import initiatives
from coopnet.registrations.cli import registrations
from coopnet.trainings.cli import trainings


def register(app: Flask) -> None:
    """Add every room's command group to `app.cli`."""
    for command in (*commands.ALL, backup.command):
        app.cli.add_command(command)
    app.cli.add_command(accounts)
    app.cli.add_command(initiatives)
    app.cli.add_command(registrations)
    app.cli.add_command(trainings)
    app.cli.add_command(demo)
