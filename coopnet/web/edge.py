"""What every request passes, in order."""

from flask import Flask

from coopnet.web import (
    addresses,
    assets,
    compression,
    csrf,
    errors,
    flashes,
    headers,
    health,
    kept_forms,
    languages,
    limits,
    metrics,
    page_cache,
    patience,
    proxies,
    tiles,
    unread,
    uploads,
)

# Their hooks before a view run in this order, those after it in the opposite one.
HOOKS = (patience, addresses, languages, errors, health, metrics, uploads, limits, csrf, flashes, headers, compression)
# These stand in front of Flask, the last one outermost.
IN_FRONT = (page_cache, assets, proxies)


def init_app(app: Flask) -> None:
    for part in (*HOOKS, kept_forms, tiles, unread, *IN_FRONT):
        part.init_app(app)
