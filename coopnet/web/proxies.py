"""Which reverse proxies are believed: as many as the settings say, counted from the application outwards."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Outermost: everything behind it sees the reader's address and the host that was asked for."""
    count: int = app.config["PROXIES"]
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
