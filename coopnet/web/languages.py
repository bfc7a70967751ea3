"""Every public page lives under its language; an address without one redirects to the reader's best."""

from flask import Blueprint, Flask, g
from werkzeug.routing import BaseConverter


def init_app(app: Flask) -> None:
    codes = app.config["DISTRICT"].languages

    class LanguageConverter(BaseConverter):
        regex = "|".join(codes)

    app.url_map.converters["language"] = LanguageConverter

    @app.url_value_preprocessor
    def take_language(_endpoint: str | None, values: dict[str, object] | None) -> None:
        g.language = (values or {}).pop("language", None) or codes[0]

    @app.url_defaults
    def give_language(endpoint: str, values: dict[str, object]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = g.get("language") or codes[0]


def register_public(app: Flask, blueprint: Blueprint) -> None:
    """A room's pages, under `/<language>`."""
    app.register_blueprint(blueprint, url_prefix="/<language:language>")
