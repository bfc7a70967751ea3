"""The nearest three on one side of paper, large and black on white, for a letterbox or a wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.generations import POINTS
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.places.queries import Point, find_point
from coopnet.places.queries.near import distance_to, middle_of, nearest, place_of
from coopnet.places.rules.points import NEAREST, WAY
from coopnet.places.views import filters as addresses
from coopnet.places.views import words
from coopnet.places.views.blueprint import bp
from coopnet.vocabulary.queries import list_terms, term_label
from coopnet.web import page_cache
from coopnet.web.addresses import absolute, belongs_to_page
from coopnet.web.qr import make_qr

LINE = 40  # characters
SHORT, LONG, LONGEST = 500, 1_000, 1_500  # of all three: letters as large as one side of paper lets them be


@dataclass(frozen=True)
class Told:
    """A point as the sheet says it."""

    point: Point
    where: str
    away: str
    hours: Sequence[str]
    way: str
    way_language: str | None
    phone: str
    has: str
    languages: str

    @property
    def length(self) -> int:
        """In characters, each line of hours as a whole one."""
        return len(self.where + self.way + self.has + self.languages) + LINE * len(self.hours)


@bp.get("/xarxa/punts/full")
def sheet() -> ResponseReturnValue:
    """Near a barri (`barri`) or a point (`punt`), in the language of the page; `llengua` leads to another one."""
    language, wanted = current_language(), request.args.get("llengua", "")
    barri = addresses.read_filters(request.args).barri
    chosen = _shown(request.args.get("punt", ""))
    asked: dict[str, str] = {"barri": addresses.word_of(barri)} if barri else {}
    if chosen is not None:
        asked = {"punt": chosen.slug}
    if wanted in current_app.config["DISTRICT"].languages and wanted != language:
        return redirect(url_for("places.sheet", language=wanted, **asked))  # type: ignore[arg-type]
    belongs_to_page(**asked)
    page_cache.keep(POINTS)
    now = clock.now()
    start = place_of(chosen) if chosen else middle_of(barri)
    found = _found(chosen, barri)
    told = [_told(point, distance_to(point, start) if point != chosen else None, now) for point in found]
    list_href = absolute("places.index", **({"barri": asked["barri"]} if "barri" in asked else {}))
    answer = make_response(
        render_template(
            "places/sheet.html",
            told=told,
            looks=_looks(sum(each.length for each in told)),
            near=term_label("barris", barri, language) if barri and chosen is None else chosen.name if chosen else "",
            is_chosen=bool(asked),
            barris=[
                (addresses.word_of(term.code), term.labels.get(language, term.code), term.code == barri)
                for term in list_terms("barris", sorted_in=language)
            ],
            qr=make_qr(list_href, title=_("All the support points")),
            address=list_href.partition("://")[2].partition("?")[0],
            made=now,
        )
    )
    answer.headers["X-Robots-Tag"] = "noindex"  # the same stands on the pages of the points
    return answer


def _looks(length: int) -> str:
    if length > LONG:
        return " dense densest" if length > LONGEST else " dense"
    return " large" if length < SHORT else ""


def _shown(slug: str) -> Point | None:
    found = find_point(slug=slug) if slug else None
    return found if found is not None and found.is_shown else None


def _found(chosen: Point | None, barri: str | None) -> list[Point]:
    if chosen is not None:
        return [chosen, *nearest(place_of(chosen), barri=chosen.barri, but=chosen.public_id, most=NEAREST - 1)]
    return nearest(middle_of(barri), barri=barri) if barri else []


def _told(point: Point, distance: float | None, now: datetime) -> Told:
    way, way_language = words.said_of(point.words, WAY)
    return Told(
        point=point,
        where=words.where_of(point),
        away=words.away(distance),
        hours=words.hours_of(point, now=now),
        way=way,
        way_language=way_language,
        phone=shown_phone(point.phone) if point.phone else "",
        has=" · ".join([*words.has_of(point), *([_("Step-free")] if point.is_step_free else [])]),
        languages=words.languages_of(point),
    )
