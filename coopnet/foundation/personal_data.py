"""Every personal field: what it is for, when it goes, and a question that counts what should have gone by now.

Each room registers its own in `app.py`. `flask --app wsgi privacy report` asks them all; a person's file asks all
exporters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app

# The jobs that erase run once a day: what came due since yesterday is not late.
GRACE = timedelta(days=1)

Export = Callable[[str], Any]

_FIELDS = "coopnet.personal_fields"
_EXPORTS = "coopnet.exports"


@dataclass(frozen=True)
class PersonalField:
    """`count_overdue` is given a moment and counts what was due to be erased before it."""

    room: str
    name: str  # "registration.name"
    purpose: str
    erased: str  # when, in words
    count_overdue: Callable[[datetime], int]


@dataclass(frozen=True)
class Line:
    field: PersonalField
    overdue: int


def register(app: Flask, *fields: PersonalField) -> None:
    app.extensions.setdefault(_FIELDS, []).extend(fields)


def register_export(app: Flask, name: str, export: Export) -> None:
    """`export` is given an account's public id; what it returns goes into the person's file under `name`, as JSON."""
    app.extensions.setdefault(_EXPORTS, {})[name] = export


def report(now: datetime) -> list[Line]:
    fields: list[PersonalField] = current_app.extensions.get(_FIELDS, [])
    return [Line(field, field.count_overdue(now - GRACE)) for field in sorted(fields, key=lambda f: (f.room, f.name))]


def export(account_id: str) -> dict[str, Any]:
    exports: dict[str, Export] = current_app.extensions.get(_EXPORTS, {})
    return {name: give(account_id) for name, give in exports.items()}
