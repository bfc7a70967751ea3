"""The team registers who rings or stands at the counter: the public form, the same service, the same places."""

from dataclasses import replace
from functools import partial

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from coopnet.accounts.rules.helping import Help, Reach, ReadAloud
from coopnet.foundation import clock, district
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.registration import DECIDE, to_registration
from coopnet.registrations.desk.training import get_training, shown, to_training
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.adding import AddForm, make_add_form, team_reads
from coopnet.registrations.forms.companions import field_of, fields_for_companions, say_who_is_too_many
from coopnet.registrations.forms.registering import Parts, read_application
from coopnet.registrations.queries.crowd import crowd_of, door_of, ways_of
from coopnet.registrations.rules.applications import OPEN_TO_TEAM, Application, OutcomeKind
from coopnet.registrations.service import running
from coopnet.registrations.service.registering import only_way
from coopnet.trainings.models import Training
from coopnet.web import csrf, guards
from coopnet.web.addresses import endonym
from coopnet.web.errors import in_words
from coopnet.web.refusals import refuse, status_of


@bp.route("/gestio/formacions/<slug>/apunta", methods=["GET", "POST"])
@guards.requires(DECIDE)
@csrf.recovers
def add(slug: str) -> ResponseReturnValue:
    one = get_training(slug)
    state = door_of(one, clock.now())
    if state not in OPEN_TO_TEAM:
        flash(in_words(RuleBroken("registration_not_open", door=state, opens_at=one.opens_at)), "warning")
        return to_training(one.slug)
    crowd, facts = crowd_of(one), queries.read_facts(one.id)
    form, parts = make_add_form(
        most_companions=fields_for_companions(one.max_companions),
        questions=facts.questions,
        ways=ways_of(one, crowd),
    )
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _take(one, form, parts)
        except (RuleBroken, Busy) as refusal:
            status, headers = refuse(form, refusal, field=field_of(refusal, form, parts.companions))
    elif form.is_submitted():
        say_who_is_too_many(form, parts.companions, most=one.max_companions)
    form.label_language = "" if one.language == current_language() else one.language
    spoken = sorted(district.current().languages, key=lambda code: code != current_language())
    page = render_template(
        "registrations/add.html",
        **shown(one, facts.title(facts.language)),
        form=form,
        parts=parts,
        sittings=facts.sittings,
        crowd=crowd,
        waiting=queries.count_waiting(one.id) if crowd.is_full else 0,
        notice=notices.notice_of(one, facts),
        texts=[(endonym(code), team_reads(code)) for code in spoken],
        needs_hint=notices.needs_hint(),
        most_companions=one.max_companions,
    )
    return page, status, headers


def _take(one: Training, form: AddForm, parts: Parts) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    notice = notices.notice_of(one, queries.read_facts(one.id))
    told = read_application(form, parts, only_way=only_way(one), notice=notice)
    read = team_reads(told.language)
    application: Application = replace(told, shown=(*told.shown, read))
    reached = None
    if not form.is_own:
        reached = Help(
            point=form.point,
            helper_key=viewer.key,
            actor=viewer.contact,
            reach=Reach(form.reach.data),
            note=form.reach_note.data or "",
            read=ReadAloud(read.text, read.language, read.version),
        )
    work = partial(running.add, application, reached, training_id=one.id, actor=viewer.contact)
    outcome = in_transaction(lambda: work(now=clock.now()))
    if outcome.kind == OutcomeKind.MADE:
        flash(_("They are registered. This is their page; what they must know is on its way."), "success")
    elif outcome.kind == OutcomeKind.ALREADY_THERE:
        flash(_("They had registered already. What they must know has been sent to them again."), "warning")
    else:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    return to_registration(outcome.public_id)
