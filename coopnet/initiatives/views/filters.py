"""Filters and the address that says them: Catalan words in every language, so that a search can be shared."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.rules.choosing import Box, Facet, Filters
from coopnet.initiatives.rules.maps import is_zone
from coopnet.vocabulary.queries import find_term, list_terms, match_term, term_label
from coopnet.web import choices
from coopnet.web.pagination import page_number

LONGEST_TEXT = 200
LONGEST_WORD = 100
MOST_VALUES = 20
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
YES = {"1", "si", "sí", "on", "true"}


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
    chosen = {}
    for facet, parameter in PARAMETERS.items():
        codes: dict[str, None] = {}
        for typed in args.getlist(parameter)[:MOST_VALUES]:
            term = match_term(KINDS[facet], typed) if len(typed) <= LONGEST_WORD else None
            if term is not None:
                codes[term.code] = None
        if codes:
            chosen[facet] = tuple(codes)
    zone = args.get("zona", "")
    filters = Filters(
        text=_clean(args.get("q", "")),
        chosen=chosen,
        boxes=frozenset(box for box, name in BOXES.items() if args.get(name, "").lower() in YES),
        zone=zone if is_zone(zone) else "",
    )
    return filters, page_number(args, at_most=MOST_PAGES)


def address(filters: Filters, *, page: int = 1, endpoint: str = "initiatives.index") -> str:
    return url_for(endpoint, **parameters(filters, page=page))  # type: ignore[arg-type]


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


def list_chips(filters: Filters, *, language: str, endpoint: str = "initiatives.index") -> list[tuple[str, str]]:
    """Each filter that is on, and the address without it."""
    chips = []
    for facet, codes in filters.chosen.items():
        for code in codes:
            others = tuple(each for each in codes if each != code)
            without = replace(filters, chosen={**filters.chosen, facet: others})
            chips.append((term_label(KINDS[facet], code, language), address(without, endpoint=endpoint)))
    for box in BOXES:
        if box in filters.boxes:
            without = replace(filters, boxes=filters.boxes - {box})
            chips.append((box_label(box), address(without, endpoint=endpoint)))
    if filters.zone:
        chips.append((_("Part of the map"), address(replace(filters, zone=""), endpoint=endpoint)))
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
    return match_key(term.labels.get("ca") or code).replace(" ", "-")


def _clean(typed: str) -> str:
    shown = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in typed[:LONGEST_TEXT])
    return " ".join(shown.split())
