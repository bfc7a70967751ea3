"""What the team changes of one registration: what is wrong in it, how its party takes part, in which training."""

from functools import partial

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import format_moment, in_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.registrations import queries
from coopnet.registrations.desk.blueprint import bp
from coopnet.registrations.desk.registration import DECIDE, get_registration, shown, to_registration
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.changing import list_changed, make_party_form, mark_of_registration
from coopnet.registrations.forms.companions import field_of, say_who_is_too_many
from coopnet.registrations.forms.correcting import CorrectForm, MoveForm, WayForm
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.crowd import crowd_of, ways_of
from coopnet.registrations.queries.desk import list_open
from coopnet.registrations.service import running
from coopnet.registrations.service.changing import Wish
from coopnet.trainings.models import Training
from coopnet.trainings.queries.addresses import find_at_desk
from coopnet.trainings.rules.states import total_left
from coopnet.web import csrf, guards
from coopnet.web.refusals import Refused, refuse, status_of

CONFLICT = 409


@bp.route("/gestio/inscripcio/<public_id>/corregeix", methods=["GET", "POST"])
@guards.requires(DECIDE)
@csrf.recovers
def correct(public_id: str) -> ResponseReturnValue:
    one = get_registration(public_id)
    page = shown(one)
    if not page["can_cancel"]:
        return to_registration(public_id)
    most = max(one.training.max_companions, len(one.companions))
    form = make_party_form(
        CorrectForm,
        one,
        most_companions=most,
        beside=_named(one),
        kept={"who": one.name, "guardian": one.guardian_name or ""},
    )
    form.is_reached_otherwise = one.point is not None or one.is_walk_in
    status, headers = status_of(form)
    meanwhile: list[tuple[str, str]] = []
    if form.validate_on_submit():
        beside = (str(form.who.data), form.guardian.data or "")
        wish = Wish(form.seen.data or "", form.contact, str(form.language.data), form.party, beside)
        work = partial(running.correct, public_id, wish, actor=guards.get_viewer().contact)
        try:
            has_changed = in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal, field=field_of(refusal, form, form.companions))
            if refusal.code == "changed_meanwhile":
                one = get_registration(public_id)
                status, meanwhile = CONFLICT, [(_("Name"), one.name), *list_changed(one, form)]
                form.seen.data = mark_of_registration(one, _named(one))
        else:
            flash(_("It is corrected.") if has_changed else _("Nothing was changed."), "success")
            return to_registration(public_id)
    elif form.is_submitted():
        say_who_is_too_many(form, form.companions, most=most)
    return render_template("registrations/correct.html", **page, form=form, meanwhile=meanwhile), status, headers


@bp.route("/gestio/inscripcio/<public_id>/manera", methods=["GET", "POST"])
@guards.requires(DECIDE)
@csrf.recovers
def change_way(public_id: str) -> ResponseReturnValue:
    one = get_registration(public_id)
    page = shown(one)
    if not page["can_change_way"]:
        return to_registration(public_id)
    form = WayForm(ways=ways_of(one.training, crowd_of(one.training)), data={"way": one.way})
    refused: Refused = status_of(form)
    if form.validate_on_submit():
        work = partial(running.change_way, public_id, str(form.way.data), actor=guards.get_viewer().contact)
        try:
            has_changed = in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            refused = refuse(form, refusal)
        else:
            flash(_("It is changed. A message tells them.") if has_changed else _("Nothing was changed."), "success")
            return to_registration(public_id)
    return render_template("registrations/change_way.html", **page, form=form), *refused


@bp.route("/gestio/inscripcio/<public_id>/mou", methods=["GET", "POST"])
@guards.requires(DECIDE)
@csrf.recovers
def move(public_id: str) -> ResponseReturnValue:
    """To another training, in one act."""
    one = get_registration(public_id)
    page = shown(one)
    if not page["can_move"]:
        return to_registration(public_id)
    trainings = [each for each in list_open(clock.now()) if each.id != one.training_id]
    titles = queries.list_titles([each.id for each in trainings], one.language)
    form = MoveForm(trainings=[(each.slug, _said_of(each, titles[each.id].text)) for each in trainings])
    refused: Refused = status_of(form)
    if form.validate_on_submit():
        target = find_at_desk(str(form.training.data)) or guards.refuse()
        with in_language(one.language):
            notice = notices.notice_of(target, queries.read_facts(target.id))
        work = partial(running.move_to, public_id, target.id, notice, actor=guards.get_viewer().contact)
        try:
            made = in_transaction(lambda: work(now=clock.now()))
        except RuleBroken as refusal:
            refused = refuse(form, refusal, field=form.training)
        else:
            flash(_("They are moved: this is their new registration. Messages tell them."), "success")
            return to_registration(made.public_id)
    return render_template("registrations/move.html", **page, form=form, has_any=bool(trainings)), *refused


def _named(one: Registration) -> tuple[str, str]:
    return one.name, one.guardian_name or ""


def _said_of(one: Training, title: str) -> str:
    left = total_left(
        capacity=one.capacity,
        taken=one.taken,
        online_capacity=one.online_capacity,
        online_taken=one.online_taken,
        has_two_ways=one.has_two_ways,
    )
    when = format_moment(one.starts_at) if one.starts_at else ""
    if left is None:
        places = _("places without a limit")
    else:
        places = ngettext("%(num)d place is free", "%(num)d places are free", left) if left else _("waiting list")
    return " · ".join(part for part in (title or one.slug, when, places) if part)
