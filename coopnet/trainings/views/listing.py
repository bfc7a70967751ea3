from dataclasses import dataclass, replace

from flask import render_template, request

from coopnet.foundation import clock
from coopnet.foundation.generations import PROGRAMME
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings import queries
from coopnet.trainings.queries import Facet, Filters, Listing
from coopnet.trainings.views import filters as addresses
from coopnet.trainings.views.blueprint import bp
from coopnet.trainings.views.filters import Chip, Option
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    options: list[Option]
    chosen: int


@dataclass(frozen=True)
class Pages:
    """Addresses of the pages around this one; None where there is none."""

    number: int
    last: int
    previous: str | None
    next: str | None


@bp.get("/formacions/")
def index() -> str:
    asked, number = addresses.read_filters(request.args)
    now, language = clock.now(), current_language()
    listing = queries.list_trainings(asked, language=language, now=now, page=number)
    suggestion = queries.suggest(asked, now=now) if asked.text and not listing.total else None
    page_cache.keep(PROGRAMME)
    belongs_to_page(**addresses.parameters(asked, page=listing.page))
    return render_template(
        "trainings/index.html",
        filters=asked,
        listing=listing,
        groups=_groups(asked, listing, language),
        with_places=None if asked.is_past else addresses.count_with_places(listing.counts),
        chips=_chips(asked, language),
        pages=_pages(asked, listing),
        suggestion=suggestion,
        suggestion_href=addresses.address(replace(asked, text=suggestion)) if suggestion else None,
        other_time_href=addresses.address(replace(asked, is_past=not asked.is_past, with_places=False)),
        without_text_href=addresses.address(replace(asked, text="")),
        everything_href=addresses.address(Filters()),
    )


def _groups(asked: Filters, listing: Listing, language: str) -> list[Group]:
    labels = {
        Facet.TOPIC: _("Topic"),
        Facet.BARRI: _("Neighbourhood"),
        Facet.FORMAT: _("In person or online"),
        Facet.LANGUAGE: _("Language"),
    }
    return [
        Group(
            name=addresses.PARAMETERS[facet],
            label=label,
            options=addresses.list_options(facet, asked, listing.counts, language=language),
            chosen=len(asked.chosen.get(facet, ())),
        )
        for facet, label in labels.items()
    ]


def _chips(asked: Filters, language: str) -> list[Chip]:
    return [
        each if each.label else replace(each, label=_("With places left"))
        for each in addresses.list_chips(asked, language=language)
    ]


def _pages(asked: Filters, listing: Listing) -> Pages:
    page = listing.page
    return Pages(
        number=page,
        last=listing.pages,
        previous=addresses.address(asked, page=page - 1) if page > 1 else None,
        next=addresses.address(asked, page=page + 1) if page < listing.pages else None,
    )
