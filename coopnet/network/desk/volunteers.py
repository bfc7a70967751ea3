"""Volunteers at the desk: who waits, what of them was seen, who may begin."""

from collections.abc import Callable
from functools import partial

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coopnet.foundation import clock
from coopnet.foundation.db import in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import gettext as _
from coopnet.network.desk.blueprint import bp
from coopnet.network.forms.verifying import AgreementForm, CertificateForm, DayForm, SeenForm, TrainingForm
from coopnet.network.models import Volunteer
from coopnet.network.queries.hours import list_hours, list_minutes
from coopnet.network.queries.moderation import COORDINATE
from coopnet.network.queries.reading import mark_of
from coopnet.network.queries.volunteers import count_by_state, find_volunteer, list_volunteers
from coopnet.network.rules.hours import By, sum_up
from coopnet.network.rules.volunteering import ENDED, Act, State, is_certified, missing, next_state
from coopnet.network.service import leaving, logging_hours, standing, verifying
from coopnet.web import csrf, guards, keyset
from coopnet.web.presses import press
from coopnet.web.refusals import refuse, status_of

SHOWN = 30
OF_DAYS = {"day_in_future", "certificate_days"}
STATES = {
    "pendents": State.PENDING,
    "actives": State.ACTIVE,
    "en-pausa": State.PAUSED,
    "han-plegat": State.LEFT,
    "no-acceptades": State.DECLINED,
}
FORMS: dict[str, type[DayForm]] = {
    "agreement": AgreementForm,
    "training": TrainingForm,
    "certificate": CertificateForm,
}


@bp.get("/gestio/xarxa/voluntariat/")
@guards.requires(COORDINATE)
def volunteers() -> str:
    """Of one state (`estat`): who waits, unless the address says another."""
    wanted = request.args.get("estat", "")
    state = STATES.get(wanted, State.PENDING)
    found = list_volunteers(state, after=keyset.key_of(request.args, "despres"), limit=SHOWN + 1)
    shown = found[:SHOWN]
    counts = count_by_state()
    return render_template(
        "network/volunteers.html",
        volunteers=shown,
        tabs=[(word, each.value, counts.get(each, 0)) for word, each in STATES.items()],
        state=state.value,
        today=clock.to_local(clock.now()).date(),
        after=shown[-1].id if len(found) > SHOWN else None,
        word=next(word for word, each in STATES.items() if each == state),
    )


@bp.get("/gestio/xarxa/voluntariat/<public_id>")
@guards.requires(COORDINATE)
def volunteer(public_id: str) -> str:
    return _page(_find(public_id), {})


@bp.post("/gestio/xarxa/voluntariat/<public_id>/acord")
@guards.requires(COORDINATE)
@csrf.recovers
def note_agreement(public_id: str) -> ResponseReturnValue:
    return _note(
        public_id,
        "agreement",
        lambda form: partial(verifying.note_agreement, public_id, on=form.day, seen=form.seen.data),
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/formacio")
@guards.requires(COORDINATE)
@csrf.recovers
def note_training(public_id: str) -> ResponseReturnValue:
    return _note(
        public_id,
        "training",
        lambda form: partial(
            verifying.note_training, public_id, str(form["title"].data), on=form.day, seen=form.seen.data
        ),
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/certificat")
@guards.requires(COORDINATE)
@csrf.recovers
def note_certificate(public_id: str) -> ResponseReturnValue:
    def work(form: DayForm) -> Callable[..., object]:
        assert isinstance(form, CertificateForm)  # noqa: S101 - of FORMS
        return partial(verifying.note_certificate, public_id, on=form.day, until=form.last_day, seen=form.seen.data)

    return _note(public_id, "certificate", work)


@bp.post("/gestio/xarxa/voluntariat/<public_id>/certificat/treu")
@guards.requires(COORDINATE)
def forget_certificate(public_id: str) -> ResponseReturnValue:
    return _press(
        public_id, partial(verifying.forget_certificate, public_id, seen=_seen()), _("It is trusted no longer.")
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/verifica")
@guards.requires(COORDINATE)
def verify(public_id: str) -> ResponseReturnValue:
    return _press(
        public_id,
        partial(standing.stand, public_id, Act.VERIFY, seen=_seen()),
        _("They can help from now on. A message tells them."),
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/pausa")
@guards.requires(COORDINATE)
def pause(public_id: str) -> ResponseReturnValue:
    return _press(
        public_id,
        partial(standing.stand, public_id, Act.PAUSE, seen=_seen()),
        _("They are on pause. A message tells them."),
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/torna")
@guards.requires(COORDINATE)
def resume(public_id: str) -> ResponseReturnValue:
    return _press(
        public_id,
        partial(standing.stand, public_id, Act.RESUME, seen=_seen()),
        _("They are back. A message tells them."),
    )


@bp.post("/gestio/xarxa/voluntariat/<public_id>/hores/<hours_id>")
@guards.requires(COORDINATE)
def confirm_hours(public_id: str, hours_id: str) -> ResponseReturnValue:
    """Somebody who was helped has said so by phone, or at the support point."""
    return _press(public_id, partial(logging_hours.confirm, hours_id, By.TEAM), _("It is confirmed."))


@bp.route("/gestio/xarxa/voluntariat/<public_id>/acaba", methods=["GET", "POST"])
@guards.requires(COORDINATE)
@csrf.recovers
def end(public_id: str) -> ResponseReturnValue:
    """Not accepted, or no longer a volunteer: a page that says first what will happen."""
    found = _find(public_id)
    act = Act.DECLINE if found.state == State.PENDING else Act.LEAVE
    form = SeenForm(data={"seen": mark_of(found)})
    status, headers = status_of(form)
    if form.validate_on_submit():
        actor, seen = guards.get_viewer().contact, form.seen.data or ""
        try:
            in_transaction(lambda: leaving.leave(public_id, act, actor=actor, now=clock.now(), seen=seen))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal)
            found = _find(public_id)
            act = Act.DECLINE if found.state == State.PENDING else Act.LEAVE
            form.seen.data = mark_of(found)
        else:
            flash(_("It is done. A message tells them."), "success")
            return redirect(url_for("network_desk.volunteers"), 303)
    can = found.state not in ENDED
    return (
        render_template("network/volunteer_end.html", volunteer=found, act=act.value, can=can, form=form),
        status,
        headers,
    )


def _note(public_id: str, what: str, work_of: Callable[[DayForm], Callable[..., object]]) -> ResponseReturnValue:
    """What is wrong is said at its form, on the page with all of them."""
    found = _find(public_id)
    form = FORMS[what](today=clock.to_local(clock.now()).date(), data={"seen": mark_of(found)})
    status, headers = status_of(form)
    if form.validate_on_submit():
        actor = guards.get_viewer().contact
        try:
            in_transaction(lambda: work_of(form)(actor=actor, now=clock.now()))
        except RuleBroken as refusal:
            status, headers = refuse(form, refusal, field=form.on if refusal.code in OF_DAYS else None)
            found = _find(public_id)
            form.seen.data = mark_of(found)
        else:
            flash(_("It is written down, with your name and today's date."), "success")
            return redirect(url_for("network_desk.volunteer", public_id=public_id), 303)
    return _page(found, {what: form}), status, headers


def _press(public_id: str, work: Callable[..., object], done: str) -> ResponseReturnValue:
    """Back to their page. Somebody else may have decided meanwhile: then that is said."""
    actor = guards.get_viewer().contact
    return press(
        lambda: work(actor=actor, now=clock.now()),
        done,
        back=url_for("network_desk.volunteer", public_id=public_id),
        already=_("It was so already."),
    )


def _seen() -> str:
    """The mark of what they have read; of nothing where the form does not say."""
    return request.form.get("version", "")


def _page(found: Volunteer, forms: dict[str, DayForm]) -> str:
    today = clock.to_local(clock.now()).date()
    lacks = missing(agreement_on=found.agreement_on, training_on=found.training_on)
    return render_template(
        "network/volunteer_desk.html",
        volunteer=found,
        forms={
            what: forms.get(what) or form(formdata=None, today=today, data={"seen": mark_of(found)})
            for what, form in FORMS.items()
        },
        wrong=next(iter(forms), None),
        is_open=found.state not in ENDED and bool(found.name),
        can={act.value: next_state(found.state, act) not in (None, found.state) for act in Act},
        is_ready=not lacks,
        hours=list_hours(found.id),
        sums=sum_up(list_minutes(found.id)),
        is_certified=is_certified(found.certificate_until, today=today),
    )


def _find(public_id: str) -> Volunteer:
    return find_volunteer(public_id) or abort(404)
