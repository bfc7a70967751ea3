"""Whoever helps writes down in a few presses what it was about and how long it took, and nothing of whom."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.forms.help_given import HelpForm
from coopnet.network.models import HelpGiven
from coopnet.network.queries.help_given import RECORD, list_own, points_for
from coopnet.network.queries.help_words import ending_in_words, language_in_words, place_in_words, topic_in_words
from coopnet.network.rules.help_given import HELPER_KEPT
from coopnet.network.service import help_giving
from coopnet.web import csrf, guards
from coopnet.web.refusals import refuse, status_of

bp.app_template_filter("help_topic")(topic_in_words)
bp.app_template_filter("help_ending")(ending_in_words)
bp.app_template_filter("help_language")(language_in_words)


@bp.route("/gestio/ajuda/", methods=["GET", "POST"])
@guards.requires(RECORD)
@csrf.recovers
def help_given() -> ResponseReturnValue:
    viewer = guards.get_viewer()
    today = clock.to_local(clock.now()).date()
    written = list_own(viewer.key, today=today)
    points = points_for(viewer)
    form = HelpForm(
        points=points, today=today, data=_guess(written, [each.public_id for each in points], viewer.language)
    )
    status, headers = status_of(form)
    if form.validate_on_submit():
        given, key, helper = form.given, form.key, viewer.key
        try:
            is_new = in_transaction(lambda: help_giving.record(given, helper=helper, form_key=key, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal, field=form.on if refusal.code == "help_day" else None)
        else:
            _say(is_new, _("It is written down."), _("You had already sent this form: nothing new was made."))
            return redirect(url_for("network_desk.help_given"), 303)
    page = render_template(
        "network/help_given.html", form=form, written=written, place=place_in_words, kept_days=HELPER_KEPT.days
    )
    return page, status, headers


@bp.post("/gestio/ajuda/<public_id>/desfes")
@guards.requires(RECORD)
def take_help_back(public_id: str) -> ResponseReturnValue:
    """One's own, of today."""
    helper = guards.get_viewer().key
    is_gone = in_transaction(lambda: help_giving.take_back(public_id, helper=helper, now=clock.now()))
    _say(is_gone, _("It is taken back."), _("It is no longer there to be taken back."))
    return redirect(url_for("network_desk.help_given"), 303)


def _say(is_done: bool, done: str, otherwise: str) -> None:  # noqa: FBT001 - which of the two
    flash(done if is_done else otherwise, "success" if is_done else "warning")


def _guess(written: Any, points: list[str], language: str) -> dict[str, str]:
    """What is likely the same as the last time."""
    last: HelpGiven | None = written[0] if written else None
    if last is not None:
        return {"language": last.language, "where": last.point or last.way}
    return {"language": language, **({"where": points[0]} if len(points) == 1 else {})}
