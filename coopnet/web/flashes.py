"""Messages for the next page, without looking into the session of a reader who has none.

Whoever looks makes the answer vary by cookie, and no cache would keep it.
"""

from flask import Flask, current_app, get_flashed_messages, request


def init_app(app: Flask) -> None:
    app.jinja_env.globals["get_flashed_messages"] = list_flashes


def list_flashes(*, with_categories: bool = False) -> list[str] | list[tuple[str, str]]:
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return get_flashed_messages(with_categories=with_categories)
