from dataclasses import replace

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from markupsafe import Markup

from coopnet.foundation import clock
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.i18n import current_language, format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.kept import Kept
from coopnet.initiatives import queries
from coopnet.initiatives.queries import Listing
from coopnet.initiatives.rules.choosing import Box as Choice
from coopnet.initiatives.rules.choosing import Facet, Filters
from coopnet.initiatives.views import filters as addresses
from coopnet.initiatives.views.big_map import with_tiles
from coopnet.initiatives.views.blueprint import bp
from coopnet.initiatives.views.drawing import draw
from coopnet.initiatives.views.filters import BOXES
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page
from coopnet.web.choices import Box, Group, draw_filters, unknown_in_words
from coopnet.web.pagination import pages_around

MOST_KEPT = 200  # in each process, of about 5 kB

_FILTERS: Kept[Markup] = Kept("initiatives.filters", DIRECTORY, most=MOST_KEPT)


@bp.get("/iniciatives/")
def index() -> Response:
    asked, number = addresses.read_filters(request.args)
    now, language = clock.now(), current_language()
    listing = queries.list_initiatives(asked, language=language, now=now, page=number)
    suggestion = queries.suggest(asked.text) if asked.text and not listing.total else None
    page_cache.keep(DIRECTORY)
    belongs_to_page(**addresses.parameters(asked, page=listing.page))
    chips = addresses.list_chips(asked, language=language)
    page = render_template(
        "initiatives/index.html",
        asked=asked,
        listing=listing,
        district_map=draw(asked, listing),
        found=_found(listing),
        nothing=_("We have found no initiative with “%(text)s”.", text=asked.text)
        if asked.text
        else _("No initiative has all of this at once.")
        if asked.narrows
        else _("There is no initiative in the directory yet."),
        filters=_filters(asked, listing, language, chosen=len(chips)),
        unknown=unknown_in_words(addresses.list_unknown(request.args)),
        chips=chips,
        pages=pages_around(
            listing.page, last=listing.pages, address_of=lambda page: addresses.address(asked, page=page)
        ),
        suggestion=suggestion,
        suggestion_href=addresses.address(replace(asked, text=suggestion or "")),
        everything_href=addresses.address(Filters()),
        without_filters_href=addresses.address(Filters(text=asked.text)),
        has_any=bool(listing.directory.ids),
        embed_href=addresses.address(replace(asked, zone=""), endpoint="initiatives.how_to_embed"),
        pins_href=url_for("initiatives.pins", **addresses.parameters(replace(asked, zone=""))),  # type: ignore[arg-type]
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = with_tiles()
    return answer


@bp.get("/iniciatives/descobreix")
def discover() -> Response:
    """To one of the profiles, another each second. It changes nothing, and nobody keeps it."""
    found = queries.nth_listed(int(clock.now().timestamp() * 7919)) or abort(404)
    answer = redirect(url_for("initiatives.show", slug=found.slug), 302)
    answer.headers["Cache-Control"] = "no-store"
    assert isinstance(answer, Response)  # noqa: S101 - Flask's own kind
    return answer


def _found(listing: Listing) -> str:
    count = format_number(listing.total)
    if listing.has_more:
        return _("More than %(count)s initiatives", count=count)
    return ngettext("One initiative", "%(count)s initiatives", listing.total, count=count)


def _filters(asked: Filters, listing: Listing, language: str, *, chosen: int) -> Markup:
    return _FILTERS.get(
        (listing.key, language),
        lambda: draw_filters(
            _groups(asked, listing, language),
            boxes=_boxes(asked, listing),
            chosen=chosen,
            press=_("Show the initiatives"),
        ),
        generation=listing.directory.generation,
    )


def _groups(asked: Filters, listing: Listing, language: str) -> list[Group]:
    labels = {Facet.SECTOR: _("Sector"), Facet.BARRI: _("Neighbourhood"), Facet.KIND: _("What it is")}
    return [
        Group(label, addresses.list_boxes(facet, asked, listing.counts, language=language))
        for facet, label in labels.items()
    ]


def _boxes(asked: Filters, listing: Listing) -> list[Box]:
    """What is open now stands there at night too, when nothing is: who saw it in the morning looks for it."""
    return [
        Box(name, "1", addresses.box_label(box), box in asked.boxes, listing.counts.get(box.value, 0))
        for box, name in BOXES.items()
        if listing.counts.get(box.value, 0) or box in asked.boxes or (box == Choice.OPEN and listing.directory.ids)
    ]
