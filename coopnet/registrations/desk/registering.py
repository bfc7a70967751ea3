"""A helper registers the person in front of them: the public form, the same service, the same places."""

import hashlib
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.accounts.queries.read_aloud import read_aloud
from coopnet.accounts.rules.helping import Help, Reach, ReadAloud
from coopnet.foundation import clock, district
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language
from coopnet.foundation.i18n import gettext as _
from coopnet.network.queries.points import HELP
from coopnet.places.queries import Point
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.points import get_point
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.companions import field_of, fields_for_companions, say_who_is_too_many
from coopnet.registrations.forms.helping import HelperForm, make_helper_form
from coopnet.registrations.forms.registering import Parts, read_application
from coopnet.registrations.queries.crowd import crowd_of, door_of, ways_of
from coopnet.registrations.rules.applications import OutcomeKind
from coopnet.registrations.service import helping
from coopnet.registrations.service.registering import only_way
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door
from coopnet.web import csrf, guards, limits
from coopnet.web.addresses import endonym
from coopnet.web.errors import in_words
from coopnet.web.refusals import refuse, status_of


@bp.route("/gestio/punt/<point>/formacions/<slug>", methods=["GET", "POST"])
@guards.requires(HELP)
@csrf.recovers
def register_for(point: str, slug: str) -> ResponseReturnValue:
    here = get_point(point)
    training, facts = queries.find_with_facts(slug) or abort(404)
    state = door_of(training, clock.now())
    if state != Door.OPEN and request.method == "GET":
        closed = RuleBroken("registration_not_open", door=state, opens_at=training.opens_at)
        flash(in_words(closed), "warning")
        return redirect(url_for("registrations_desk.point", point=point), 303)
    crowd = crowd_of(training)
    form, parts = make_helper_form(
        here.public_id,
        most_companions=fields_for_companions(training.max_companions),
        questions=facts.questions,
        ways=ways_of(training, crowd),
    )
    notice = notices.notice_of(training, facts)
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            return _take(here, training, form, parts)
        except (RuleBroken, limits.TooMany, Busy) as refusal:
            status, headers = refuse(form, refusal, field=field_of(refusal, form, parts.companions))
    elif form.is_submitted():
        say_who_is_too_many(form, parts.companions, most=training.max_companions)
    form.label_language = "" if training.language == current_language() else training.language
    page = render_template(
        "registrations/register_for.html",
        point=here,
        form=form,
        parts=parts,
        title=facts.title(current_language()),
        sittings=facts.sittings,
        crowd=crowd,
        waiting=queries.count_waiting(training.id) if crowd.is_full else 0,
        notice=notice,
        texts=aloud(here),
        needs_hint=notices.needs_hint(),
        most_companions=training.max_companions,
    )
    return page, status, headers


def aloud(point: Point) -> list[tuple[str, ReadAloud]]:
    """What is read, in each language that letters are written in, that of the page first."""
    spoken = sorted(district.current().languages, key=lambda code: code != current_language())
    return [(endonym(code), read_aloud(point.name, language=code)) for code in spoken]


def _take(here: Point, training: Training, form: HelperForm, parts: Parts) -> ResponseReturnValue:
    viewer = guards.get_viewer()
    facts = queries.read_facts(training.id)
    application = read_application(form, parts, only_way=only_way(training), notice=notices.notice_of(training, facts))
    given = Help(
        point=here.public_id,
        helper_key=viewer.key,
        actor=viewer.contact,
        reach=Reach(form.reach.data),
        note=form.reach_note.data or "",
        read=read_aloud(here.name, language=application.language),
    )
    limits.check("help", viewer.account_id)
    if form.is_own:
        who = hashlib.sha256(application.contact.key.encode()).hexdigest()
        limits.check("contact_everywhere", who)
    work = partial(helping.register_for, application, given, training_id=training.id)
    outcome = in_transaction(lambda: work(now=clock.now()))
    if not helping.is_of(here.public_id, outcome.public_id):
        # Somebody has registered themself with this contact: that is theirs, and they are written to.
        flash(_("They had registered already. What they must know has been sent to them again."), "warning")
        return redirect(url_for("registrations_desk.point", point=here.public_id), 303)
    if outcome.kind == OutcomeKind.ALREADY_THERE:
        flash(
            _(
                "Somebody with this name is registered already. If it is another person, add something that tells them"
                " apart, like a second surname."
            ),
            "warning",
        )
    elif outcome.kind == OutcomeKind.SAME_FORM:
        flash(_("You had already sent this form: nothing new was made."), "warning")
    return redirect(url_for("registrations_desk.served", point=here.public_id, public_id=outcome.public_id), 303)
