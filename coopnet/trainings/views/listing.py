from dataclasses import replace

from flask import render_template, request

from coopnet.foundation import clock
from coopnet.foundation.generations import PLACES_LEFT, PROGRAMME
from coopnet.foundation.i18n import current_language, format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings import queries
from coopnet.trainings.queries import PLACES, Facet, Filters, Listing
from coopnet.trainings.views import filters as addresses
from coopnet.trainings.views.blueprint import bp
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page
from coopnet.web.choices import Box, Group, unknown_in_words
from coopnet.web.pagination import pages_around


@bp.get("/formacions/")
def index() -> str:
    asked, number = addresses.read_filters(request.args)
    now, language = clock.now(), current_language()
    listing = queries.list_trainings(asked, language=language, now=now, page=number)
    suggestion = queries.suggest(asked, now=now) if asked.text and not listing.total else None
    page_cache.keep(PROGRAMME, PLACES_LEFT)
    belongs_to_page(**addresses.parameters(asked, page=listing.page))
    return render_template(
        "trainings/index.html",
        asked=asked,
        listing=listing,
        found=_found(listing),
        nothing=_nothing(asked),
        groups=_groups(asked, listing, language),
        boxes=_boxes(asked, listing),
        unknown=unknown_in_words(addresses.list_unknown(request.args)),
        chips=addresses.list_chips(asked, language=language, places_label=_("With places left")),
        pages=pages_around(
            listing.page, last=listing.pages, address_of=lambda page: addresses.address(asked, page=page)
        ),
        suggestion=suggestion,
        suggestion_href=addresses.address(replace(asked, text=suggestion or "")),
        everything_href=addresses.address(Filters()),
        without_filters_href=addresses.address(Filters(text=asked.text, is_past=asked.is_past)),
        # On a page that has nothing at all, no link leads to another one without anything.
        other_time=_other_time(asked)
        if listing.total or asked.narrows or asked.is_past or queries.has_past(now)
        else "",
        other_time_href=addresses.address(replace(asked, is_past=not asked.is_past, with_places=False)),
    )


def _found(listing: Listing) -> str:
    if listing.has_more:
        return _("More than %(count)s trainings", count=format_number(listing.total))
    return ngettext("One training", "%(count)s trainings", listing.total, count=format_number(listing.total))


def _nothing(asked: Filters) -> str:
    if asked.text:
        return _("We have found no training with “%(text)s”.", text=asked.text)
    if asked.narrows:
        return _("No training has all of this at once.")
    return (
        _("There are no past trainings.") if asked.is_past else _("There are no trainings in the programme just now.")
    )


def _other_time(asked: Filters) -> str:
    if asked.is_past:
        return _("Look among the coming trainings") if asked.narrows else _("See the coming trainings")
    return _("Look among the past trainings") if asked.narrows else _("See the past trainings")


def _groups(asked: Filters, listing: Listing, language: str) -> list[Group]:
    labels = {
        Facet.TOPIC: _("Topic"),
        Facet.BARRI: _("Neighbourhood"),
        Facet.FORMAT: _("In person or online"),
        Facet.LANGUAGE: _("Language"),
    }
    return [
        Group(label, addresses.list_boxes(facet, asked, listing.counts, language=language))
        for facet, label in labels.items()
    ]


def _boxes(asked: Filters, listing: Listing) -> list[Box]:
    count = listing.counts.get(PLACES, 0)
    if asked.is_past or not (count or asked.with_places):
        return []
    return [Box("places", "1", _("With places left"), asked.with_places, count)]
