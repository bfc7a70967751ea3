from flask import abort, render_template
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock, district
from coopnet.foundation.generations import DIRECTORY, PLACES_LEFT, POINTS, PROGRAMME
from coopnet.foundation.i18n import format_date
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.places.queries import Point, find_point
from coopnet.places.queries.near import distance_to, nearest, place_of
from coopnet.places.queries.points import standing
from coopnet.places.rules.points import NOTE, WAY
from coopnet.places.views import words
from coopnet.places.views.blueprint import bp
from coopnet.places.views.linked_data import describe
from coopnet.web import page_cache, slots


@bp.get("/xarxa/punts/<slug>/")
def show(slug: str) -> ResponseReturnValue:
    point = find_point(slug=slug)
    if point is None or not point.is_shown:
        abort(404)
    now = clock.now()
    page_cache.keep(POINTS, PROGRAMME, PLACES_LEFT, DIRECTORY)
    at = place_of(point)
    return render_template(
        "places/show.html",
        point=point,
        now=words.now_of(standing(point, now), now=now),
        hours=words.hours_of(point, now=now),
        where=words.where_of(point),
        has=words.has_of(point),
        languages=words.languages_of(point),
        access=words.access_of(point),
        way=words.said_of(point.words, WAY),
        note=words.said_of(point.words, NOTE),
        bring=_bring(point),
        phone=shown_phone(point.phone) if point.phone else "",
        map_href=district.current().map_url.format(latitude=point.latitude, longitude=point.longitude)
        if point.latitude is not None
        else None,
        confirmed=format_date(point.confirmed_at, with_article=True) if point.confirmed_at else "",
        others=[(each, words.away(distance_to(each, at))) for each in nearest(at, but=point.public_id)] if at else [],
        panel=slots.fill("places.point", point),
        linked_data=describe(point),
    )


def _bring(point: Point) -> list[str]:
    """What helps those who help; only what the point has to do with."""
    found = [_("Your phone or computer with its charger, if you have one. If you have none, come all the same.")]
    if {"procedures_help", "certificate"} & set(point.has):
        found.append(_("For a procedure: your identity document and the letters that you have got about it."))
    if "printer" in point.has:
        found.append(_("To print: the file on your phone, in your mail or on a memory stick."))
    found.append(_("Your passwords, for yourself: you type them, and nobody asks you for them."))
    return found
