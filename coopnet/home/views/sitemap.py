"""For search engines: every public page in every language, and what they had better leave alone."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from xml.sax.saxutils import quoteattr

from flask import Response, current_app, stream_with_context
from markupsafe import escape

from coopnet.foundation import clock
from coopnet.initiatives.queries import addresses as initiatives
from coopnet.network.queries import addresses as posts
from coopnet.places.queries import list_shown
from coopnet.trainings import queries as trainings
from coopnet.web.addresses import in_every_language

MOST = 50_000  # addresses, by the protocol (sitemaps.org)
PAGES = (
    "home.index",
    "trainings.index",
    "initiatives.index",
    "initiatives.suppliers",
    "network.index",
    "places.index",
    "home.accessibility",
    "home.privacy",
    "home.legal_notice",
)
# Endpoint, what its address calls the thing, and all of them. Of the board only offers: nobody's lack is here.
LISTED: tuple[tuple[str, str, Callable[..., Iterator[tuple[str, datetime | None]]]], ...] = (
    ("initiatives.show", "slug", initiatives.iterate_addresses),
    ("trainings.show", "slug", trainings.iterate_addresses),
    ("network.show", "word", posts.iterate_addresses),
    ("places.show", "slug", lambda *, limit: ((each.slug, each.updated_at) for each in list_shown()[:limit])),
)
_STAND_IN = "the-slug-stands-here"
_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap() -> Response:
    return Response(stream_with_context(_lines()), content_type="application/xml; charset=utf-8")


def robots() -> Response:
    """Pages that only their owner's link opens are not named: a list of them would say where to look."""
    base = current_app.config["BASE_URL"]
    lines = ("User-agent: *", "Disallow: /*/inscripcions/", "Allow: /", "", f"Sitemap: {base}/sitemap.xml", "")
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


def _lines() -> Iterator[str]:
    yield _OPENING
    for endpoint in PAGES:
        yield from _entry(_addresses(endpoint))
    left = MOST // len(_addresses(PAGES[0])) - len(PAGES)
    for endpoint, argument, iterate in LISTED:
        pattern = _addresses(endpoint, **{argument: _STAND_IN})
        for slug, changed_at in iterate(limit=left):
            there = {language: address.replace(_STAND_IN, slug) for language, address in pattern.items()}
            changed = clock.to_local(changed_at).date().isoformat() if changed_at else None
            yield from _entry(there, changed=changed)
            left -= 1
    yield "</urlset>\n"


def _addresses(endpoint: str, **values: object) -> dict[str, str]:
    return {each.code: each.url for each in in_every_language(endpoint, **values)}


def _entry(addresses: dict[str, str], *, changed: str | None = None) -> Iterable[str]:
    """One page: an address a language, each naming them all; readers of other languages get the first."""
    usual = next(iter(addresses.values()))
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
        for language, address in [*addresses.items(), ("x-default", usual)]
    )
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    for address in addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{lastmod}{links}</url>\n"
