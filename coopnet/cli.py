"""Collects each room's commands."""

from flask import Flask


def register(app: Flask) -> None:
    """Add every room's command group to `app.cli`."""
