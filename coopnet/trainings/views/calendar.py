from flask import Response, abort
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.calendars import Happening, make_calendar
from coopnet.foundation.generations import training_scope
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.trainings import queries
from coopnet.trainings.queries import PublicTraining, Sitting
from coopnet.trainings.views.blueprint import bp
from coopnet.web import moved, page_cache
from coopnet.web.addresses import absolute


@bp.get("/formacions/<slug>/calendari.ics")
def calendar(slug: str) -> ResponseReturnValue:
    training = queries.find_public(slug, language=current_language(), now=clock.now())
    if training is None:
        moved.lead_to(queries.find_moved(slug) or abort(404))
    page_cache.keep(training_scope(training.public_id))
    file = make_calendar([_happening(each, training) for each in training.sessions], name=training.title.text)
    response = Response(file, content_type="text/calendar; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{training.slug}.ics")
    return response


def _happening(sitting: Sitting, training: PublicTraining) -> Happening:
    """The same `uid` as in a letter, so that the two are one event."""
    address = absolute("trainings.show", slug=training.slug)
    title = training.title.text
    if len(training.sessions) > 1:
        title = f"{title} ({sitting.number}/{len(training.sessions)})"
    return Happening(
        uid=f"{sitting.public_id}@coopnet",
        summary=title,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        changed_at=training.updated_at,
        location=_where(sitting, training),
        url=address,
        description="\n\n".join(filter(None, (training.summary.text if training.summary else "", address))),
        is_cancelled=training.is_cancelled,
    )


def _where(sitting: Sitting, training: PublicTraining) -> str:
    if sitting.place is None:
        return _("Online") if training.is_online else ""
    return ", ".join(filter(None, (sitting.place.name, sitting.room, sitting.place.address)))
