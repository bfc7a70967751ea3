"""A page that shows what higher rooms own names a slot; `app.py` lists who fills it.

A panel is a function of a higher room's `queries`: it takes the subject and gives named values for the page.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

Panel = Callable[[Any], Mapping[str, object]]

_KEY = "coopnet.slots"


def offer(app: Flask, slot: str, *panels: Panel) -> None:
    app.extensions.setdefault(_KEY, {}).setdefault(slot, []).extend(panels)


def fill(slot: str, subject: object) -> dict[str, object]:
    """What all who fill the slot say of the subject; empty where nobody does."""
    found: dict[str, object] = {}
    for panel in current_app.extensions.get(_KEY, {}).get(slot, ()):
        found.update(panel(subject))
    return found
