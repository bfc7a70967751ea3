"""Filters and the address that says them: Catalan words in every language, so that a search can be shared."""

from collections.abc import Mapping
from dataclasses import replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.rules.choosing import Box, Facet, Filters
from coopnet.places.rules.maps import is_zone
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.queries import find_term, list_terms, read_chosen, term_label
from coopnet.web import choices
from coopnet.web.pagination import page_number

NOTHING: Mapping[str, object] = {}
MOST_PAGES = 20_000  # whatever the address says; the list has fewer

PARAMETERS = {
    Facet.SECTOR: "sector",
    Facet.KIND: "tipus",
    Facet.BARRI: "barri",
    Facet.QUALIFICATION: "qualificacio",
    Facet.CLAUSE: "clausula",
}
KINDS = {
    Facet.SECTOR: "sectors",
    Facet.KIND: "initiative_types",
    Facet.BARRI: "barris",
    Facet.QUALIFICATION: "qualifications",
    Facet.CLAUSE: "social_clauses",
}
BOXES = {Box.OPEN: "oberta", Box.ACCESSIBLE: "accessible", Box.OFFERS: "ofereix", Box.NEEDS: "necessita"}


def box_label(box: Box) -> str:
    return {
        Box.OPEN: _("Open now"),
        Box.ACCESSIBLE: _("Step-free"),
        Box.OFFERS: _("Offers something to others"),
        Box.NEEDS: _("Needs something"),
        Box.CONTRACTABLE: _("Public bodies can contract it"),
    }[box]


def read_filters(args: MultiDict[str, str]) -> tuple[Filters, int]:
    """The filters and the page. What makes no sense is left out: a shared link never breaks."""
    zone = args.get("zona", "")
    filters = Filters(
        text=choices.clean_query(args.get("q", "")),
        chosen=read_chosen(args, PARAMETERS, KINDS),
        boxes=frozenset(box for box, name in BOXES.items() if choices.is_yes(args.get(name, ""))),
        zone=zone if is_zone(zone) else "",
    )
    return filters, page_number(args, at_most=MOST_PAGES)


def list_unknown(args: MultiDict[str, str]) -> list[str]:
    """What was to narrow the list and is nothing that we know: `read_filters` has left it out."""
    return vocabulary.list_unknown(args, PARAMETERS, KINDS)


def address(
    filters: Filters, *, page: int = 1, endpoint: str = "initiatives.index", keeps: Mapping[str, object] = NOTHING
) -> str:
    return url_for(endpoint, **parameters(filters, page=page), **keeps)  # type: ignore[arg-type]


def parameters(filters: Filters, *, page: int = 1) -> dict[str, object]:
    """What of the query string says these filters, always in the same order."""
    found: dict[str, object] = {}
    if filters.text:
        found["q"] = filters.text
    for facet, parameter in PARAMETERS.items():
        if codes := filters.chosen.get(facet):
            found[parameter] = [word_of(facet, code) for code in codes]
    for box, name in BOXES.items():
        if box in filters.boxes:
            found[name] = "1"
    if filters.zone:
        found["zona"] = filters.zone
    if page > 1:
        found["pagina"] = page
    return found


def list_chips(
    filters: Filters, *, language: str, endpoint: str = "initiatives.index", keeps: Mapping[str, object] = NOTHING
) -> list[tuple[str, str]]:
    """Each filter that is on, and the address without it; `keeps` is what else stays in the address."""
    chips = []
    for facet, codes in filters.chosen.items():
        for code in codes:
            others = tuple(each for each in codes if each != code)
            without = replace(filters, chosen={**filters.chosen, facet: others})
            chips.append((term_label(KINDS[facet], code, language), address(without, endpoint=endpoint, keeps=keeps)))
    for box in BOXES:
        if box in filters.boxes:
            without = replace(filters, boxes=filters.boxes - {box})
            chips.append((box_label(box), address(without, endpoint=endpoint, keeps=keeps)))
    if filters.zone:
        chips.append((_("Part of the map"), address(replace(filters, zone=""), endpoint=endpoint, keeps=keeps)))
    return chips


def list_boxes(facet: Facet, filters: Filters, counts: Mapping[str, int], *, language: str) -> list[choices.Box]:
    """Those that something would be found with, and those that are on."""
    chosen, name = filters.chosen.get(facet, ()), PARAMETERS[facet]
    boxes = []
    for term in list_terms(KINDS[facet], sorted_in=language):
        count = counts.get(f"{facet.value}:{term.code}", 0)
        if count or term.code in chosen:
            label = term.labels.get(language, term.code)
            boxes.append(choices.Box(name, word_of(facet, term.code), label, term.code in chosen, count))
    return boxes


def word_of(facet: Facet, code: str) -> str:
    """How an address calls it: a code is a word already, but for those of the barris, which are numbers."""
    term = find_term(KINDS[facet], code)
    if term is None or facet != Facet.BARRI:
        return code.replace("_", "-")
    return vocabulary.address_word(term.labels.get("ca") or code)
