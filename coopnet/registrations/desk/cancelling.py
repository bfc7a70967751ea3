"""A training is called off: why, what instead, as people will read it; and for five minutes it can be taken back."""

from functools import partial

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.training import PUBLISH, get_training, shown, to_training
from coopnet.registrations.forms.cancelling import CancelForm, make_cancel_form
from coopnet.registrations.letters import kinds, reason_for
from coopnet.registrations.letters.previews import Preview, preview
from coopnet.registrations.queries.desk import count_reached
from coopnet.registrations.queries.held import Readers, list_readers
from coopnet.registrations.service import thinking
from coopnet.trainings.queries.suggested import list_to_suggest
from coopnet.trainings.service import publishing
from coopnet.web import csrf, guards
from coopnet.web.presses import press
from coopnet.web.refusals import Refused, refuse, status_of


@bp.route("/gestio/formacions/<slug>/anulla", methods=["GET", "POST"])
@guards.requires(PUBLISH)
@csrf.recovers
def cancel_training(slug: str) -> ResponseReturnValue:
    """What will happen is shown first; what is changed after that is shown again."""
    one, now = get_training(slug), clock.now()
    readers = list_readers(one.id)
    languages = dict.fromkeys([*(each.language for each in readers), *([] if readers else [one.language])])
    offered = list_to_suggest(one.id, language=current_language(), now=now) if one.is_public else []
    form = make_cancel_form(list(languages), offered)
    refused: Refused = status_of(form)
    previews: list[Preview] = []
    if form.validate_on_submit():
        if form.seen.data == form.mark:
            cancel = partial(
                publishing.cancel,
                one.slug,
                reason=form.reason,
                suggested=form.suggested,
                is_thought_over=bool(readers),
                actor=guards.get_viewer().contact,
            )
            address = one.slug
            try:
                in_transaction(lambda: cancel(now=clock.now()))
            except RuleBroken as refusal:
                refused = refuse(form, refusal)
            else:
                flash(_("It is called off."), "success")
                return to_training(address)
        else:
            refused, form.seen.data = (200, {}), form.mark
            previews = [_preview(form, each) for each in readers]
    page = render_template(
        "registrations/cancel_training.html",
        **shown(one),
        reached=count_reached(one.id),
        form=form,
        previews=previews,
        is_shown=form.seen.data == form.mark if not form.problems and form.is_submitted() else False,
    )
    return page, *refused


@bp.post("/gestio/formacions/<slug>/repensa")
@guards.requires(PUBLISH)
def take_back(slug: str) -> ResponseReturnValue:
    one, actor = get_training(slug), guards.get_viewer().contact
    number, address = one.id, one.slug
    return press(
        lambda: thinking.take_back(number, actor=actor, now=clock.now()),
        _("It is as it was before. Nobody has been told anything."),
        back=url_for("registrations_desk.training", slug=address),
    )


def _preview(form: CancelForm, readers: Readers) -> Preview:
    said = {"reason": reason_for(readers.language, form.reason), "suggested": form.suggested}
    return preview(kinds.TRAINING_CANCELLED, readers.first, said, language=readers.language, readers=readers.number)
