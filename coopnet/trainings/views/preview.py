"""A training as people will see it, for who writes it: in each language, also on a small screen."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.i18n import current_language
from coopnet.trainings.queries.page import PublicTraining, find_any
from coopnet.trainings.views.blueprint import bp
from coopnet.trainings.views.training import page_of
from coopnet.web import guards
from coopnet.web.headers import CONTENT_SECURITY_POLICY

EDIT = "trainings.edit"


@bp.get("/gestio/formacions/<slug>/mostra")
@guards.requires(EDIT)
def preview(slug: str) -> ResponseReturnValue:
    """The one page of the desk that may stand in a frame, and that only of ours."""
    return _with_policy(page_of(_find(slug), is_preview=True), "frame-ancestors 'self'")


@bp.get("/gestio/formacions/<slug>/mostra/petita")
@guards.requires(EDIT)
def small_screen(slug: str) -> ResponseReturnValue:
    """As wide as a phone, on a screen that is wider."""
    one = _find(slug)
    page = render_template("trainings/small_screen.html", slug=one.slug, title=one.title.text)
    return _with_policy(page, "frame-ancestors 'none'; frame-src 'self'")


def _find(slug: str) -> PublicTraining:
    return find_any(slug, language=current_language(), now=clock.now()) or guards.refuse()


def _with_policy(page: str, frames: str) -> Response:
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", frames)
    return answer
