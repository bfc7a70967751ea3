"""The page on which a person takes a place."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.wrappers import Response

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import EMAIL, PHONE
from coopnet.foundation import clock
from coopnet.foundation.dates import format_at
from coopnet.foundation.db import Busy, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.phones import shown_phone
from coopnet.registrations import queries
from coopnet.registrations.forms import notices
from coopnet.registrations.forms.companions import field_of, fields_for_companions, say_who_is_too_many
from coopnet.registrations.forms.registering import Parts, RegistrationForm, make_form, read_application
from coopnet.registrations.queries import Facts, Title
from coopnet.registrations.queries.crowd import Crowd, crowd_of, door_of, ways_of
from coopnet.registrations.rules.applications import Outcome, OutcomeKind, Shown, next_letter_at
from coopnet.registrations.rules.people import person_key
from coopnet.registrations.service import joining
from coopnet.registrations.service.registering import only_way
from coopnet.registrations.service.registering import register as take_place
from coopnet.registrations.views import again
from coopnet.registrations.views.addresses import own_page
from coopnet.registrations.views.blueprint import bp
from coopnet.registrations.views.closed import answer_closed
from coopnet.trainings.models import Training
from coopnet.trainings.queries import find_moved
from coopnet.trainings.rules.states import Door, RegistrationType
from coopnet.web import csrf, guards, kept_forms, limits, moved
from coopnet.web.addresses import belongs_to_page
from coopnet.web.contacts import is_by_phone, sent_per
from coopnet.web.refusals import refuse, status_of
from coopnet.web.rendering import drawn

ANOTHER = "altra"  # the form is wanted for another person, with what was typed for them
MOMENT = re.compile(r"\d{10}", re.ASCII)  # seconds


@dataclass(frozen=True)
class Page:
    """What the template needs of the training."""

    slug: str
    foreign: str  # the language that its questions are asked in; empty where it is the page's own
    title: Title
    lead: str  # when and where
    notice: str  # what is done with one's data
    waiting: str  # how long the list is, in words; empty while there are places
    is_full: bool
    needs_approval: bool
    most_companions: int


@bp.route("/formacions/<slug>/inscripcio", methods=["GET", "POST"])
@csrf.recovers
def register(slug: str) -> ResponseReturnValue:
    training, facts = _find(slug)
    state = door_of(training, clock.now())
    if state != Door.OPEN and request.method != "POST":
        return answer_closed(training, state)
    crowd = crowd_of(training)
    if kept_forms.is_anybodys():
        return _blank(training, crowd, facts)
    notice = notices.notice_of(training, facts)
    is_for_another = ANOTHER in request.args
    if is_for_another:
        belongs_to_page(**{ANOTHER: 1})  # so that what was typed is there in another language too
    typed = again.typed_for(slug) if request.method == "GET" and is_for_another else {}
    form, parts = make_form(
        most_companions=fields_for_companions(training.max_companions),
        questions=facts.questions,
        ways=ways_of(training, crowd),
        kept=_known_of_viewer() | typed,
    )
    status, headers = status_of(form)
    if form.validate_on_submit():
        try:
            # Also where the door has closed: whoever sends again what was taken before is not told that it was not.
            return _take(training, form, parts, notice)
        except (RuleBroken, limits.TooMany, Busy) as refusal:
            if isinstance(refusal, RuleBroken) and refusal.code == "registration_not_open":
                return answer_closed(training, Door(str(refusal.values["door"])), form)
            status, headers = refuse(form, refusal, field=field_of(refusal, form, parts.companions))
    elif form.is_submitted():
        say_who_is_too_many(form, parts.companions, most=training.max_companions)
    if state != Door.OPEN:
        return answer_closed(training, state, form)
    return _draw(_page(training, crowd, facts), form, parts, is_refilled=bool(typed)), status, headers


def _find(slug: str) -> tuple[Training, Facts]:
    """Also what is typed into the form of a training that has another name since goes to where it is now."""
    return queries.find_with_facts(slug) or moved.lead_to(find_moved(slug) or abort(404))


def _draw(page: Page, form: RegistrationForm, parts: Parts, *, is_refilled: bool = False) -> str:
    form.label_language = page.foreign
    return render_template(
        "registrations/register.html",
        page=page,
        form=form,
        parts=parts,
        needs_hint=notices.needs_hint(),
        is_refilled=is_refilled,
    )


def _blank(training: Training, crowd: Crowd, facts: Facts) -> Response:
    """For whoever has not typed anything yet, and is nobody we know.

    Back shows this very page again, with its key: who corrects a name there and sends it once more makes nothing new.
    """
    page, ways = _page(training, crowd, facts), ways_of(training, crowd)

    def draw(holes: Mapping[str, Markup]) -> tuple[str, RegistrationForm]:
        form, parts = make_form(most_companions=page.most_companions, questions=facts.questions, ways=ways)
        hollow = replace(
            page,
            title=Title(holes["title"], page.title.language),
            lead=holes["lead"],
            notice=holes["notice"],
            waiting=holes["waiting"],
        )
        return _draw(hollow, form, parts), form

    return kept_forms.answer(
        (
            "registration",
            current_language(),
            page.foreign,
            page.title.language,
            crowd,
            page.needs_approval,
            page.most_companions,
            facts.questions,
            tuple(ways),
        ),
        draw,
        texts={"title": page.title.text, "lead": page.lead, "notice": page.notice, "waiting": page.waiting},
        address=f"/formacions/{training.slug}/",
    )


@bp.get("/formacions/<slug>/inscripcio/enviada")
def sent_again(slug: str) -> str:
    training, facts = _find(slug)
    page = _page(training, crowd_of(training), facts)
    said = request.args.get("abans", "")
    sent_at = datetime.fromtimestamp(int(said), UTC) if MOMENT.fullmatch(said) else None
    return render_template(
        "registrations/sent_again.html",
        page=page,
        is_by_phone=is_by_phone(),
        sent=format_at(sent_at) if sent_at else None,
        next_one=format_at(next_letter_at(sent_at)) if sent_at else None,
    )


def _take(training: Training, form: RegistrationForm, parts: Parts, notice: Shown) -> ResponseReturnValue:
    application = read_application(form, parts, only_way=only_way(training), notice=notice)
    who = hashlib.sha256(person_key(application.contact, "").encode()).hexdigest()
    training_id, slug = training.id, training.slug
    limits.check("contact", who, limits.of_reader())
    limits.check("contact_everywhere", who)
    limits.check("register", who, training.public_id, limits.of_reader())
    viewer = guards.find_viewer()
    account_key = viewer.key if viewer is not None and viewer.is_whole else None

    def work() -> Outcome:
        made = take_place(application, training_id=training_id, now=clock.now())
        if account_key is not None and made.kind == OutcomeKind.MADE:
            joining.join_one(made.public_id, account_key)
        return made

    outcome = in_transaction(work)
    if outcome.kind == OutcomeKind.ALREADY_THERE:
        per = sent_per(application.contact.email)
        before = int(outcome.letter_sent_at.timestamp()) if outcome.letter_sent_at else None
        return redirect(url_for("registrations.sent_again", slug=slug, per=per, abans=before), 303)
    if outcome.kind == OutcomeKind.MADE:
        again.forget()
    elif again.is_for_somebody_else(application, outcome.public_id):
        again.keep(form, None, slug=slug)
        return redirect(url_for("registrations.register", slug=slug, altra=1), 303)
    elif not again.is_as_it_stands(application, outcome.public_id):
        again.keep(form, outcome.public_id, slug=slug)
    return own_page(outcome.public_id, outcome.link_version)


def _known_of_viewer() -> dict[str, Any]:
    """What a person who has signed in need not type again."""
    viewer = guards.find_viewer()
    if viewer is None or not viewer.is_whole:
        return {}
    addresses = {address.kind: address.value for address in reversed(list_verified(viewer.key))}
    phone = addresses.get(PHONE)
    return {
        "name": viewer.name,
        "email": addresses.get(EMAIL, ""),
        "email_seen": addresses.get(EMAIL, ""),
        "phone": shown_phone(phone) if phone else "",
        "language": viewer.language,
    }


def _waiting(training: Training, crowd: Crowd) -> str:
    if not crowd.is_full:
        return ""
    number = queries.count_waiting(training.id)
    if number == 0:
        return _("Nobody is on the waiting list yet.")
    return ngettext(
        "There is %(num)d registration on the waiting list now.",
        "There are %(num)d registrations on the waiting list now.",
        number,
    )


def _page(training: Training, crowd: Crowd, facts: Facts) -> Page:
    return Page(
        slug=training.slug,
        foreign="" if training.language == current_language() else training.language,
        title=facts.title(current_language()),
        lead=drawn("registrations/parts.html", "lead", facts.sittings, clock.to_local(clock.now()).year),
        notice=drawn("registrations/parts.html", "paragraphs", notices.notice_of(training, facts).text),
        waiting=_waiting(training, crowd),
        is_full=crowd.is_full,
        needs_approval=training.registration_type == RegistrationType.APPROVAL,
        most_companions=training.max_companions,
    )
