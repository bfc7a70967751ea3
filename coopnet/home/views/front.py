from collections.abc import Mapping

from flask import render_template, url_for

from coopnet.foundation import clock
from coopnet.foundation.generations import DIRECTORY, PLACES_LEFT, PROGRAMME
from coopnet.foundation.i18n import current_language
from coopnet.initiatives import queries as initiatives
from coopnet.trainings import queries as trainings
from coopnet.trainings.queries import Facet, token
from coopnet.vocabulary.queries import list_terms
from coopnet.web import page_cache

SHOWN = 6


def index() -> str:
    language = current_language()
    cards, counts = trainings.list_next(limit=SHOWN, language=language, now=clock.now())
    page_cache.keep(PROGRAMME, PLACES_LEFT, DIRECTORY)
    return render_template(
        "home/index.html",
        cards=cards,
        of_week=initiatives.find_of_week(language=language, now=clock.now()),
        topics=_find_topics(counts),
    )


def _find_topics(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Codes of those of which something is to come."""
    return tuple(term.code for term in list_terms("topics") if counts.get(token(Facet.TOPIC, term.code)))


def link_topics(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Label and address of each, by label; a filter of what is drawn once."""
    language = current_language()
    return [
        (term.labels[language], url_for("trainings.index", tema=term.code.replace("_", "-")))
        for term in list_terms("topics", sorted_in=language)
        if term.code in codes
    ]
