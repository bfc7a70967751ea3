"""How a lower room is heard above: it publishes a dataclass; `app.py` lists who listens.

Handlers run at once, in the publisher's transaction, in the listed order. What one of them raises reaches the
publisher, so the change and its consequences stand or fall together.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

Handler = Callable[[Any], None]

_KEY = "coopnet.events"


def subscribe(app: Flask, event: type, *handlers: Handler) -> None:
    app.extensions.setdefault(_KEY, {}).setdefault(event, []).extend(handlers)


def publish(event: object) -> None:
    for handler in current_app.extensions.get(_KEY, {}).get(type(event), ()):
        handler(event)
