"""What a right can be given for: each room says how its things are found by the words in their address."""

from collections.abc import Callable

from flask import Flask, current_app

Find = Callable[[str], str | None]

_KEY = "coopnet.subjects"


def register(app: Flask, kind: str, find: Find) -> None:
    """`find` takes a slug and gives the public id, or None."""
    app.extensions.setdefault(_KEY, {})[kind] = find


def find_public_id(kind: str, slug: str) -> str | None:
    find: Find | None = current_app.extensions.get(_KEY, {}).get(kind)
    return find(slug) if find else None
