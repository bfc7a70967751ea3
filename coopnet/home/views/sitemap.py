"""For search engines: every public page in every language, and what they had better leave alone."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from flask import Response, current_app, stream_with_context
from markupsafe import escape

from coopnet.foundation import clock
from coopnet.trainings import queries as trainings
from coopnet.web.addresses import in_every_language

MOST = 50_000  # addresses, by the protocol (sitemaps.org)
PAGES = (
    "home.index",
    "trainings.index",
    "initiatives.index",
    "initiatives.suppliers",
    "home.accessibility",
    "home.privacy",
    "home.legal_notice",
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
    pattern = _addresses("trainings.show", slug=_STAND_IN)
    room = (MOST - len(PAGES) * len(pattern)) // len(pattern)
    for slug, changed_at in trainings.iterate_addresses(limit=room):
        there = {language: address.replace(_STAND_IN, slug) for language, address in pattern.items()}
        yield from _entry(there, changed=clock.to_local(changed_at).date().isoformat())
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
