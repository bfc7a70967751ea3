from dataclasses import dataclass

from flask import render_template, url_for

from coopnet.foundation import clock, district
from coopnet.foundation.generations import PROGRAMME
from coopnet.foundation.i18n import current_language
from coopnet.trainings import queries as trainings
from coopnet.trainings.queries import Facet, token
from coopnet.vocabulary.queries import list_terms
from coopnet.web import page_cache

SHOWN = 6


@dataclass(frozen=True)
class Topic:
    label: str
    href: str
    count: int  # of upcoming trainings


def index() -> str:
    language = current_language()
    cards, counts = trainings.list_next(limit=SHOWN, language=language, now=clock.now())
    page_cache.keep(PROGRAMME)
    return render_template(
        "home/index.html",
        cards=cards,
        topics=_topics(counts, language),
        district=district.current(),
    )


def _topics(counts: dict[str, int], language: str) -> list[Topic]:
    """Those of which something is to come."""
    return [
        Topic(term.labels[language], url_for("trainings.index", tema=term.code.replace("_", "-")), count)
        for term in list_terms("topics", sorted_in=language)
        if (count := counts.get(token(Facet.TOPIC, term.code), 0))
    ]
