from dataclasses import replace

from flask import Response, make_response, render_template, request
from markupsafe import Markup

from coopnet.foundation import clock
from coopnet.foundation.generations import BOARD, DIRECTORY
from coopnet.foundation.i18n import current_language, format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.kept import Kept
from coopnet.network import queries
from coopnet.network.queries.board import Listing
from coopnet.network.rules.choosing import Facet, Filters
from coopnet.network.views import filters as addresses
from coopnet.network.views.blueprint import bp
from coopnet.network.views.drawing import draw
from coopnet.network.views.viewing import EVERYBODY, audiences_of_viewer
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page
from coopnet.web.choices import Group, draw_filters, unknown_in_words
from coopnet.web.pagination import pages_around

MOST_KEPT = 200  # in each process, of about 5 kB

_FILTERS: Kept[Markup] = Kept("board.filters", BOARD, DIRECTORY, most=MOST_KEPT)


@bp.get("/xarxa/tauler/")
def board() -> Response:
    asked, number = addresses.read_filters(request.args)
    language, audiences = current_language(), audiences_of_viewer()
    listing = queries.list_posts(asked, audiences=audiences, now=clock.now(), page=number)
    suggestion = queries.suggest(asked.text) if asked.text and not listing.total else None
    if audiences == EVERYBODY:
        page_cache.keep(BOARD, DIRECTORY)  # posts say whose they are
    belongs_to_page(**addresses.parameters(asked, page=listing.page))
    chips = addresses.list_chips(asked, language=language)
    answer = make_response(
        render_template(
            "network/board.html",
            asked=asked,
            listing=listing,
            board_map=draw(asked, listing),
            found=_found(listing),
            nothing=_nothing(asked),
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
        )
    )
    # What somebody lacks is not for a search engine.
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _found(listing: Listing) -> str:
    count = format_number(listing.total)
    if listing.has_more:
        return _("More than %(count)s posts", count=count)
    return ngettext("One post", "%(count)s posts", listing.total, count=count)


def _nothing(asked: Filters) -> str:
    if asked.text:
        return _("We have found no post with “%(text)s”.", text=asked.text)
    return _("No post has all of this at once.") if asked.narrows else _("There is nothing on the board yet.")


def _filters(asked: Filters, listing: Listing, language: str, *, chosen: int) -> Markup:
    return _FILTERS.get(
        (listing.key, language),
        lambda: draw_filters(_groups(asked, listing, language), chosen=chosen, press=_("Show the posts")),
        generation=listing.generation,
    )


def _groups(asked: Filters, listing: Listing, language: str) -> list[Group]:
    labels = {
        Facet.KIND: _("What it is"),
        Facet.CATEGORY: _("What it is about"),
        Facet.BARRI: _("Neighbourhood"),
        Facet.LANGUAGE: _("Language"),
        Facet.TERMS: _("Terms"),
    }
    return [
        Group(label, addresses.list_boxes(facet, asked, listing.counts, language=language))
        for facet, label in labels.items()
    ]
