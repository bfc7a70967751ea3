from datetime import datetime
from typing import NamedTuple

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.generations import POINTS
from coopnet.foundation.i18n import current_language, format_number, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.places.queries import Point, list_shown
from coopnet.places.queries.near import distance_to, middle_of, sorted_from
from coopnet.places.queries.points import Standing, standing
from coopnet.places.rules.points import Filters, fits
from coopnet.places.views import filters as addresses
from coopnet.places.views import words
from coopnet.places.views.blueprint import bp
from coopnet.places.views.drawing import draw
from coopnet.vocabulary.queries import list_terms, sort_key, term_label
from coopnet.web import page_cache
from coopnet.web.addresses import belongs_to_page
from coopnet.web.choices import Group, unknown_in_words
from coopnet.web.headers import PERMISSIONS_POLICY
from coopnet.web.pagination import page_number, pages_around

PAGE_SIZE = 24
MOST_PAGES = 1_000  # whatever the address says
STAND_IN = 999  # a number that the page puts its own in place of


class Row(NamedTuple):
    """A point as the list shows it: what its card is drawn of, once. `at` is where it stands, for the button."""

    name: str
    slug: str
    seed: str
    where: str
    languages: str
    has: str
    is_step_free: bool
    away: str
    at: str
    said: str
    tone: str


@bp.get("/xarxa/punts/")
def index() -> ResponseReturnValue:
    """Open ones first, then those that open soonest; where a barri is chosen, the nearest first."""
    asked, now, language = addresses.read_filters(request.args), clock.now(), current_language()
    page_cache.keep(POINTS)  # and for one minute, as every page that is kept
    points = list_shown()
    stands = {point.public_id: standing(point, now) for point in points}
    found = [point for point in points if fits(point, asked, is_open=_is_open(stands[point.public_id]))]
    ordered = _in_order(found, stands, asked)
    pages = max(1, -(-len(ordered) // PAGE_SIZE))
    page = min(page_number(request.args, at_most=MOST_PAGES), pages)
    belongs_to_page(**addresses.parameters(asked, page=page))
    start = middle_of(asked.barri)
    shown = ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    answer = make_response(
        render_template(
            "places/index.html",
            asked=asked,
            rows=[_row(point, stands[point.public_id], distance_to(point, start), now) for point in shown],
            total=len(found),
            drawing=draw(asked, found),
            found=_found(len(found), sum(_is_open(stands[point.public_id]) for point in found)),
            near=term_label("barris", asked.barri, language) if asked.barri else "",
            barris=[
                (addresses.word_of(term.code), term.labels.get(language, term.code), term.code == asked.barri)
                for term in list_terms("barris", sorted_in=language)
            ],
            boxes=addresses.yes_boxes(
                asked,
                is_open=sum(_is_open(stands[point.public_id]) for point in found),
                is_step_free=sum(point.is_step_free for point in found),
            ),
            groups=[
                Group(_("What it has"), addresses.service_boxes(asked, found, language=language)),
                Group(_("Language"), addresses.language_boxes(asked, found, language=language)),
            ],
            chips=addresses.list_chips(asked, language=language),
            unknown=unknown_in_words(addresses.list_unknown(request.args)),
            pages=pages_around(page, last=pages, address_of=lambda number: addresses.address(asked, page=number)),
            everything_href=addresses.address(Filters()),
            without_filters_href=addresses.address(Filters(barri=asked.barri)),
            sheet_href=url_for("places.sheet", barri=addresses.word_of(asked.barri) if asked.barri else None),
            metres=words.away_in_metres(STAND_IN),
            kilometres=words.away_in_kilometres("#"),
        )
    )
    # The button asks the phone where it is; no other page may.
    answer.headers["Permissions-Policy"] = PERMISSIONS_POLICY.replace("geolocation=()", "geolocation=(self)")
    return answer


def _is_open(stands: Standing | None) -> bool:
    return stands is not None and stands.until is not None


def _in_order(found: list[Point], stands: dict[str, Standing | None], asked: Filters) -> list[Point]:
    if asked.barri:
        return sorted_from(found, middle_of(asked.barri), barri=asked.barri)

    def order(point: Point) -> tuple[bool, bool, float, tuple[str, str]]:
        stand = stands[point.public_id]
        opens = stand.opens.timestamp() if stand is not None and stand.opens is not None else 0.0
        return not _is_open(stand), not opens and not _is_open(stand), opens, sort_key(point.name)

    return sorted(found, key=order)


def _row(point: Point, stands: Standing | None, distance: float | None, now: datetime) -> Row:
    said, tone = words.now_of(stands, now=now) or ("", "")
    return Row(
        name=point.name,
        slug=point.slug,
        seed=point.public_id,
        where=words.where_of(point),
        languages=words.languages_of(point),
        has=" · ".join(words.has_of(point)),
        is_step_free=point.is_step_free,
        away=words.away(distance),
        at=f"{point.latitude},{point.longitude}" if point.latitude is not None else "",
        said=said,
        tone=tone,
    )


def _found(total: int, is_open: int) -> str:
    said = ngettext("One support point", "%(count)s support points", total, count=format_number(total))
    return said + (ngettext(", one of them open now", ", %(num)d of them open now", is_open) if is_open else "")
