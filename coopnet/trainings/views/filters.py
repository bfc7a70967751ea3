"""Filters and the address that says them: Catalan words in every language, so that a search can be shared."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import current_app
from flask.blueprints import BlueprintSetupState
from werkzeug.datastructures import MultiDict

from coopnet.trainings.queries import Facet, Filters, token
from coopnet.trainings.views.blueprint import bp
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.queries import Term, find_term, list_terms
from coopnet.web.addresses import path_of
from coopnet.web.choices import Box, clean_query, is_yes
from coopnet.web.pagination import page_number

MOST_PAGES = 1_000  # whatever the address says; the list has fewer

PARAMETERS = {Facet.TOPIC: "tema", Facet.BARRI: "barri", Facet.LANGUAGE: "llengua", Facet.FORMAT: "modalitat"}
KINDS = {Facet.TOPIC: "topics", Facet.BARRI: "barris", Facet.LANGUAGE: "languages", Facet.FORMAT: "formats"}
PAST = "passades"


_KEY = "coopnet.training_choices"


@dataclass(frozen=True)
class Choice:
    """A term as addresses and people say it."""

    code: str
    token: str
    word: str
    label: str


@bp.record
def _init_app(state: BlueprintSetupState) -> None:
    # The vocabulary is read once for each application; facets times languages.
    state.app.extensions[_KEY] = lru_cache(maxsize=64)(_read_choices)


def read_filters(args: MultiDict[str, str]) -> tuple[Filters, int]:
    """The filters and the page. What makes no sense is left out: a shared link never breaks."""
    filters = Filters(
        text=clean_query(args.get("q", "")),
        chosen=vocabulary.read_chosen(args, PARAMETERS, KINDS),
        with_places=is_yes(args.get("places", "")),
        is_past=args.get("quan") == PAST,
    )
    return filters, page_number(args, at_most=MOST_PAGES)


def list_unknown(args: MultiDict[str, str]) -> list[str]:
    """What was to narrow the list and is nothing that we know: `read_filters` has left it out."""
    return vocabulary.list_unknown(args, PARAMETERS, KINDS)


def address(filters: Filters, *, page: int = 1) -> str:
    return path_of("trainings.index", **parameters(filters, page=page))


def parameters(filters: Filters, *, page: int = 1) -> dict[str, object]:
    """What of the query string says these filters, always in the same order."""
    found: dict[str, object] = {}
    if filters.text:
        found["q"] = filters.text
    for facet, parameter in PARAMETERS.items():
        if codes := filters.chosen.get(facet):
            found[parameter] = [word_of(facet, code) for code in codes]
    if filters.with_places:
        found["places"] = "1"
    if filters.is_past:
        found["quan"] = PAST
    if page > 1:
        found["pagina"] = page
    return found


def list_chips(filters: Filters, *, language: str, places_label: str) -> list[tuple[str, str]]:
    """Each filter that is on, and the address without it."""
    chips = []
    for facet, codes in filters.chosen.items():
        for code in codes:
            others = tuple(each for each in codes if each != code)
            without = replace(filters, chosen={**filters.chosen, facet: others})
            chips.append((_label(facet, code, language), address(without)))
    if filters.with_places:
        chips.append((places_label, address(replace(filters, with_places=False))))
    return chips


def list_boxes(facet: Facet, filters: Filters, counts: Mapping[str, int], *, language: str) -> list[Box]:
    """Those that something would be found with, and those that are on; of the past, where nothing is counted, all."""
    chosen, name = filters.chosen.get(facet, ()), PARAMETERS[facet]
    choices: tuple[Choice, ...] = current_app.extensions[_KEY](facet, language)
    boxes = []
    for choice in choices:
        count = None if filters.is_past else counts.get(choice.token, 0)
        is_chosen = choice.code in chosen
        if count != 0 or is_chosen:
            boxes.append(Box(name, choice.word, choice.label, is_chosen, count))
    return boxes


def _read_choices(facet: Facet, language: str) -> tuple[Choice, ...]:
    by_label = facet in {Facet.TOPIC, Facet.BARRI}
    terms = list_terms(KINDS[facet], sorted_in=language if by_label else None)
    return tuple(
        Choice(term.code, token(facet, term.code), word_of(facet, term.code), term.labels.get(language, term.code))
        for term in terms
    )


def word_of(facet: Facet, code: str) -> str:
    """How an address calls it: a topic's code is a word already, of the others the Catalan label makes one."""
    term = find_term(KINDS[facet], code)
    return (
        code.replace("_", "-") if facet == Facet.TOPIC or term is None else vocabulary.address_word(_first_label(term))
    )


def _first_label(term: Term) -> str:
    return term.labels.get("ca") or next(iter(term.labels.values()), term.code)


def _label(facet: Facet, code: str, language: str) -> str:
    term = find_term(KINDS[facet], code)
    return term.labels.get(language, code) if term else code
