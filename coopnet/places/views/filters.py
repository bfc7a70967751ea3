"""Filters and the address that says them: Catalan words in every language, so that a list can be shared."""

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from werkzeug.datastructures import MultiDict

from coopnet.foundation.i18n import gettext as _
from coopnet.places.queries import Point
from coopnet.places.rules.points import Filters
from coopnet.vocabulary import queries as vocabulary
from coopnet.vocabulary.queries import list_terms, term_label
from coopnet.web.choices import Box, is_yes

SERVICES, LANGUAGES, BARRIS = "support_services", "languages", "barris"
PARAMETERS = {SERVICES: "te", LANGUAGES: "llengua", BARRIS: "barri"}
OPEN, STEP_FREE = "obert", "accessible"
VOCABULARIES = {kind: kind for kind in PARAMETERS}


def read_filters(args: MultiDict[str, str]) -> Filters:
    """What makes no sense is left out: a shared link never breaks."""
    chosen = vocabulary.read_chosen(args, PARAMETERS, VOCABULARIES)
    return Filters(
        has=chosen.get(SERVICES, ()),
        helps_in=chosen.get(LANGUAGES, ()),
        is_open=is_yes(args.get(OPEN, "")),
        is_step_free=is_yes(args.get(STEP_FREE, "")),
        barri=next(iter(chosen.get(BARRIS, ())), None),
    )


def list_unknown(args: MultiDict[str, str]) -> list[str]:
    return vocabulary.list_unknown(args, PARAMETERS, VOCABULARIES)


def address(filters: Filters, *, page: int = 1) -> str:
    return url_for("places.index", **parameters(filters, page=page))  # type: ignore[arg-type]


def parameters(filters: Filters, *, page: int = 1) -> dict[str, object]:
    """What of the query string says these filters, always in the same order."""
    found: dict[str, object] = {}
    if filters.barri:
        found["barri"] = word_of(filters.barri)
    if filters.has:
        found["te"] = [code.replace("_", "-") for code in filters.has]
    if filters.helps_in:
        found["llengua"] = list(filters.helps_in)
    found |= {name: "1" for name, is_on in ((OPEN, filters.is_open), (STEP_FREE, filters.is_step_free)) if is_on}
    if page > 1:
        found["pagina"] = page
    return found


def list_chips(filters: Filters, *, language: str) -> list[tuple[str, str]]:
    """Each filter that is on, and the address without it."""
    chips = []
    for code in filters.has:
        rest = tuple(each for each in filters.has if each != code)
        chips.append((term_label(SERVICES, code, language), address(replace(filters, has=rest))))
    for code in filters.helps_in:
        rest = tuple(each for each in filters.helps_in if each != code)
        chips.append((term_label(LANGUAGES, code, language), address(replace(filters, helps_in=rest))))
    if filters.is_open:
        chips.append((_("Open now"), address(replace(filters, is_open=False))))
    if filters.is_step_free:
        chips.append((_("Step-free"), address(replace(filters, is_step_free=False))))
    return chips


def yes_boxes(filters: Filters, *, is_open: int, is_step_free: int) -> list[Box]:
    """With how many of those found are so."""
    return [
        Box(OPEN, "1", _("Open now"), filters.is_open, is_open),
        Box(STEP_FREE, "1", _("Step-free"), filters.is_step_free, is_step_free),
    ]


def service_boxes(filters: Filters, found: Sequence[Point], *, language: str) -> list[Box]:
    """Those that something would be found with, and those that are on."""
    codes = [term.code for term in list_terms(SERVICES)]
    counts = {code: sum(code in point.has for point in found) for code in codes}
    return [
        Box("te", code.replace("_", "-"), term_label(SERVICES, code, language), code in filters.has, counts[code])
        for code in codes
        if counts[code] or code in filters.has
    ]


def language_boxes(filters: Filters, found: Sequence[Point], *, language: str) -> list[Box]:
    codes = [term.code for term in list_terms(LANGUAGES, sorted_in=language)]
    counts = {code: sum(code in point.helps_in for point in found) for code in codes}
    return [
        Box("llengua", code, term_label(LANGUAGES, code, language), code in filters.helps_in, counts[code])
        for code in codes
        if counts[code] or code in filters.helps_in
    ]


def word_of(barri: str) -> str:
    """How an address calls it: the Catalan label."""
    return vocabulary.address_word(term_label(BARRIS, barri, "ca"))
