"""Filters and the address that says them: Catalan words in every language, so that a search can be shared."""

from collections.abc import Mapping
from dataclasses import replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from coopnet.network.queries.words import BARRIS, CATEGORIES, KINDS, LANGUAGES, TERMS
from coopnet.network.rules.choosing import Facet, Filters
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.queries import find_term, list_terms, term_label
from coopnet.web import choices
from coopnet.web.pagination import page_number

MOST_PAGES = 20_000  # whatever the address says; the list has fewer

PARAMETERS = {
    Facet.KIND: "tipus",
    Facet.CATEGORY: "categoria",
    Facet.BARRI: "barri",
    Facet.LANGUAGE: "llengua",
    Facet.TERMS: "condicions",
}
VOCABULARIES = {
    Facet.KIND: KINDS,
    Facet.CATEGORY: CATEGORIES,
    Facet.BARRI: BARRIS,
    Facet.LANGUAGE: LANGUAGES,
    Facet.TERMS: TERMS,
}


def read_filters(args: MultiDict[str, str]) -> tuple[Filters, int]:
    """The filters and the page. What makes no sense is left out: a shared link never breaks."""
    chosen = vocabulary.read_chosen(args, PARAMETERS, VOCABULARIES)
    return Filters(choices.clean_query(args.get("q", "")), chosen), page_number(args, at_most=MOST_PAGES)


def list_unknown(args: MultiDict[str, str]) -> list[str]:
    return vocabulary.list_unknown(args, PARAMETERS, VOCABULARIES)


def address(filters: Filters, *, page: int = 1) -> str:
    return url_for("network.board", **parameters(filters, page=page))  # type: ignore[arg-type]


def parameters(filters: Filters, *, page: int = 1) -> dict[str, object]:
    """What of the query string says these filters, always in the same order."""
    found: dict[str, object] = {}
    if filters.text:
        found["q"] = filters.text
    for facet, parameter in PARAMETERS.items():
        if codes := filters.chosen.get(facet):
            found[parameter] = [word_of(facet, code) for code in codes]
    if page > 1:
        found["pagina"] = page
    return found


def list_chips(filters: Filters, *, language: str) -> list[tuple[str, str]]:
    """Each filter that is on, and the address without it."""
    chips = []
    for facet, codes in filters.chosen.items():
        for code in codes:
            others = tuple(each for each in codes if each != code)
            without = replace(filters, chosen={**filters.chosen, facet: others})
            chips.append((term_label(VOCABULARIES[facet], code, language), address(without)))
    return chips


def list_boxes(facet: Facet, filters: Filters, counts: Mapping[str, int], *, language: str) -> list[choices.Box]:
    """Those that something would be found with, and those that are on."""
    chosen, name = filters.chosen.get(facet, ()), PARAMETERS[facet]
    boxes = []
    sorted_in = language if facet in (Facet.BARRI, Facet.LANGUAGE) else None
    for term in list_terms(VOCABULARIES[facet], sorted_in=sorted_in):
        count = counts.get(f"{facet.value}:{term.code}", 0)
        if count or term.code in chosen:
            label = term.labels.get(language, term.code)
            boxes.append(choices.Box(name, word_of(facet, term.code), label, term.code in chosen, count))
    return boxes


def word_of(facet: Facet, code: str) -> str:
    """How an address calls it: the Catalan label, but for languages, whose codes are words already."""
    term = find_term(VOCABULARIES[facet], code)
    if term is None or facet == Facet.LANGUAGE:
        return code
    return vocabulary.address_word(term.labels.get("ca") or code)
